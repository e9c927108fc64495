#include "core/rules/personal_numbers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/utf8.hpp"

namespace core {

namespace {

enum class Kind {
    digit,
    look_alike,  ///< a letter that is often a misread digit
    letter,
    space,
    line_end,
    dash,       ///< and the dot and slash that part numbers as well
    odd,        ///< a mark that scanners make of a hyphen
    invisible,  ///< marks without width
    other
};

struct Symbol {
    Kind kind{Kind::other};
    int digit{};
    std::size_t size{1};
};

struct LookAlike {
    char32_t letter;
    int digit;
};

constexpr std::array look_alikes{
    LookAlike{'O', 0},
    LookAlike{'o', 0},
    LookAlike{'Q', 0},
    LookAlike{'D', 0},
    LookAlike{0xD8, 0},  // Ø, a zero with a stroke
    LookAlike{'l', 1},
    LookAlike{'I', 1},
    LookAlike{'i', 1},
    LookAlike{'|', 1},
    LookAlike{'!', 1},
    LookAlike{'Z', 2},
    LookAlike{'z', 2},
    LookAlike{'S', 5},
    LookAlike{'s', 5},
    LookAlike{'b', 6},
    LookAlike{'B', 8},
};

constexpr std::u32string_view dashes = U"-./\u00AD\u00B7\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\uFF0D";
constexpr std::u32string_view odd_separators = U"_~=,:;'*\u2022";
constexpr std::u32string_view invisibles = U"\u200B\u200C\u200D\u200E\u200F\u2060\u2066\u2067\u2068\u2069\uFEFF";

Symbol symbol_at(std::string_view text, std::size_t at) {
    const auto [value, size] = code_point_at(text, at);
    if (value >= '0' && value <= '9') return {Kind::digit, static_cast<int>(value - '0'), size};
    if (value >= 0xFF10 && value <= 0xFF19) return {Kind::digit, static_cast<int>(value - 0xFF10), size};
    for (const auto& known : look_alikes)
        if (known.letter == value) return {Kind::look_alike, known.digit, size};
    if (is_letter(value)) return {Kind::letter, 0, size};
    if (value == '\n' || value == '\r' || value == '\f' || value == 0x2028) return {Kind::line_end, 0, size};
    if (is_space(value)) return {Kind::space, 0, size};
    if (dashes.find(value) != std::u32string_view::npos) return {Kind::dash, 0, size};
    if (odd_separators.find(value) != std::u32string_view::npos) return {Kind::odd, 0, size};
    if (invisibles.find(value) != std::u32string_view::npos) return {Kind::invisible, 0, size};
    return {Kind::other, 0, size};
}

/// What stands between two digits.
struct Gap {
    std::size_t spaces{}, line_ends{}, dashes{}, odd{};

    bool is_empty() const { return spaces + line_ends + dashes + odd == 0; }
    bool has_mark() const { return dashes + odd > 0; }
    bool is_only_space() const { return spaces >= 1 && line_ends + dashes + odd == 0; }
    /// Short enough to part one number instead of two columns; a line's indentation may be longer.
    bool is_close() const { return dashes + odd <= 2 && line_ends <= 2 && spaces <= (line_ends > 0 ? 40U : 3U); }
};

constexpr std::size_t longest_gap = 48;  // symbols

struct Candidate {
    std::array<int, 10> digits{};
    std::array<Gap, 10> before{};  ///< before[0] is not used
    std::size_t misread{};
    std::size_t begin{}, end{};
};

/// Ten digits from `begin` on with whatever gaps there are, if there are ten.
std::optional<Candidate> candidate_at(std::string_view text, std::size_t begin) {
    Candidate found{.begin = begin};
    std::size_t count = 0;
    std::size_t passed = 0;
    Gap gap;
    for (std::size_t at = begin; at < text.size() && count < 10;) {
        const auto symbol = symbol_at(text, at);
        at += symbol.size;
        switch (symbol.kind) {
            case Kind::look_alike:
                if (++found.misread > 3) return std::nullopt;
                [[fallthrough]];
            case Kind::digit:
                if (count > 0 && !gap.is_close()) return std::nullopt;
                found.before[count] = gap;
                found.digits[count++] = symbol.digit;
                found.end = at;
                gap = {};
                passed = 0;
                continue;
            case Kind::space:
                ++gap.spaces;
                break;
            case Kind::line_end:
                ++gap.line_ends;
                break;
            case Kind::dash:
                ++gap.dashes;
                break;
            case Kind::odd:
                ++gap.odd;
                break;
            case Kind::invisible:
                break;
            case Kind::letter:
            case Kind::other:
                return std::nullopt;
        }
        if (++passed > longest_gap) return std::nullopt;
    }
    return count == 10 ? std::optional{found} : std::nullopt;
}

/// Whether the gaps are where they may be in one number.
bool has_the_shape(const Candidate& found) {
    std::size_t inner = 0;  // gaps that are not after the sixth digit
    std::size_t broken = 0;
    bool all_single = true;
    for (std::size_t i = 1; i < 10; ++i) {
        if (i == 6) continue;
        const auto& gap = found.before[i];
        if (!gap.is_empty()) ++inner;
        if (gap.line_ends > 0) ++broken;
        if (!gap.is_only_space()) all_single = false;
    }
    if (inner == 0) return true;
    if (inner == 1 && broken == 1) return true;                  // split over a line
    if (all_single && !found.before[6].is_empty()) return true;  // every digit apart
    const bool has_date_in_parts =
        inner == 2 && broken == 0 && !found.before[2].is_empty() && !found.before[4].is_empty();
    return has_date_in_parts && !found.before[6].is_empty();
}

bool has_a_date(const Candidate& found) {
    const auto& d = found.digits;
    const int written_day = d[0] * 10 + d[1];
    const int day = written_day > 60 ? written_day - 60 : written_day;
    const int month = d[2] * 10 + d[3];
    const int year = d[4] * 10 + d[5];
    if (month < 1 || month > 12) return false;
    constexpr std::array lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    // 00 is a leap year in one of its centuries, which is enough to be held back.
    const bool leaps = month == 2 && year % 4 == 0;
    return day >= 1 && day <= lengths[static_cast<std::size_t>(month) - 1] + (leaps ? 1 : 0);
}

bool passes_modulus_11(const Candidate& found) {
    constexpr std::array weights{4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int sum = 0;
    for (std::size_t i = 0; i < 10; ++i) sum += weights[i] * found.digits[i];
    return sum % 11 == 0;
}

/// What the words just before a number say of it; the last one counts.
enum class Hint { none, person, another_number };

struct Word {
    std::string_view text;
    Hint hint;
};

constexpr std::array words{
    Word{"cpr", Hint::person},
    Word{"personnummer", Hint::person},
    Word{"person nr", Hint::person},
    Word{"person-nr", Hint::person},
    Word{"personnr", Hint::person},
    Word{"født", Hint::person},
    Word{"p-nr", Hint::another_number},
    Word{"p.nr", Hint::another_number},
    Word{"p-nummer", Hint::another_number},
    Word{"produktionsenhed", Hint::another_number},
    Word{"bilag", Hint::another_number},
    Word{"faktura", Hint::another_number},
    Word{"ordre", Hint::another_number},
    Word{"konto", Hint::another_number},
};

Hint hint_before(std::string_view text, std::size_t begin) {
    constexpr std::size_t reach = 40;  // bytes
    const auto from = begin > reach ? begin - reach : 0;
    const auto near = lower_case(text.substr(from, begin - from));
    auto hint = Hint::none;
    std::size_t last = 0;
    for (const auto& word : words) {
        const auto at = near.rfind(word.text);
        if (at == std::string::npos || at + word.text.size() < last) continue;
        last = at + word.text.size();
        hint = word.hint;
    }
    return hint;
}

bool is_certain(std::string_view text, const Candidate& found, bool touches_letters) {
    const auto hint = hint_before(text, found.begin);
    if (hint == Hint::another_number || found.misread > 0) return false;
    if (hint == Hint::person) return true;
    if (touches_letters) return false;
    const auto& gap = found.before[6];
    return gap.dashes > 0 || (gap.odd == 0 && passes_modulus_11(found));
}

/// Whether misread letters may be believed: no word goes on beside them, and most of it are digits.
bool is_believable(const Candidate& found, bool touches_letters) {
    return found.misread == 0 || !touches_letters;
}

/// The same text, with the lines between the boxes of a form made blank where there are as many as a number's boxes
/// have: each digit stands in a box of its own, and a line is else read as a one.
std::string without_boxes(std::string_view text) {
    constexpr std::string_view boxed = "0123456789 -|[]";
    constexpr std::string_view lines = "|[]";
    constexpr std::ptrdiff_t lines_least = 8;
    std::string plain{text};
    for (auto from = plain.find_first_of(lines); from != std::string::npos; from = plain.find_first_of(lines, from)) {
        const auto end = std::min(plain.find_first_not_of(boxed, from), plain.size());
        const std::string_view stretch{plain.data() + from, end - from};
        const auto count =
            std::ranges::count_if(stretch, [&](char c) { return lines.find(c) != std::string_view::npos; });
        if (count >= lines_least)
            std::replace_if(
                plain.begin() + static_cast<std::ptrdiff_t>(from),
                plain.begin() + static_cast<std::ptrdiff_t>(end),
                [&](char c) { return lines.find(c) != std::string_view::npos; },
                ' '
            );
        from = end;
    }
    return plain;
}

}  // namespace

std::vector<Finding> find_cpr(std::string_view text) {
    const auto plain = without_boxes(text);
    text = plain;
    std::vector<Finding> findings;
    auto previous = Kind::other;
    for (std::size_t at = 0; at < text.size();) {
        const auto symbol = symbol_at(text, at);
        const bool begins = (symbol.kind == Kind::digit || symbol.kind == Kind::look_alike) && previous != Kind::digit;
        const auto found = begins ? candidate_at(text, at) : std::nullopt;
        if (found && has_the_shape(*found) && has_a_date(*found)) {
            const auto next = found->end < text.size() ? symbol_at(text, found->end).kind : Kind::other;
            const auto is_part_of_word = [](Kind kind) { return kind == Kind::letter || kind == Kind::look_alike; };
            const bool touches_letters = is_part_of_word(previous) || is_part_of_word(next);
            if (next != Kind::digit && is_believable(*found, touches_letters)) {
                findings.push_back({found->begin, found->end, is_certain(text, *found, touches_letters)});
                previous = Kind::digit;
                at = found->end;
                continue;
            }
        }
        if (symbol.kind != Kind::invisible) previous = symbol.kind;
        at += symbol.size;
    }
    return findings;
}

}  // namespace core
