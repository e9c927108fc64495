#include "services/http/multipart.hpp"

#include <algorithm>
#include <utility>

#include "services/http/target.hpp"

namespace services {
namespace {

core::Error malformed(std::string detail) {
    return {core::ErrorCode::invalid_input, std::move(detail)};
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes `name=value` off the beginning of `rest`, a field's parameters after a ';'. A quoted value's backslash escapes
/// only '"' and '\', since old browsers send whole Windows paths.
std::optional<std::pair<std::string, std::string>> take_parameter(std::string_view& rest) {
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    std::string name{trimmed(rest.substr(0, equals))};
    std::transform(name.begin(), name.end(), name.begin(), lower);
    rest.remove_prefix(equals + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    std::string value;
    if (!rest.starts_with('"')) {
        const auto end = std::min(rest.find(';'), rest.size());
        value = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        return std::pair{std::move(name), std::move(value)};
    }
    std::size_t at = 1;
    for (; at < rest.size() && rest[at] != '"'; ++at) {
        if (rest[at] == '\\' && at + 1 < rest.size() && (rest[at + 1] == '"' || rest[at + 1] == '\\')) ++at;
        value += rest[at];
    }
    if (at >= rest.size()) return std::nullopt;  // the quote is not closed
    rest.remove_prefix(at + 1);
    return std::pair{std::move(name), std::move(value)};
}

/// The parameters after a field's first word: "form-data; name=x; filename=y". Nothing where they are malformed.
std::optional<Pairs> parameters_of(std::string_view field) {
    Pairs parameters;
    auto at = field.find(';');
    if (at == std::string_view::npos) return parameters;
    for (auto rest = field.substr(at);;) {
        rest = trimmed(rest);
        if (rest.empty()) return parameters;
        if (rest.front() != ';') return std::nullopt;
        rest = trimmed(rest.substr(1));
        if (rest.empty()) return parameters;
        auto parameter = take_parameter(rest);
        if (!parameter) return std::nullopt;
        parameters.push_back(std::move(*parameter));
    }
}

/// Browsers write '"', CR and LF in names as %22, %0D and %0A (HTML, "multipart/form-data encoding algorithm").
std::string without_browser_escapes(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto escape = text.substr(at, 3);
        const char c = is_same(escape, "%22")   ? '"'
                       : is_same(escape, "%0d") ? '\r'
                       : is_same(escape, "%0a") ? '\n'
                                                : '\0';
        plain += c == '\0' ? text[at] : c;
        if (c != '\0') at += 2;
    }
    return plain;
}

bool is_boundary_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
}

core::Result<void> read_disposition(std::string_view value, FormPart& part) {
    if (!is_same(trimmed(value.substr(0, value.find(';'))), "form-data"))
        return malformed("a part's Content-Disposition is not form-data");
    const auto parameters = parameters_of(value);
    if (!parameters) return malformed("a part's Content-Disposition is malformed");
    bool is_named = false;
    for (const auto& [name, text] : *parameters) {
        if (name == "name") {
            if (std::exchange(is_named, true)) return malformed("a part has two names");
            part.name = without_browser_escapes(text);
        } else if (name == "filename") {
            part.file_name = without_browser_escapes(text);
        }
    }
    if (!is_named) return malformed("a part has no name");
    if (!is_utf8(part.name)) return malformed("a part's name is not UTF-8");
    return core::done();
}

}  // namespace

std::optional<std::string> boundary_in(std::string_view content_type) {
    if (!is_same(trimmed(content_type.substr(0, content_type.find(';'))), "multipart/form-data")) return std::nullopt;
    const auto parameters = parameters_of(content_type);
    if (!parameters) return std::nullopt;
    for (const auto& [name, value] : *parameters) {
        if (name != "boundary") continue;
        const bool is_fine = !value.empty() && value.size() <= 70 && value.back() != ' ' &&
                             std::all_of(value.begin(), value.end(), is_boundary_character);
        return is_fine ? std::optional{value} : std::nullopt;
    }
    return std::nullopt;
}

MultipartParser::MultipartParser(std::string_view boundary, std::filesystem::path folder)
    : delimiter_{"\r\n--" + std::string{boundary}},
      folder_{std::move(folder)},
      pending_{"\r\n"} {}  // so that a boundary at the very beginning is found like any other

MultipartParser::~MultipartParser() {
    std::error_code ignored;  // a file that stays behind goes when the upload folder is emptied
    for (const auto& part : parts_)
        if (!part.file.empty()) std::filesystem::remove(part.file, ignored);
}

core::Result<void> MultipartParser::feed(std::string_view bytes) {
    if (state_ == State::epilogue) return core::done();
    pending_.erase(0, std::exchange(at_, 0));
    pending_.append(bytes);
    for (;;) {
        TRY(const auto next, step());
        if (next == Step::wait) return core::done();
    }
}

core::Result<std::vector<FormPart>> MultipartParser::take() {
    if (state_ != State::epilogue) return malformed("the multipart body ends without its closing boundary");
    return std::exchange(parts_, {});
}

core::Result<MultipartParser::Step> MultipartParser::step() {
    switch (state_) {
        case State::preamble:
        case State::content:
            return read_content();
        case State::after_boundary:
            return read_after_boundary();
        case State::header:
            return read_header();
        case State::epilogue:
            at_ = pending_.size();
            return Step::wait;
    }
    return Step::wait;
}

core::Result<MultipartParser::Step> MultipartParser::read_content() {
    const std::string_view rest = std::string_view{pending_}.substr(at_);
    const auto end = rest.find(delimiter_);
    if (end == std::string_view::npos) {
        // The last bytes may be the beginning of a delimiter.
        const auto sure = rest.size() - std::min(rest.size(), delimiter_.size() - 1);
        if (state_ == State::content) {
            TRY(add(rest.substr(0, sure)));
        }
        at_ += sure;
        return Step::wait;
    }
    if (state_ == State::content) {
        TRY(add(rest.substr(0, end)));
        end_part();
    }
    at_ += end + delimiter_.size();
    state_ = State::after_boundary;
    return Step::again;
}

core::Result<MultipartParser::Step> MultipartParser::read_after_boundary() {
    const std::string_view rest = std::string_view{pending_}.substr(at_);
    if (rest.size() < 2) return Step::wait;
    if (rest.starts_with("--")) {
        state_ = State::epilogue;
        return Step::again;
    }
    const auto text = rest.find_first_not_of(" \t");  // transport padding
    if (text == std::string_view::npos || text + 1 >= rest.size()) {
        if (rest.size() > part_header_bytes_max) return malformed("a boundary's line is too long");
        return Step::wait;
    }
    if (rest.substr(text, 2) != "\r\n") return malformed("a boundary is followed by something else");
    at_ += text;  // the CR LF stays: an empty header is then an empty line at once
    state_ = State::header;
    return Step::again;
}

core::Result<MultipartParser::Step> MultipartParser::read_header() {
    const std::string_view rest = std::string_view{pending_}.substr(at_);
    const auto end = rest.find("\r\n\r\n");
    if (std::min(end, rest.size()) > part_header_bytes_max) return malformed("a part's header is too long");
    if (end == std::string_view::npos) return Step::wait;
    TRY(begin_part(rest.substr(0, end)));
    at_ += end + 4;
    state_ = State::content;
    return Step::again;
}

core::Result<void> MultipartParser::begin_part(std::string_view header) {
    if (parts_.size() == parts_max) return malformed("the body has too many parts");
    FormPart part;
    bool is_disposed = false;
    while (!header.empty()) {
        const auto end = header.find("\r\n");
        const auto line = header.substr(0, end);
        header.remove_prefix(end == std::string_view::npos ? header.size() : end + 2);
        if (line.empty()) continue;
        if (line.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos)
            return malformed("a part's header holds a control character");
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return malformed("a part's header is malformed");
        const auto name = line.substr(0, colon);
        const auto value = trimmed(line.substr(colon + 1));
        if (is_same(name, "content-disposition")) {
            if (std::exchange(is_disposed, true)) return malformed("a part has two Content-Dispositions");
            TRY(read_disposition(value, part));
        } else if (is_same(name, "content-type")) {
            part.media_type = value;
        } else if (is_same(name, "content-transfer-encoding")) {
            if (!is_same(value, "binary") && !is_same(value, "8bit") && !is_same(value, "7bit"))
                return malformed("a part has a Content-Transfer-Encoding, which RFC 7578 forbids");
        }
    }
    if (!is_disposed) return malformed("a part has no Content-Disposition");
    if (!part.file_name.empty()) {
        TRY(auto file, UploadFile::create(folder_));
        file_.emplace(std::move(file));
    }
    parts_.push_back(std::move(part));
    return core::done();
}

core::Result<void> MultipartParser::add(std::string_view bytes) {
    if (file_) return file_->write(bytes);
    auto& value = parts_.back().value;
    field_bytes_ += bytes.size();
    if (value.size() + bytes.size() > field_bytes_max || field_bytes_ > fields_bytes_max)
        return core::Error{core::ErrorCode::too_large, "a form field is above its limit", parts_.back().name};
    value += bytes;
    return core::done();
}

void MultipartParser::end_part() {
    auto& part = parts_.back();
    if (!file_) {
        part.size_bytes = part.value.size();
        return;
    }
    auto finished = file_->finish();
    file_.reset();
    part.file = std::move(finished.path);
    part.sha256 = std::move(finished.sha256);
    part.size_bytes = finished.size_bytes;
}

}  // namespace services
