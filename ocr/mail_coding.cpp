#include "ocr/mail_coding.hpp"

#include <array>
#include <cstdint>
#include <optional>

#include "core/utf8.hpp"

namespace ocr {
namespace {

std::optional<unsigned> hex_value(char sign) {
    if (sign >= '0' && sign <= '9') return static_cast<unsigned>(sign - '0');
    if (sign >= 'A' && sign <= 'F') return static_cast<unsigned>(sign - 'A') + 10U;
    if (sign >= 'a' && sign <= 'f') return static_cast<unsigned>(sign - 'a') + 10U;
    return std::nullopt;
}

std::optional<unsigned> base64_value(char sign) {
    if (sign >= 'A' && sign <= 'Z') return static_cast<unsigned>(sign - 'A');
    if (sign >= 'a' && sign <= 'z') return static_cast<unsigned>(sign - 'a') + 26U;
    if (sign >= '0' && sign <= '9') return static_cast<unsigned>(sign - '0') + 52U;
    if (sign == '+' || sign == '-') return 62U;
    if (sign == '/' || sign == '_') return 63U;
    return std::nullopt;
}

/// Windows-1252 from 0x80 to 0x9F (WHATWG Encoding, index windows-1252).
constexpr std::array<char16_t, 32> windows_signs{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

char32_t windows_sign(unsigned char byte) {
    return byte >= 0x80U && byte < 0xA0U ? windows_signs.at(byte - 0x80U) : byte;
}

/// ISO-8859-15 differs from ISO-8859-1 in eight places.
char32_t latin9_sign(unsigned char byte) {
    switch (byte) {
        case 0xA4:
            return 0x20AC;
        case 0xA6:
            return 0x0160;
        case 0xA8:
            return 0x0161;
        case 0xB4:
            return 0x017D;
        case 0xB8:
            return 0x017E;
        case 0xBC:
            return 0x0152;
        case 0xBD:
            return 0x0153;
        case 0xBE:
            return 0x0178;
        default:
            return byte;
    }
}

template <class Sign>
std::string by_bytes(std::string_view bytes, Sign sign) {
    std::string text;
    text.reserve(bytes.size());
    for (const char byte : bytes) core::append_utf8(text, sign(static_cast<unsigned char>(byte)));
    return text;
}

std::string from_utf16(std::string_view bytes, bool is_big_endian) {
    std::string text;
    char32_t high = 0;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        const auto one = static_cast<unsigned char>(bytes[at]);
        const auto two = static_cast<unsigned char>(bytes[at + 1]);
        const char32_t unit = is_big_endian ? one * 256U + two : two * 256U + one;
        if (unit == 0xFEFF) continue;
        if (unit >= 0xD800 && unit < 0xDC00) {
            high = unit;
        } else if (unit >= 0xDC00 && unit < 0xE000) {
            core::append_utf8(text, high == 0 ? core::replacement : 0x10000 + ((high - 0xD800) << 10U) + unit - 0xDC00);
            high = 0;
        } else {
            core::append_utf8(text, unit);
            high = 0;
        }
    }
    return text;
}

std::string ascii_of(std::string_view bytes) {
    return by_bytes(bytes, [](unsigned char byte) { return byte < 0x80U ? char32_t{byte} : core::replacement; });
}

}  // namespace

std::string from_quoted_printable(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '=') {
            bytes += text[at];
            continue;
        }
        auto end = at + 1;
        while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
        if (end == text.size() || text[end] == '\n' || text[end] == '\r') {  // a soft line end
            if (end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n') ++end;
            at = end;
            continue;
        }
        const auto high = at + 2 < text.size() ? hex_value(text[at + 1]) : std::nullopt;
        const auto low = high ? hex_value(text[at + 2]) : std::nullopt;
        if (!low) {
            bytes += '=';
            continue;
        }
        bytes += static_cast<char>(*high * 16U + *low);
        at += 2;
    }
    return bytes;
}

std::string from_base64(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char sign : text) {
        const auto value = base64_value(sign);
        if (!value) continue;
        held = (held << 6U | *value) & 0xFFFFFFU;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xFFU);
    }
    return bytes;
}

Decoded to_utf8(std::string_view bytes, std::string_view charset) {
    const auto name = core::lower_case(charset);
    if (name == "utf-16" || name == "utf-16le" || name == "utf-16be") {
        const bool is_marked_big = bytes.starts_with("\xFE\xFF");
        return {from_utf16(bytes, name == "utf-16be" || (name == "utf-16" && is_marked_big))};
    }
    if (name == "iso-8859-15" || name == "latin9" || name == "iso8859-15") return {by_bytes(bytes, latin9_sign)};
    if (name == "windows-1252" || name == "cp1252" || name == "iso-8859-1" || name == "latin1" || name == "iso8859-1")
        return {by_bytes(bytes, windows_sign)};
    const bool may_be_utf8 = name.empty() || name == "utf-8" || name == "utf8" || name == "us-ascii" ||
                             name == "ascii" || name == "unknown-8bit";
    if (core::valid_utf8(bytes)) {
        if (may_be_utf8 || bytes.find_first_not_of("\t\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                   "[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~") == std::string_view::npos)
            return {std::string{bytes}};
    } else if (may_be_utf8) {
        return {by_bytes(bytes, windows_sign)};
    }
    return {ascii_of(bytes), false};
}

}  // namespace ocr
