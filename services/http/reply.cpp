#include "services/http/reply.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>
#include <utility>

#include "services/http/range.hpp"

namespace services {
namespace {

using Field = std::pair<std::string_view, std::string_view>;

/// What every response carries unless its handler says otherwise. Scripts, styles and frames only from ourselves; the
/// frame is for documents shown by the browser, the microphone for dictation.
constexpr std::array<Field, 7> usual_fields{{
    {"content-security-policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
     "connect-src 'self'; form-action 'self'; frame-src 'self'; object-src 'self'; base-uri 'none'; "
     "frame-ancestors 'self'"},
    {"x-content-type-options", "nosniff"},
    {"referrer-policy", "same-origin"},
    {"x-frame-options", "SAMEORIGIN"},
    {"cross-origin-opener-policy", "same-origin"},
    {"permissions-policy", "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)"},
    {"cache-control", "no-store"},
}};
constexpr Field secure_transport{"strict-transport-security", "max-age=31536000"};  // RFC 6797

/// All the usual fields as one piece, for the many responses that change none of them.
const std::string& usual_text() {
    static const std::string text = [] {
        std::string all;
        for (const auto& [name, value] : usual_fields) all.append(name).append(": ").append(value).append("\r\n");
        return all;
    }();
    return text;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "";
    }
}

/// IMF-fixdate (RFC 9110 § 5.6.7), made once a second and thread.
std::string_view date_now() {
    thread_local std::time_t made_at = 0;
    thread_local std::string text;
    const auto now = std::time(nullptr);
    if (now == made_at) return text;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 64> buffer{};
    const int length = std::snprintf(
        buffer.data(),
        buffer.size(),
        "%s, %02d %s %04d %02d:%02d:%02d GMT",
        days.at(utc.tm_wday),
        utc.tm_mday,
        months.at(utc.tm_mon),
        utc.tm_year + 1900,
        utc.tm_hour,
        utc.tm_min,
        utc.tm_sec
    );
    text.assign(buffer.data(), static_cast<std::size_t>(length));
    made_at = now;
    return text;
}

/// A value can't end its line, whatever a handler put into it.
void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (const char c : value) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
    out += "\r\n";
}

bool is_set(const Headers& headers, std::string_view name) {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& field) { return field.first == name; });
}

void append_usual_fields(std::string& out, const Response& response, bool is_tls) {
    const bool is_changed = std::any_of(usual_fields.begin(), usual_fields.end(), [&](const Field& field) {
        return is_set(response.headers, field.first);
    });
    if (!is_changed) {
        out += usual_text();
    } else {
        for (const auto& [name, value] : usual_fields)
            if (!is_set(response.headers, name)) append_field(out, name, value);
    }
    if (is_tls && !is_set(response.headers, secure_transport.first))
        append_field(out, secure_transport.first, secure_transport.second);
}

std::string quoted(std::string_view etag) {
    return '"' + std::string{etag} + '"';
}

/// Answers a conditional or ranged GET of something with an entity tag: sets the status and the fields that go with it;
/// returns the bytes to send.
ByteRange select_bytes(Response& response, const Request& request, std::string_view etag, std::uint64_t size) {
    const ByteRange whole{0, size};
    if (!etag.empty()) response.set("etag", quoted(etag));
    if (response.status != 200 || (request.method != Method::get && request.method != Method::head)) return whole;
    if (none_match_names(request.header("if-none-match"), etag)) {
        response.status = 304;
        return {};
    }
    response.set("accept-ranges", "bytes");
    const auto field = request.header("range");
    const auto if_range = request.header("if-range");
    if (field.empty() || request.method == Method::head) return whole;
    if (!if_range.empty() && !if_range_is(if_range, etag)) return whole;
    const auto ranged = range_of(field, size);
    if (ranged.answer == RangeAnswer::whole) return whole;
    if (ranged.answer == RangeAnswer::unsatisfiable) {
        response.status = 416;
        response.set("content-range", "bytes */" + std::to_string(size));
        return {};
    }
    const auto& [first, count] = ranged.range;
    response.status = 206;
    response.set(
        "content-range",
        "bytes " + std::to_string(first) + '-' + std::to_string(first + count - 1) + '/' + std::to_string(size)
    );
    return ranged.range;
}

/// Puts the response's body into `out` and returns its length; nothing where it ends with the connection.
std::optional<std::uint64_t> place_body(Response& response, const Request& request, Outgoing& out) {
    if (auto* text = std::get_if<std::string>(&response.body)) {
        out.text = std::move(*text);
        return out.text.size();
    }
    if (auto* events = std::get_if<EventStream>(&response.body)) {
        out.poll = std::move(events->poll);
        out.longest_pause = events->longest_pause;
        out.closes = true;
        if (!is_set(response.headers, "content-type")) response.set("content-type", "text/event-stream");
        return std::nullopt;
    }
    if (const auto* fixed = std::get_if<StaticBody>(&response.body)) {
        const auto range = select_bytes(response, request, fixed->etag, fixed->bytes.size());
        out.fixed = fixed->bytes.substr(range.first, range.count);
        return out.fixed.size();
    }
    const auto& file = std::get<FileBody>(response.body);
    out.file = FileReader{file.path};
    const auto range = select_bytes(response, request, file.etag, out.file.size());
    out.file.limit(range.first, range.count);
    return range.count;
}

void append_head(
    std::string& out, const Response& response, const Request& request, std::optional<std::uint64_t> length, bool closes
) {
    out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    out.append(reason_phrase(response.status)).append("\r\nserver: Saglig\r\ndate: ").append(date_now());
    out.append("\r\nx-request-id: ").append(request.id).append("\r\n");
    append_usual_fields(out, response, request.is_tls);
    for (const auto& [name, value] : response.headers)
        if (name != "content-length" && name != "connection" && name != "transfer-encoding")
            append_field(out, name, value);
    const bool may_have_body = response.status >= 200 && response.status != 204 && response.status != 304;
    if (may_have_body && length) out.append("content-length: ").append(std::to_string(*length)).append("\r\n");
    out.append(closes ? "connection: close\r\n\r\n" : "connection: keep-alive\r\n\r\n");
}

}  // namespace

FileReader::FileReader(const std::filesystem::path& path) : descriptor_{::open(path.c_str(), O_RDONLY | O_CLOEXEC)} {
    struct stat status {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0) {
        const int error = errno;
        if (descriptor_ >= 0) ::close(descriptor_);
        throw std::system_error{error, std::system_category(), "opening a file to send"};
    }
    size_ = left_ = static_cast<std::uint64_t>(status.st_size);
}

FileReader::~FileReader() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

FileReader::FileReader(FileReader&& other) noexcept
    : descriptor_{std::exchange(other.descriptor_, -1)},
      size_{other.size_},
      offset_{other.offset_},
      left_{std::exchange(other.left_, 0)} {}

FileReader& FileReader::operator=(FileReader&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_, other.size_);
    std::swap(offset_, other.offset_);
    std::swap(left_, other.left_);
    return *this;
}

void FileReader::limit(std::uint64_t first, std::uint64_t count) {
    offset_ = first;
    left_ = count;
}

void FileReader::read(std::string& out, std::size_t count_max) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, count_max));
    const auto before = out.size();
    out.resize(before + wanted);
    for (std::size_t done = 0; done < wanted;) {
        const auto got = ::pread(descriptor_, out.data() + before + done, wanted - done, static_cast<off_t>(offset_));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw std::system_error{got < 0 ? errno : EIO, std::system_category(), "reading a file to send"};
        done += static_cast<std::size_t>(got);
        offset_ += static_cast<std::uint64_t>(got);
    }
    left_ -= wanted;
}

Outgoing lay_out(Response response, const Request& request, Connection connection) {
    constexpr std::size_t inline_bytes = 64u << 10;  // sent in one piece with the head
    Outgoing out;
    out.closes = connection == Connection::close;
    const auto length = place_body(response, request, out);
    out.status = response.status;
    out.bytes.reserve(1536 + (out.text.size() <= inline_bytes ? out.text.size() : 0));
    append_head(out.bytes, response, request, length, out.closes);
    if (request.method == Method::head || response.status == 204 || response.status == 304) {
        out.text.clear();
        out.fixed = {};
        out.file = FileReader{};
        out.poll = nullptr;
        return out;
    }
    if (out.text.size() <= inline_bytes) out.bytes += std::exchange(out.text, {});
    if (out.fixed.size() <= inline_bytes) out.bytes += std::exchange(out.fixed, {});
    if (out.file.left() > 0) out.file.read(out.bytes, piece_bytes);
    return out;
}

}  // namespace services
