#include "ocr/rtf_scan.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/utf8.hpp"

namespace ocr {
namespace {

using Kind = RtfPiece::Kind;

/// Windows-1252 from 0x80 to 0x9F; 0 is no sign.
constexpr std::array<char16_t, 32> windows_1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// Words that are signs.
constexpr std::array<std::pair<std::string_view, std::string_view>, 18> signs{{
    {"par", "\n"},
    {"line", "\n"},
    {"sect", "\n"},
    {"page", "\n"},
    {"row", "\n"},
    {"cell", "\t"},
    {"nestcell", "\t"},
    {"tab", "\t"},
    {"emspace", " "},
    {"enspace", " "},
    {"emdash", "\u2014"},
    {"endash", "\u2013"},
    {"bullet", "\u2022"},
    {"lquote", "\u2018"},
    {"rquote", "\u2019"},
    {"ldblquote", "\u201C"},
    {"rdblquote", "\u201D"},
    {"~", " "},
}};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void append_byte(std::string& text, unsigned char byte) {
    const auto is_special = byte >= 0x80 && byte < 0xA0;
    const char32_t sign = is_special ? windows_1252.at(byte - 0x80U) : byte;
    if (sign != 0) core::append_utf8(text, sign);
}

RtfPiece sign_of(std::string text) {
    RtfPiece piece;
    piece.kind = Kind::text;
    piece.text = std::move(text);
    return piece;
}

}  // namespace

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// What older readers show for a sign that they do not know: as many signs as \uc says, but nothing of what ends here.
void RtfScan::skip_fallback() {
    for (int left = std::clamp(skipped_after_unicode, 0, 16); left > 0 && at_ < rtf_.size(); --left) {
        const char c = rtf_[at_];
        if (c == '{' || c == '}') return;
        if (c != '\\') {
            ++at_;
        } else if (rtf_.substr(at_, 2) == "\\'") {
            at_ = std::min(at_ + 4, rtf_.size());
        } else {
            return;  // a word: rather a sign too many than one too few
        }
    }
}

RtfPiece RtfScan::unicode(int value) {
    const auto unit = static_cast<char16_t>(static_cast<unsigned>(value) & 0xFFFFU);
    skip_fallback();
    std::string text;
    const auto first = std::exchange(half_, u'\0');
    if (unit >= 0xD800 && unit < 0xDC00) {
        half_ = unit;
    } else if (unit >= 0xDC00 && unit < 0xE000) {
        if (first != 0) core::append_utf8(text, 0x10000U + ((first - 0xD800U) << 10U) + (unit - 0xDC00U));
    } else if (unit != 0) {
        core::append_utf8(text, unit);
    }
    return sign_of(std::move(text));
}

/// At '\'.
RtfPiece RtfScan::control() {
    ++at_;
    RtfPiece piece;
    piece.kind = Kind::word;
    if (at_ >= rtf_.size()) return piece;
    if (!is_letter(rtf_[at_])) {
        piece.name = rtf_.substr(at_++, 1);
        const char symbol = piece.name.front();
        if (symbol == '~') return sign_of(" ");
        if (symbol == '_') return sign_of("-");
        if (symbol == '\n' || symbol == '\r') return sign_of("\n");
        if (symbol == '\\' || symbol == '{' || symbol == '}') return sign_of(std::string{symbol});
        return piece;
    }
    const auto from = at_;
    while (at_ < rtf_.size() && is_letter(rtf_[at_])) ++at_;
    piece.name = rtf_.substr(from, at_ - from);
    const bool is_negative = at_ + 1 < rtf_.size() && rtf_[at_] == '-' && is_digit(rtf_[at_ + 1]);
    if (is_negative) ++at_;
    constexpr int most = 100'000'000;
    for (int value = 0; at_ < rtf_.size() && is_digit(rtf_[at_]); ++at_) {
        value = std::min(value * 10 + (rtf_[at_] - '0'), most);
        piece.value = is_negative ? -value : value;
    }
    if (at_ < rtf_.size() && rtf_[at_] == ' ') ++at_;
    if (piece.name == "bin" && piece.value.value_or(0) > 0) {
        piece.bytes = rtf_.substr(at_, static_cast<std::size_t>(*piece.value));
        at_ += piece.bytes.size();
    }
    if (piece.name == "u" && piece.value) return unicode(*piece.value);
    const auto* const sign = std::ranges::find(signs, piece.name, [](const auto& one) { return one.first; });
    if (sign != signs.end()) return sign_of(std::string{sign->second});
    return piece;
}

RtfPiece RtfScan::text() {
    std::string text;
    while (at_ < rtf_.size()) {
        const char c = rtf_[at_];
        if (c == '{' || c == '}') break;
        if (c == '\\') {
            if (rtf_.substr(at_, 2) != "\\'" || at_ + 3 >= rtf_.size()) break;
            const int high = hex_value(rtf_[at_ + 2]);
            const int low = hex_value(rtf_[at_ + 3]);
            if (high < 0 || low < 0) break;
            append_byte(text, static_cast<unsigned char>(high * 16 + low));
            at_ += 4;
            continue;
        }
        if (c != '\r' && c != '\n' && c != '\0') append_byte(text, static_cast<unsigned char>(c));
        ++at_;
    }
    return sign_of(std::move(text));
}

std::optional<RtfPiece> RtfScan::next() {
    if (at_ >= rtf_.size()) return std::nullopt;
    const auto before = at_;
    RtfPiece piece;
    switch (rtf_[at_]) {
        case '{':
            ++at_;
            piece.kind = Kind::open;
            return piece;
        case '}':
            ++at_;
            piece.kind = Kind::close;
            return piece;
        default:
            break;
    }
    piece = text();
    return at_ > before ? std::move(piece) : control();
}

}  // namespace ocr
