#include "ocr/xml_scan.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "core/utf8.hpp"

namespace ocr {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 5> entities{{
    {"lt", '<'},
    {"gt", '>'},
    {"amp", '&'},
    {"quot", '"'},
    {"apos", '\''},
}};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// "#230" or "#xE6" or "amp"; nothing for what is neither.
std::string decoded_entity(std::string_view name) {
    std::string text;
    if (name.starts_with('#')) {
        const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
        const auto digits = name.substr(is_hex ? 2 : 1);
        std::uint32_t value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, is_hex ? 16 : 10);
        if (read.ec == std::errc{} && value > 0 && value <= 0x10FFFF) core::append_utf8(text, value);
        return text;
    }
    for (const auto& [known, sign] : entities)
        if (known == name) text = sign;
    return text;
}

}  // namespace

std::string decoded_xml(std::string_view text) {
    constexpr std::size_t longest_entity = 10;
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
        if (end == std::string_view::npos || end - at > longest_entity) {
            decoded += text[at];
            continue;
        }
        decoded += decoded_entity(text.substr(at + 1, end - at - 1));
        at = end;
    }
    return decoded;
}

std::optional<std::string> XmlPiece::attribute(std::string_view wanted) const {
    for (auto left = attributes; !left.empty();) {
        while (!left.empty() && is_blank(left.front())) left.remove_prefix(1);
        const auto equals = left.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        auto key = left.substr(0, equals);
        while (!key.empty() && is_blank(key.back())) key.remove_suffix(1);
        left.remove_prefix(equals + 1);
        while (!left.empty() && is_blank(left.front())) left.remove_prefix(1);
        if (left.empty() || (left.front() != '"' && left.front() != '\'')) return std::nullopt;
        const auto end = left.find(left.front(), 1);
        if (end == std::string_view::npos) return std::nullopt;
        if (key == wanted) return decoded_xml(left.substr(1, end - 1));
        left.remove_prefix(end + 1);
    }
    return std::nullopt;
}

std::string_view XmlPiece::local_name() const {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// At '<'.
std::optional<XmlPiece> XmlScan::tag() {
    // A '>' may stand in a quoted value.
    std::size_t end = at_ + 1;
    for (char quote = '\0'; end < xml_.size(); ++end) {
        const char c = xml_[end];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            break;
        }
    }
    if (end >= xml_.size()) return std::nullopt;
    auto inner = xml_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    XmlPiece piece;
    piece.kind = XmlPiece::Kind::open;
    if (inner.starts_with('/')) {
        piece.kind = XmlPiece::Kind::close;
        inner.remove_prefix(1);
    }
    if (inner.ends_with('/')) {
        piece.is_empty = true;
        inner.remove_suffix(1);
    }
    const auto name_end = inner.find_first_of(" \t\r\n");
    piece.name = inner.substr(0, name_end);
    if (name_end != std::string_view::npos) piece.attributes = inner.substr(name_end);
    return piece;
}

std::optional<XmlPiece> XmlScan::next() {
    constexpr std::string_view comment = "<!--";
    constexpr std::string_view raw = "<![CDATA[";
    const auto pass = [&](std::string_view end) {
        const auto found = xml_.find(end, at_);
        at_ = found == std::string_view::npos ? xml_.size() : found + end.size();
    };
    while (at_ < xml_.size()) {
        const auto left = xml_.substr(at_);
        if (left.starts_with(comment)) {
            pass("-->");
        } else if (left.starts_with(raw)) {
            const auto from = at_ + raw.size();
            pass("]]>");
            XmlPiece piece;
            piece.kind = XmlPiece::Kind::text;
            const auto until = at_ >= from + 3 ? at_ - 3 : from;
            piece.text = xml_.substr(from, until - from);
            return piece;
        } else if (left.starts_with("<?") || left.starts_with("<!")) {
            pass(">");
        } else if (left.starts_with('<')) {
            return tag();
        } else {
            const auto end = std::min(xml_.find('<', at_), xml_.size());
            XmlPiece piece;
            piece.kind = XmlPiece::Kind::text;
            piece.text = decoded_xml(xml_.substr(at_, end - at_));
            at_ = end;
            return piece;
        }
    }
    return std::nullopt;
}

}  // namespace ocr
