#include "services/http/head.hpp"

#include <algorithm>
#include <array>

namespace services {
namespace {

/// tchar of RFC 9110 § 5.6.2.
constexpr std::array<bool, 256> token_characters = [] {
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c) table[c] = true;
    for (int c = 'a'; c <= 'z'; ++c) table[c] = true;
    for (int c = 'A'; c <= 'Z'; ++c) table[c] = true;
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~"}) table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool is_token_character(char c) {
    return token_characters[static_cast<unsigned char>(c)];
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// `name` must be given in lower case.
bool is_named(std::string_view field, std::string_view name) {
    return field.size() == name.size() && std::equal(field.begin(), field.end(), name.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
           });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_length(std::string_view text) {
    return !text.empty() && text.size() <= 18 && std::all_of(text.begin(), text.end(), is_digit);
}

/// A name, an IPv4 address or an IPv6 one in brackets, with or without a port.
bool is_host(std::string_view text) {
    const auto is_fine = [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view{"-._~:[]"}.find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= 260 && std::all_of(text.begin(), text.end(), is_fine);
}

/// What the fields said about the request's framing, while they are read.
struct Framing {
    bool is_http_1_1{};
    int hosts{}, lengths{}, encodings{};
};

std::optional<HeadFault> check_request_line(std::string_view line, Framing& framing) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return HeadFault::bad_request_line;
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
    if (!is_token(method) || method.size() > 32) return HeadFault::bad_request_line;
    if (target.empty() || !std::all_of(target.begin(), target.end(), is_visible)) return HeadFault::bad_request_line;
    if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) || version[6] != '.' ||
        !is_digit(version[7]))
        return HeadFault::bad_request_line;
    framing.is_http_1_1 = version == "HTTP/1.1";
    if (!framing.is_http_1_1 && version != "HTTP/1.0") return HeadFault::unsupported_version;
    return std::nullopt;
}

std::optional<HeadFault> check_framing_field(std::string_view name, std::string_view value, Framing& framing) {
    if (is_named(name, "host")) {
        if (++framing.hosts > 1 || !is_host(value)) return HeadFault::bad_host;
    } else if (is_named(name, "content-length")) {
        if (++framing.lengths > 1 || !is_length(value)) return HeadFault::bad_length;
    } else if (is_named(name, "transfer-encoding")) {
        if (++framing.encodings > 1 || !framing.is_http_1_1 || !is_named(value, "chunked"))
            return HeadFault::bad_transfer_encoding;
    }
    return std::nullopt;
}

std::optional<HeadFault> check_field(std::string_view line, Framing& framing) {
    if (line.front() == ' ' || line.front() == '\t') return HeadFault::folded_line;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return HeadFault::bad_field_name;
    const auto name = line.substr(0, colon);
    if (!name.empty() && (name.back() == ' ' || name.back() == '\t')) return HeadFault::space_before_colon;
    if (!is_token(name)) return HeadFault::bad_field_name;
    return check_framing_field(name, trimmed(line.substr(colon + 1)), framing);
}

/// Takes the next line off `rest`, without its CRLF.
std::optional<HeadFault> take_line(std::string_view& rest, std::string_view& line) {
    const auto end = rest.find_first_of("\r\n");
    if (end == std::string_view::npos || rest[end] != '\r' || end + 1 == rest.size() || rest[end + 1] != '\n')
        return HeadFault::bare_line_end;
    line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (std::any_of(line.begin(), line.end(), is_control)) return HeadFault::control_character;
    return std::nullopt;
}

}  // namespace

std::optional<HeadFault> check_head(std::string_view raw) {
    Framing framing;
    std::string_view line;
    if (const auto fault = take_line(raw, line)) return fault;
    if (const auto fault = check_request_line(line, framing)) return fault;
    for (std::size_t fields = 0;; ++fields) {
        if (const auto fault = take_line(raw, line)) return fault;
        if (line.empty()) break;
        if (fields == head_fields_max) return HeadFault::too_many_fields;
        if (const auto fault = check_field(line, framing)) return fault;
    }
    if (!raw.empty()) return HeadFault::bare_line_end;  // the empty line must be the last
    if (framing.is_http_1_1 && framing.hosts != 1) return HeadFault::bad_host;
    if (framing.lengths > 0 && framing.encodings > 0) return HeadFault::length_and_chunked;
    return std::nullopt;
}

std::optional<std::size_t> head_size(std::string_view buffer, std::size_t searched) {
    auto at = buffer.find('\n', searched > 3 ? searched - 3 : 0);
    while (at != std::string_view::npos) {
        const auto next = buffer.substr(at + 1, 2);
        if (next.starts_with('\n')) return at + 2;
        if (next == "\r\n") return at + 3;
        at = buffer.find('\n', at + 1);
    }
    return std::nullopt;
}

int status_of(HeadFault fault) {
    switch (fault) {
        case HeadFault::unsupported_version:
            return 505;
        case HeadFault::too_many_fields:
            return 431;
        case HeadFault::bad_request_line:
        case HeadFault::bare_line_end:
        case HeadFault::control_character:
        case HeadFault::space_before_colon:
        case HeadFault::folded_line:
        case HeadFault::bad_field_name:
        case HeadFault::bad_host:
        case HeadFault::bad_length:
        case HeadFault::bad_transfer_encoding:
        case HeadFault::length_and_chunked:
            return 400;
    }
    return 400;
}

std::string_view sentence(HeadFault fault) {
    switch (fault) {
        case HeadFault::bad_request_line:
            return "the request line is malformed";
        case HeadFault::unsupported_version:
            return "only HTTP/1.0 and HTTP/1.1 are spoken here";
        case HeadFault::bare_line_end:
            return "a line does not end with CR LF";
        case HeadFault::control_character:
            return "the head holds a control character";
        case HeadFault::space_before_colon:
            return "a field name is followed by white space";
        case HeadFault::folded_line:
            return "a field is folded over several lines";
        case HeadFault::bad_field_name:
            return "a field name is malformed";
        case HeadFault::too_many_fields:
            return "the head has too many fields";
        case HeadFault::bad_host:
            return "there must be one Host, well-formed";
        case HeadFault::bad_length:
            return "there may be one Content-Length, a number";
        case HeadFault::bad_transfer_encoding:
            return "the only Transfer-Encoding is chunked, in HTTP/1.1";
        case HeadFault::length_and_chunked:
            return "Content-Length and Transfer-Encoding exclude each other";
    }
    return "the head is malformed";
}

}  // namespace services
