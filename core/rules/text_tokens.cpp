#include "core/rules/text_tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/utf8.hpp"

namespace core {

namespace {

struct Fold {
    char32_t letter;
    std::string_view plain;
};

constexpr std::array folds{
    Fold{0xE6, "ae"}, Fold{0xF8, "oe"}, Fold{0xE5, "aa"}, Fold{0xE4, "ae"}, Fold{0xF6, "oe"},
    Fold{0xE9, "e"},  Fold{0xE8, "e"},  Fold{0xEA, "e"},  Fold{0xEB, "e"},  Fold{0xFC, "u"},
    Fold{0xE1, "a"},  Fold{0xE0, "a"},  Fold{0xE2, "a"},  Fold{0xED, "i"},  Fold{0xF3, "o"},
    Fold{0xF4, "o"},  Fold{0xFA, "u"},  Fold{0xF1, "n"},  Fold{0xE7, "c"},  Fold{0xDF, "ss"},
};

void append_folded(std::string& word, char32_t letter) {
    const auto lower = lower_case(letter);
    if (lower < 0x80) {
        word += static_cast<char>(lower);
        return;
    }
    const auto known = std::ranges::find(folds, lower, &Fold::letter);
    if (known == folds.end())
        append_utf8(word, lower);
    else
        word += known->plain;
}

bool is_digit(char32_t value) {
    return (value >= '0' && value <= '9') || (value >= 0xFF10 && value <= 0xFF19);
}

constexpr std::u32string_view invisible = U"\u00AD\u200B\u200C\u200D\u200E\u200F\u2060\uFEFF";
constexpr std::u32string_view hyphens = U"-\u00AD\u2010\u2011";

bool is_line_end(char32_t value) {
    return value == '\n' || value == '\r' || value == '\f' || value == 0x2028;
}

/// Where a word goes on that a hyphen breaks at a line's end; `at` itself where it does not.
std::size_t after_hyphen(std::string_view text, std::size_t at) {
    const auto mark = code_point_at(text, at);
    if (hyphens.find(mark.value) == std::u32string_view::npos) return at;
    auto next = at + mark.size;
    bool is_broken = false;
    while (next < text.size()) {
        const auto point = code_point_at(text, next);
        if (!is_space(point.value) && !is_line_end(point.value)) break;
        is_broken = is_broken || is_line_end(point.value);
        next += point.size;
    }
    if (!is_broken || next >= text.size()) return at;
    const auto goes_on = code_point_at(text, next).value;
    return is_letter(goes_on) && !is_upper(goes_on) ? next : at;
}

TextToken word_at(std::string_view text, std::size_t at) {
    TextToken token{.kind = TextToken::Kind::word, .begin = at, .end = at, .folded = {}};
    token.capital = is_upper(code_point_at(text, at).value);
    while (at < text.size()) {
        const auto point = code_point_at(text, at);
        if (is_letter(point.value)) {
            append_folded(token.folded, point.value);
            at += point.size;
            token.end = at;
            continue;
        }
        if (const auto next = after_hyphen(text, at); next != at)
            at = next;
        else if (invisible.find(point.value) != std::u32string_view::npos)
            at += point.size;
        else
            break;
    }
    return token;
}

TextToken number_at(std::string_view text, std::size_t at) {
    TextToken token{.kind = TextToken::Kind::number, .begin = at, .end = at, .folded = {}};
    while (at < text.size()) {
        const auto point = code_point_at(text, at);
        if (!is_digit(point.value)) break;
        token.folded += static_cast<char>('0' + (point.value >= 0xFF10 ? point.value - 0xFF10 : point.value - '0'));
        at += point.size;
        token.end = at;
    }
    return token;
}

}  // namespace

std::vector<TextToken> tokens_of(std::string_view text) {
    std::vector<TextToken> tokens;
    bool after_line_end = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = code_point_at(text, at);
        const bool is_word = is_letter(point.value);
        if (!is_word && !is_digit(point.value)) {
            after_line_end = after_line_end || is_line_end(point.value);
            at += point.size;
            continue;
        }
        tokens.push_back(is_word ? word_at(text, at) : number_at(text, at));
        tokens.back().after_line_end = std::exchange(after_line_end, false);
        at = tokens.back().end;
    }
    return tokens;
}

std::string folded(std::string_view word) {
    std::string plain;
    for (std::size_t at = 0; at < word.size();) {
        const auto point = code_point_at(word, at);
        append_folded(plain, point.value);
        at += point.size;
    }
    return plain;
}

std::string_view between(std::string_view text, const TextToken& one, const TextToken& next) {
    return text.substr(one.end, next.begin - one.end);
}

}  // namespace core
