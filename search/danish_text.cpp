#include "search/danish_text.hpp"

#include <xapian.h>

#include <array>
#include <optional>

namespace search {
namespace {

constexpr std::string_view soft_hyphen = "\u00AD";
constexpr char32_t replacement = 0xFFFD;

struct Composition {
    std::string_view apart;  ///< the letter and its mark
    std::string_view whole;
};
constexpr std::array compositions{
    Composition{"a\u030A", "å"},
    Composition{"A\u030A", "Å"},
    Composition{"o\u0308", "ö"},
    Composition{"O\u0308", "Ö"},
    Composition{"a\u0308", "ä"},
    Composition{"A\u0308", "Ä"},
    Composition{"u\u0308", "ü"},
    Composition{"U\u0308", "Ü"},
    Composition{"e\u0301", "é"},
    Composition{"E\u0301", "É"},
};

bool is_small_letter(std::string_view rest) {
    if (rest.empty()) return false;
    return Xapian::Unicode::get_category(first_of(rest).value) == Xapian::Unicode::LOWERCASE_LETTER;
}

bool begins_with_conjunction(std::string_view rest) {
    for (const std::string_view word : {"og", "eller", "samt"}) {
        if (rest.starts_with(word) && (rest.size() == word.size() || rest[word.size()] == ' ')) return true;
    }
    return false;
}

/// How many bytes a hyphen, the line's end after it and the next line's indent take, if a word is divided here.
std::optional<std::size_t> division_at(std::string_view text, std::size_t hyphen) {
    if (hyphen == 0 || text[hyphen - 1] == ' ' || text[hyphen - 1] == '\n') return std::nullopt;
    auto at = hyphen + 1;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\r')) ++at;
    if (at >= text.size() || text[at] != '\n') return std::nullopt;
    ++at;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    const auto rest = text.substr(std::min(at, text.size()));
    if (!is_small_letter(rest) || begins_with_conjunction(rest)) return std::nullopt;
    return at - hyphen;
}

const Composition* composition_at(std::string_view rest) {
    for (const auto& composition : compositions) {
        if (rest.starts_with(composition.apart)) return &composition;
    }
    return nullptr;
}

bool is_tidy(std::string_view text) {
    return text.find('\xCC') == text.npos && text.find(soft_hyphen) == text.npos && text.find("-\n") == text.npos &&
           text.find("- \n") == text.npos && text.find("-\r") == text.npos;
}

}  // namespace

std::string tidy(std::string_view text) {
    if (is_tidy(text)) return std::string{text};
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        if (rest.size() > 2 && rest[1] == '\xCC') {
            if (const auto* composition = composition_at(rest)) {
                result += composition->whole;
                at += composition->apart.size();
                continue;
            }
        }
        if (rest.starts_with(soft_hyphen)) {
            at += soft_hyphen.size();
            continue;
        }
        if (rest.front() == '-') {
            if (const auto division = division_at(text, at)) {
                at += *division;
                continue;
            }
        }
        result += rest.front();
        ++at;
    }
    return result;
}

std::string lower(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto point = first_of(text);
        append(result, Xapian::Unicode::tolower(point.value));
        text.remove_prefix(point.bytes);
    }
    return result;
}

std::string stem(std::string_view word) {
    // Making one costs more than using it, and it must not be shared between threads.
    thread_local const Xapian::Stem danish{"danish"};
    return danish(std::string{word});
}

CodePoint first_of(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto first = byte(0);
    if (first < 0x80) return {first, 1};
    const unsigned length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return {replacement, 1};
    char32_t value = first & (0x7Fu >> length);
    for (unsigned at = 1; at < length; ++at) {
        if ((byte(at) & 0xC0u) != 0x80u) return {replacement, 1};
        value = (value << 6u) | (byte(at) & 0x3Fu);
    }
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[length] || value > 0x10FFFF || is_surrogate) return {replacement, 1};
    return {value, length};
}

void append(std::string& text, char32_t value) {
    Xapian::Unicode::append_utf8(text, static_cast<unsigned>(value));
}

bool is_letter_or_digit(char32_t value) {
    return Xapian::Unicode::is_wordchar(static_cast<unsigned>(value));
}

}  // namespace search
