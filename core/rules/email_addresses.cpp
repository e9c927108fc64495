#include "core/rules/email_addresses.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/utf8.hpp"

namespace core {

namespace {

struct AtMark {
    std::size_t begin{}, end{};
    bool is_plain{};   ///< a mark and not words that stand for it
    bool is_common{};  ///< the word "at", which says nothing by itself
    bool certain{};
    bool is_misread{};  ///< what recognition makes of the mark; everything else must speak for an address
};

struct WrittenMark {
    std::string_view text;
    bool needs_space;  ///< it is a word of its own
    bool certain;
};

// Longest first where one begins like another.
constexpr std::array written_marks{
    WrittenMark{"(snabel-a)", false, true},
    WrittenMark{"(snabela)", false, true},
    WrittenMark{"[snabel-a]", false, true},
    WrittenMark{"snabel-a", false, true},
    WrittenMark{"snabel a", false, true},
    WrittenMark{"snabela", false, true},
    WrittenMark{"(at)", false, true},
    WrittenMark{"[at]", false, true},
    WrittenMark{"{at}", false, true},
    WrittenMark{"<at>", false, true},
    WrittenMark{"(a)", false, true},
    WrittenMark{"[a]", false, true},
    WrittenMark{"{a}", false, true},
    WrittenMark{"at", true, false},
};

constexpr std::array known_ends{
    "dk", "com", "net", "org", "eu", "de", "se", "no", "nu", "fo", "gl", "info", "uk", "biz", "dev", "edu", "is", "fi"};

char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with(std::string_view text, std::string_view word) {
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == lower_ascii(b); });
}

/// A recogniser that knows Danish knows æ and ø better than @: "karen(ømail.dk", "karen&æmail.dk", "karenæmail.dk".
std::optional<AtMark> misread_mark_at(std::string_view text, std::size_t at, char32_t value, std::size_t size) {
    constexpr std::u32string_view round_letters = U"\u00E6\u00F8\u00C6\u00D8";
    constexpr std::u32string_view after_sign = U"\u00E6\u00F8\u00C6\u00D8oO0Qa";
    const auto next = at + size < text.size() ? code_point_at(text, at + size) : CodePoint{};
    const bool goes_on = next.size > 0 && after_sign.find(next.value) != std::u32string_view::npos;
    const auto misread = [&](std::size_t end) { return AtMark{at, end, true, false, false, true}; };
    if (value == '(') return misread(at + size + (goes_on ? next.size : 0));
    if (value == '&') return misread(at + size + (goes_on && next.value > 0x7F ? next.size : 0));
    if (round_letters.find(value) != std::u32string_view::npos) return misread(at + size);
    return std::nullopt;
}

std::optional<AtMark> mark_at(std::string_view text, std::size_t at, char32_t value, std::size_t size) {
    if (value == '@' || value == 0xFF20 || value == 0xFE6B) return AtMark{at, at + size, true, false, true};
    if (value == 0xA9 || value == 0xAE)
        return AtMark{at, at + size, true, false, false};  // © and ®, as scanners read it
    for (const auto& mark : written_marks) {
        if (!starts_with(text.substr(at), mark.text)) continue;
        const auto end = at + mark.text.size();
        const bool is_apart = at > 0 && text[at - 1] == ' ' && end < text.size() && text[end] == ' ';
        if (!mark.needs_space || is_apart) return AtMark{at, end, false, mark.needs_space, mark.certain};
    }
    return misread_mark_at(text, at, value, size);
}

bool is_of_name(char32_t value) {
    return is_letter(value) || (value >= '0' && value <= '9') || value == '.' || value == '_' || value == '-' ||
           value == '+' || value == '%' || value == '\'';
}

bool is_of_label(char32_t value) {
    return is_letter(value) || (value >= '0' && value <= '9') || value == '-' || value == '_';
}

/// Spaces and at most one line end: where the text goes on.
std::size_t after_spaces(std::string_view text, std::size_t at) {
    std::size_t spaces = 0;
    while (at < text.size() && spaces < 8) {
        const auto point = code_point_at(text, at);
        if (!is_space(point.value)) break;
        at += point.size;
        ++spaces;
    }
    return at;
}

/// Where the character before `at` begins.
std::size_t before(std::string_view text, std::size_t at) {
    std::size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
    return code_point_at(text, begin).size == at - begin ? begin : at - 1;
}

/// Where the name before a mark begins; nothing where there is none.
std::optional<std::size_t> name_before(std::string_view text, std::size_t mark, std::size_t floor) {
    auto end = mark;
    for (int spaces = 0; end > floor && spaces < 3 && is_space(code_point_at(text, before(text, end)).value); ++spaces)
        end = before(text, end);
    auto begin = end;
    while (begin > floor && is_of_name(code_point_at(text, before(text, begin)).value)) begin = before(text, begin);
    if (begin == end) return std::nullopt;
    return begin;
}

struct Domain {
    std::size_t end{};
    bool has_dot{};
    bool has_dot_in_words{};
};

std::size_t label_end(std::string_view text, std::size_t at) {
    while (at < text.size() && is_of_label(code_point_at(text, at).value)) at += code_point_at(text, at).size;
    return at;
}

bool is_known_end(std::string_view label) {
    return std::ranges::any_of(known_ends, [&](std::string_view known) {
        return label.size() == known.size() && starts_with(label, known);
    });
}

/// Where the label after a dot begins, the dot being one in any of its spellings; nothing where none follows.
struct Dot {
    std::size_t after{};
    bool is_plain{};
    bool is_word{};
};
std::optional<Dot> dot_at(std::string_view text, std::size_t at) {
    if (at < text.size() && text[at] == '.' && at + 1 < text.size() && is_of_label(code_point_at(text, at + 1).value))
        return Dot{at + 1, true, false};
    const auto mark = after_spaces(text, at);
    constexpr std::array spellings{".", "(dot)", "[dot]", "(punktum)", "[punktum]", "dot ", "punktum ", "prik "};
    for (const std::string_view spelling : spellings)
        if (starts_with(text.substr(std::min(mark, text.size())), spelling))
            return Dot{after_spaces(text, mark + spelling.size()), false, spelling != "."};
    return std::nullopt;
}

std::optional<Domain> domain_after(std::string_view text, std::size_t at) {
    Domain domain{label_end(text, at), false, false};
    if (domain.end == at) return std::nullopt;
    while (const auto dot = dot_at(text, domain.end)) {
        const auto end = label_end(text, dot->after);
        if (end == dot->after) break;
        const auto label = text.substr(dot->after, end - dot->after);
        // A sentence may end with the address: what follows after a space is only part of it if it ends like one.
        const bool begins_sentence = is_upper(code_point_at(text, dot->after).value);
        if (!dot->is_plain && (begins_sentence || (!is_known_end(label) && !dot_at(text, end)))) break;
        domain.end = end;
        domain.has_dot = true;
        domain.has_dot_in_words = domain.has_dot_in_words || dot->is_word;
        if (!dot->is_plain && is_known_end(label)) break;
    }
    return domain;
}

std::optional<Finding> address_around(std::string_view text, const AtMark& mark, std::size_t floor) {
    const auto begin = name_before(text, mark.begin, floor);
    if (!begin) return std::nullopt;
    const auto domain_begin = after_spaces(text, mark.end);
    const auto domain = domain_after(text, domain_begin);
    if (!domain) return std::nullopt;
    if (mark.is_common && !domain->has_dot_in_words) return std::nullopt;
    const bool is_tight =
        domain_begin == mark.end && mark.begin > 0 && !is_space(code_point_at(text, before(text, mark.begin)).value);
    if (mark.is_misread) {
        const auto name = text.substr(*begin, mark.begin - *begin);
        const auto last = text.substr(0, domain->end).rfind('.') + 1;
        const bool is_of_web = starts_with(name, "www.") || (*begin > 0 && text[*begin - 1] == '/');
        if (!is_tight || !domain->has_dot || is_of_web || !is_known_end(text.substr(last, domain->end - last)))
            return std::nullopt;
    }
    // Without a dot it is one only where nothing parts it: "3 @ 25 kr" is a price.
    if (!domain->has_dot && !(mark.is_plain && mark.certain && is_tight)) return std::nullopt;
    return Finding{*begin, domain->end, mark.certain && domain->has_dot};
}

}  // namespace

std::vector<Finding> find_email_addresses(std::string_view text) {
    std::vector<Finding> findings;
    std::size_t floor = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, size] = code_point_at(text, at);
        const auto mark = mark_at(text, at, value, size);
        const auto found = mark ? address_around(text, *mark, floor) : std::nullopt;
        if (found) findings.push_back(*found);
        at = found ? found->end : at + size;
        if (found) floor = at;
    }
    return findings;
}

}  // namespace core
