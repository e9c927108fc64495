#include "services/http/target.hpp"

#include <algorithm>
#include <cstdint>

namespace services {
namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// The byte that "%XY" at `at` stands for.
std::optional<char> escape_at(std::string_view text, std::size_t at) {
    if (at + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[at + 1]);
    const int low = hex_value(text[at + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    return static_cast<char>(high * 16 + low);
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

std::optional<std::string> decode_path(std::string_view raw) {
    std::string path;
    path.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size(); ++at) {
        if (raw[at] != '%') {
            path += raw[at];
            continue;
        }
        const auto byte = escape_at(raw, at);
        if (!byte) return std::nullopt;
        if (*byte == '/')
            path += "%2F";
        else if (*byte == '%')
            path += "%25";
        else
            path += *byte;
        at += 2;
    }
    return path;
}

bool is_safe_path(std::string_view path) {
    if (!path.starts_with('/') || path.starts_with("//") || !is_utf8(path)) return false;
    if (std::any_of(path.begin(), path.end(), [](char c) { return is_control(c) || c == '\\'; })) return false;
    for (auto rest = path.substr(1);;) {
        const auto end = rest.find('/');
        const auto segment = rest.substr(0, end);
        if (segment == "." || segment == "..") return false;
        if (end == std::string_view::npos) return true;
        rest.remove_prefix(end + 1);
    }
}

std::optional<std::string> decode_form_text(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            const auto byte = escape_at(text, at);
            if (!byte) return std::nullopt;
            c = *byte;
            at += 2;
        }
        if (c == '\0') return std::nullopt;
        decoded += c;
    }
    if (!is_utf8(decoded)) return std::nullopt;
    return decoded;
}

/// The length of the UTF-8 sequence at the beginning of `text`; 0 where it is none (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF).
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t at) -> std::uint8_t {
        return at < text.size() ? static_cast<std::uint8_t>(text[at]) : 0;
    };
    const auto follows = [&](std::size_t at, std::uint8_t low = 0x80, std::uint8_t high = 0xbf) {
        return byte(at) >= low && byte(at) <= high;
    };
    const auto first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const std::uint8_t low = first == 0xe0 ? 0xa0 : 0x80;
        const std::uint8_t high = first == 0xed ? 0x9f : 0xbf;
        return follows(1, low, high) && follows(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const std::uint8_t low = first == 0xf0 ? 0x90 : 0x80;
        const std::uint8_t high = first == 0xf4 ? 0x8f : 0xbf;
        return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = sequence_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::optional<Target> decode_target(std::string_view raw) {
    if (const auto fragment = raw.find('#'); fragment != std::string_view::npos) return std::nullopt;
    for (const std::string_view scheme : {"http://", "https://"})
        if (raw.starts_with(scheme)) {
            const auto slash = raw.find('/', scheme.size());
            if (slash == std::string_view::npos || slash == scheme.size()) return std::nullopt;
            raw.remove_prefix(slash);
            break;
        }
    const auto mark = raw.find('?');
    auto path = decode_path(raw.substr(0, mark));
    if (!path || !is_safe_path(*path)) return std::nullopt;
    Target target{std::move(*path), {}};
    if (mark != std::string_view::npos) {
        auto query = decode_form(raw.substr(mark + 1));
        if (!query) return std::nullopt;
        target.query = std::move(*query);
    }
    return target;
}

std::optional<Pairs> decode_form(std::string_view text) {
    Pairs pairs;
    while (!text.empty()) {
        const auto end = text.find('&');
        const auto pair = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (pair.empty()) continue;
        if (pairs.size() == form_fields_max) return std::nullopt;
        const auto equals = pair.find('=');
        auto name = decode_form_text(pair.substr(0, equals));
        auto value = decode_form_text(equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
        if (!name || !value) return std::nullopt;
        pairs.emplace_back(std::move(*name), std::move(*value));
    }
    return pairs;
}

std::string decode_segment(std::string_view segment) {
    std::string decoded;
    decoded.reserve(segment.size());
    for (std::size_t at = 0; at < segment.size(); ++at) {
        const auto byte = segment[at] == '%' ? escape_at(segment, at) : std::nullopt;
        if (byte && (*byte == '/' || *byte == '%')) {
            decoded += *byte;
            at += 2;
        } else {
            decoded += segment[at];
        }
    }
    return decoded;
}

}  // namespace services
