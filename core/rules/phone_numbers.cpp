#include "core/rules/phone_numbers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/utf8.hpp"

namespace core {

namespace {

/// Digits without anything between them, and how they hang on to the group before.
struct Group {
    std::size_t begin{}, end{};
    std::string digits;
    int misread{};      ///< letters that are taken for digits
    bool is_linked{};   ///< only a space, hyphen, dot or slash parts it from the group before
    bool is_tight{};    ///< … and no space
    bool has_dot{};     ///< the mark is a dot
    bool over_line{};   ///< a line ended in between
    bool has_plus{};    ///< "+" or "(+" stands right before it
    bool after_word{};  ///< a letter stands right before it
};

int look_alike(char32_t letter) {
    switch (letter) {
        case 'O':
        case 'o':
            return 0;
        case 'l':
        case 'I':
        case '|':
            return 1;
        case 'S':
            return 5;
        case 'B':
            return 8;
        default:
            return -1;
    }
}

constexpr std::u32string_view marks = U"-./()\u00AD\u2010\u2011\u2012\u2013\u2212";

bool is_line_end(char32_t value) {
    return value == '\n' || value == '\r' || value == '\f' || value == 0x2028;
}

/// Reads the gap from `at` to the next digit, and says in `next` how that is linked. `next.begin` is where it begins.
void pass_gap(std::string_view text, std::size_t at, Group& next) {
    std::size_t spaces = 0;
    std::size_t signs = 0;
    std::size_t lines = 0;
    bool is_close = at > 0;
    char32_t last = 0;
    while (at < text.size()) {
        const auto [value, size] = code_point_at(text, at);
        if (value >= '0' && value <= '9') break;
        if (is_line_end(value))
            ++lines;
        else if (is_space(value))
            ++spaces;
        else if (marks.find(value) != std::u32string_view::npos)
            ++signs;
        else if (value != '+')
            is_close = false;
        if (value == '.') next.has_dot = true;
        if (value == '+') next.has_plus = true;
        if (value != '+' && value != '(' && value != '0' && !is_space(value)) next.has_plus = false;
        last = value;
        at += size;
    }
    next.begin = at;
    next.after_word = is_letter(last);
    next.over_line = lines > 0;
    next.is_linked = is_close && !next.has_plus && lines <= 2 && signs <= 2 && spaces <= (lines > 0 ? 20U : 2U);
    next.is_tight = next.is_linked && spaces == 0 && lines == 0;
}

std::vector<Group> groups_of(std::string_view text) {
    std::vector<Group> groups;
    std::size_t at = 0;
    for (;;) {
        Group next{.digits = {}};
        pass_gap(text, at, next);
        if (next.begin >= text.size()) return groups;
        at = next.begin;
        while (at < text.size()) {
            const auto [value, size] = code_point_at(text, at);
            const bool is_digit = value >= '0' && value <= '9';
            const int instead = is_digit ? -1 : look_alike(value);
            if (!is_digit && instead < 0) break;
            next.misread += is_digit ? 0 : 1;
            next.digits += static_cast<char>('0' + (is_digit ? static_cast<int>(value - '0') : instead));
            at += size;
        }
        next.end = at;
        groups.push_back(std::move(next));
    }
}

enum class Hint { none, phone, another_number };

struct HintWord {
    std::string_view text;
    Hint hint;
};

constexpr std::array hints{
    HintWord{"tlf", Hint::phone},
    HintWord{"telefon", Hint::phone},
    HintWord{"mobil", Hint::phone},
    HintWord{"mob.", Hint::phone},
    HintWord{"phone", Hint::phone},
    HintWord{"direkte", Hint::phone},
    HintWord{"fax", Hint::phone},
    HintWord{"sms", Hint::phone},
    HintWord{"ring ", Hint::phone},
    HintWord{"cvr", Hint::another_number},
    HintWord{"se-nr", Hint::another_number},
    HintWord{"se nr", Hint::another_number},
    HintWord{"ean", Hint::another_number},
    HintWord{"gln", Hint::another_number},
    HintWord{"p-n", Hint::another_number},
    HintWord{"sagsn", Hint::another_number},
    HintWord{"sag ", Hint::another_number},
    HintWord{"sags-id", Hint::another_number},
    HintWord{"journal", Hint::another_number},
    HintWord{"j.nr", Hint::another_number},
    HintWord{"j. nr", Hint::another_number},
    HintWord{"faktura", Hint::another_number},
    HintWord{"ordre", Hint::another_number},
    HintWord{"konto", Hint::another_number},
    HintWord{"matr", Hint::another_number},
    HintWord{"løbenr", Hint::another_number},
    HintWord{"dok", Hint::another_number},
    HintWord{"kunden", Hint::another_number},
    HintWord{"bilag", Hint::another_number},
    HintWord{"ref", Hint::another_number},
};

/// What the words just before say, on the same line; the last one counts.
Hint hint_before(std::string_view text, std::size_t begin) {
    constexpr std::size_t reach = 24;  // bytes
    auto near = text.substr(begin > reach ? begin - reach : 0, std::min(begin, reach));
    if (const auto line = near.find_last_of("\r\n"); line != std::string_view::npos) near.remove_prefix(line + 1);
    const auto lower = lower_case(near);
    auto hint = Hint::none;
    std::size_t last = 0;
    for (const auto& word : hints) {
        const auto at = lower.rfind(word.text);
        if (at == std::string::npos || at + word.text.size() < last) continue;
        last = at + word.text.size();
        hint = word.hint;
    }
    return hint;
}

/// "kr." or the like right before or behind: an amount of money.
bool is_money(std::string_view text, std::size_t begin, std::size_t end) {
    const auto behind = lower_case(text.substr(end, 6));
    for (const std::string_view unit : {" kr", "kr", " dkk", " mio", " eur", ",-", " m2", " kwh"})
        if (behind.starts_with(unit)) return true;
    if (behind.size() > 1 && behind[0] == ',' && behind[1] >= '0' && behind[1] <= '9') return true;
    const auto ahead = lower_case(text.substr(begin > 5 ? begin - 5 : 0, std::min<std::size_t>(begin, 5)));
    return ahead.ends_with("kr. ") || ahead.ends_with("kr ") || ahead.ends_with("kr.") || ahead.ends_with("dkk ");
}

int number(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

bool is_year(std::string_view digits) {
    return digits.size() == 4 && number(digits) >= 1900 && number(digits) < 2100;
}

bool is_day_and_month(std::string_view day, std::string_view month) {
    return number(day) >= 1 && number(day) <= 31 && number(month) >= 1 && number(month) <= 12;
}

using Groups = std::vector<Group>;

/// The sizes of the groups from..from + count as one number: {2, 2, 2, 2} is 2222.
int shape_of(const Groups& groups, std::size_t from, std::size_t count) {
    int shape = 0;
    for (std::size_t i = from; i < from + count; ++i) shape = shape * 10 + static_cast<int>(groups[i].digits.size());
    return shape;
}

bool is_usual(int shape) {
    constexpr std::array usual{8, 44, 2222, 26, 62, 35, 53, 233, 332, 323, 224, 422, 242, 11111111};
    return std::ranges::find(usual, shape) != usual.end();
}

/// "20.30-21.30", "22.11.26 12" or "12 22.11.26", the marks telling what hangs together.
bool is_date_or_time(const Groups& groups, std::size_t from) {
    const auto& a = groups[from];
    const auto& b = groups[from + 1];
    const auto& c = groups[from + 2];
    const auto& d = groups[from + 3];
    const bool are_hours =
        number(a.digits) < 24 && number(b.digits) < 60 && number(c.digits) < 24 && number(d.digits) < 60;
    if (are_hours && b.has_dot && !c.has_dot && d.has_dot) return true;
    if (b.is_tight && c.is_tight && !d.is_tight) return is_day_and_month(a.digits, b.digits);
    if (!b.is_tight && c.is_tight && d.is_tight) return is_day_and_month(b.digits, c.digits);
    return false;
}

bool is_date_or_years(const Groups& groups, std::size_t from, int shape) {
    const auto& first = groups[from].digits;
    if (shape == 44) return is_year(first) && is_year(groups[from + 1].digits);
    if (shape == 422) return is_year(first) && is_day_and_month(groups[from + 2].digits, groups[from + 1].digits);
    if (shape == 2222) return is_date_or_time(groups, from);
    if (shape == 224) return is_year(groups[from + 2].digits) && is_day_and_month(first, groups[from + 1].digits);
    return false;
}

/// How many groups from `from` on make eight digits; 0: none do.
std::size_t eight_digits(const Groups& groups, std::size_t from) {
    std::size_t digits = 0;
    for (std::size_t i = from; i < groups.size() && digits <= 8; ++i) {
        if (i > from && !groups[i].is_linked) return 0;
        digits += groups[i].digits.size();
        if (digits == 8) return i + 1 - from;
    }
    return 0;
}

/// A number behind a plus: the country's code and all that is linked, up to fifteen digits (ITU-T E.164).
std::optional<Finding> behind_plus(const Groups& groups, std::size_t from) {
    if (!groups[from].has_plus) return std::nullopt;
    std::size_t digits = 0;
    std::size_t end = from;
    // A Danish one ends after eight more.
    const std::size_t limit = groups[from].digits == "45" ? 10 : 15;
    for (std::size_t i = from; i < groups.size(); ++i) {
        if (i > from && (!groups[i].is_linked || groups[i].over_line)) break;
        if (digits + groups[i].digits.size() > limit) break;
        digits += groups[i].digits.size();
        end = i;
    }
    if (digits < 7) return std::nullopt;
    return Finding{groups[from].begin, groups[end].end, true};
}

bool is_tied(const Groups& groups, std::size_t at) {
    return at < groups.size() && groups[at].is_tight && groups[at].digits.size() != 8;
}

std::optional<Finding> danish_number(std::string_view text, const Groups& groups, std::size_t from) {
    const auto count = eight_digits(groups, from);
    if (count == 0 || groups[from].digits.front() < '2') return std::nullopt;
    const auto shape = shape_of(groups, from, count);
    if (!is_usual(shape) || is_date_or_years(groups, from, shape)) return std::nullopt;
    const auto hint = hint_before(text, groups[from].begin);
    const auto end = groups[from + count - 1].end;
    if (hint != Hint::phone) {
        // Part of a longer number, or one that says what it is.
        if (groups[from].after_word || is_tied(groups, from + count)) return std::nullopt;
        if (groups[from].is_tight && (from == 0 || groups[from - 1].digits.size() != 8)) return std::nullopt;
        if (is_money(text, groups[from].begin, end)) return std::nullopt;
        if (shape == 8 && hint == Hint::another_number) return std::nullopt;
    }
    int misread = 0;
    bool has_dots = false;
    bool over_line = false;
    for (std::size_t i = from; i < from + count; ++i) {
        misread += groups[i].misread;
        has_dots = has_dots || (i > from && groups[i].has_dot);
        over_line = over_line || (i > from && groups[i].over_line);
    }
    if (misread > 2 || (over_line && hint != Hint::phone)) return std::nullopt;
    if (end < text.size() && is_letter(code_point_at(text, end).value) && hint != Hint::phone) return std::nullopt;
    const bool is_amount = (shape == 233 || shape == 332 || shape == 323) && has_dots && hint != Hint::phone;
    if (is_amount) return std::nullopt;
    const bool is_apart = !groups[from].is_linked && (from + count >= groups.size() || !groups[from + count].is_linked);
    const bool is_certain = hint == Hint::phone || (is_apart && hint == Hint::none && (shape == 2222 || shape == 44));
    return Finding{groups[from].begin, end, is_certain && misread == 0};
}

/// "45 12 34 56 78" and "0045 …": the code first, or the number would seem to begin with it.
std::optional<Finding> behind_code(std::string_view text, const Groups& groups, std::size_t from) {
    const auto& code = groups[from].digits;
    if ((code != "45" && code != "0045") || from + 1 >= groups.size() || !groups[from + 1].is_linked)
        return std::nullopt;
    auto found = danish_number(text, groups, from + 1);
    if (!found) return std::nullopt;
    found->begin = groups[from].begin;
    return found;
}

}  // namespace

std::vector<Finding> find_phone_numbers(std::string_view text) {
    std::vector<Finding> findings;
    const auto groups = groups_of(text);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        auto found = behind_plus(groups, i);
        if (!found) found = behind_code(text, groups, i);
        if (!found) found = danish_number(text, groups, i);
        if (!found) continue;
        findings.push_back(*found);
        while (i + 1 < groups.size() && groups[i + 1].begin < found->end) ++i;
    }
    return findings;
}

}  // namespace core
