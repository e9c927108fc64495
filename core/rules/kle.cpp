#include "core/rules/kle.hpp"

#include <algorithm>
#include <array>

#include "core/rules/numbering.hpp"

namespace core {

namespace {

constexpr std::array<std::string_view, 7> categories{"A", "P", "S", "Ø", "G", "K", "I"};

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// The part before the next hyphen, which is taken off `text` together with it.
std::string_view next_part(std::string_view& text) {
    const auto end = text.find('-');
    const auto part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

}  // namespace

bool is_subject_number(std::string_view text) {
    return text.size() == 8 && text[2] == '.' && text[5] == '.' && is_digits(text.substr(0, 2)) &&
           is_digits(text.substr(3, 2)) && is_digits(text.substr(6, 2));
}

bool is_facet(std::string_view text) {
    return std::ranges::any_of(categories, [&](std::string_view category) {
        return text.starts_with(category) && text.size() == category.size() + 2 &&
               is_digits(text.substr(category.size()));
    });
}

std::string journal_number(std::string_view subject, std::string_view facet, std::int64_t number, int year) {
    return case_number(journal_pattern, {.year = year, .subject = subject, .facet = facet, .number = number});
}

bool is_journal_number(std::string_view text) {
    const bool is_complete = std::ranges::count(text, '-') == 3;
    const auto subject = next_part(text);
    const auto facet = next_part(text);
    const auto number = next_part(text);
    return is_complete && is_subject_number(subject) && is_facet(facet) && is_digits(number) && number.size() <= 18 &&
           text.size() == 2 && is_digits(text);
}

}  // namespace core
