#include "core/utf8.hpp"

#include <array>

namespace core {

namespace {

struct Shape {
    std::size_t size;
    char32_t bits;      ///< of the first byte
    char32_t smallest;  ///< what is less could be written shorter
};

constexpr Shape shape_of(unsigned char first) {
    if (first < 0x80) return {1, first, 0};
    if (first >= 0xC2 && first < 0xE0) return {2, first & 0x1FU, 0x80};
    if (first >= 0xE0 && first < 0xF0) return {3, first & 0x0FU, 0x800};
    if (first >= 0xF0 && first < 0xF5) return {4, first & 0x07U, 0x10000};
    return {0, 0, 0};
}

constexpr bool is_between(char32_t value, char32_t from, char32_t to) {
    return value >= from && value <= to;
}

constexpr bool is_control(char32_t value) {
    return value < 0x20 || is_between(value, 0x7F, 0x9F);
}

constexpr std::string_view ellipsis = "…";

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
    const auto shape = shape_of(static_cast<unsigned char>(text[at]));
    if (shape.size == 0 || shape.size > text.size() - at) return {replacement, 1};
    char32_t value = shape.bits;
    for (std::size_t i = 1; i < shape.size; ++i) {
        const auto next = static_cast<unsigned char>(text[at + i]);
        if ((next & 0xC0U) != 0x80U) return {replacement, 1};
        value = (value << 6U) | (next & 0x3FU);
    }
    if (value < shape.smallest || value > 0x10FFFF || is_between(value, 0xD800, 0xDFFF)) return {replacement, 1};
    return {value, shape.size};
}

void append_utf8(std::string& text, char32_t value) {
    const auto put = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0U | (value >> 6U));
        put(0x80U | (value & 0x3FU));
    } else if (value < 0x10000) {
        put(0xE0U | (value >> 12U));
        put(0x80U | ((value >> 6U) & 0x3FU));
        put(0x80U | (value & 0x3FU));
    } else {
        put(0xF0U | (value >> 18U));
        put(0x80U | ((value >> 12U) & 0x3FU));
        put(0x80U | ((value >> 6U) & 0x3FU));
        put(0x80U | (value & 0x3FU));
    }
}

bool valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, size] = code_point_at(text, at);
        if (value == replacement && size == 1) return false;
        at += size;
    }
    return true;
}

bool is_space(char32_t value) {
    constexpr std::array<char32_t, 8> others{0x20, 0x85, 0xA0, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
    if (is_between(value, '\t', '\r') || is_between(value, 0x2000, 0x200A)) return true;
    for (const auto other : others)
        if (value == other) return true;
    return false;
}

bool is_letter(char32_t value) {
    if (is_between(value | 0x20U, 'a', 'z') && value < 0x80) return true;
    return is_between(value, 0xC0, 0x24F) && value != 0xD7 && value != 0xF7;
}

bool is_upper(char32_t value) {
    return is_between(value, 'A', 'Z') || (is_between(value, 0xC0, 0xDE) && value != 0xD7);
}

char32_t lower_case(char32_t value) {
    return is_upper(value) ? value + 0x20 : value;
}

std::string lower_case(std::string_view text) {
    std::string lower;
    lower.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, size] = code_point_at(text, at);
        if (is_upper(value)) {
            append_utf8(lower, lower_case(value));
        } else {
            lower += text.substr(at, size);
        }
        at += size;
    }
    return lower;
}

std::string on_one_line(std::string_view text) {
    std::string line;
    bool after_space = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, size] = code_point_at(text, at);
        if (is_space(value)) {
            after_space = true;
        } else if (!is_control(value) && !(value == replacement && size == 1)) {
            if (after_space && !line.empty()) line += ' ';
            line += text.substr(at, size);
            after_space = false;
        }
        at += size;
    }
    return line;
}

std::string ascii_lower(std::string_view text) {
    std::string lower{text};
    for (char& sign : lower)
        if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
    return lower;
}

std::string first_words(std::string_view text, std::size_t max_code_points) {
    std::string line = on_one_line(text);
    std::size_t count = 0;
    std::size_t end = 0;  // of the part that leaves room for the ellipsis
    for (std::size_t at = 0; at < line.size(); ++count) {
        if (count + 1 == max_code_points) end = at;
        if (count == max_code_points) {
            if (count == 0) return {};
            const auto space = line.rfind(' ', end);
            if (space != std::string::npos && space > 0) end = space;
            return line.substr(0, end) + std::string{ellipsis};
        }
        at += code_point_at(line, at).size;
    }
    return line;
}

}  // namespace core
