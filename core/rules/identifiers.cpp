#include "core/rules/identifiers.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace core {

namespace {

constexpr std::size_t cpr_digits = 10, cvr_digits = 8, date_digits = 6;

bool is_all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int digit(std::string_view text, std::size_t at) {
    return text[at] - '0';
}

int two_digits(std::string_view text, std::size_t at) {
    return digit(text, at) * 10 + digit(text, at + 1);
}

/// The seventh digit and the year tell the century.
int century_of(int seventh, int year) {
    if (seventh <= 3) return 1900;
    const bool is_new = year <= (seventh == 4 || seventh == 9 ? 36 : 57);
    if (is_new) return 2000;
    return seventh == 4 || seventh == 9 ? 1900 : 1800;
}

bool is_cpr(std::string_view bare) {
    constexpr int administrative = 60;
    if (bare.size() != cpr_digits) return false;
    const int written_day = two_digits(bare, 0);
    const int day = written_day > administrative ? written_day - administrative : written_day;
    const int year = two_digits(bare, 4) + century_of(digit(bare, date_digits), two_digits(bare, 4));
    return std::chrono::year_month_day{
        std::chrono::year{year},
        std::chrono::month{static_cast<unsigned>(two_digits(bare, 2))},
        std::chrono::day{static_cast<unsigned>(day)}}
        .ok();
}

bool is_cvr(std::string_view bare) {
    constexpr std::array weights{2, 7, 6, 5, 4, 3, 2, 1};
    if (bare.size() != cvr_digits || bare == "00000000") return false;
    int sum = 0;
    for (std::size_t at = 0; at < weights.size(); ++at) sum += digit(bare, at) * weights[at];
    return sum % 11 == 0;
}

}  // namespace

std::string bare_identifier(std::string_view typed) {
    std::string bare;
    std::ranges::copy_if(typed, std::back_inserter(bare), [](char c) {
        return c != ' ' && c != '-' && c != '.' && c != '\t';
    });
    return bare;
}

std::optional<IdentifierKind> likely_kind(std::string_view bare) {
    if (bare.empty()) return IdentifierKind::none;
    if (!is_all_digits(bare)) return std::nullopt;
    if (bare.size() == cpr_digits) return IdentifierKind::cpr;
    return bare.size() == cvr_digits ? std::optional{IdentifierKind::cvr} : std::nullopt;
}

bool is_identifier(IdentifierKind kind, std::string_view bare) {
    if (!is_all_digits(bare)) return false;
    switch (kind) {
        case IdentifierKind::none:
            return bare.empty();
        case IdentifierKind::cpr:
            return is_cpr(bare);
        case IdentifierKind::cvr:
            return is_cvr(bare);
        case IdentifierKind::p_number:
            return bare.size() == cpr_digits;
    }
    return false;
}

std::string shown_identifier(IdentifierKind kind, std::string_view bare) {
    if (kind != IdentifierKind::cpr) return std::string{bare};
    if (bare.size() != cpr_digits) return "••••••-••••";
    return std::string{bare.substr(0, date_digits)} + "-••••";
}

std::string full_identifier(IdentifierKind kind, std::string_view bare) {
    if (kind != IdentifierKind::cpr || bare.size() != cpr_digits) return std::string{bare};
    return std::string{bare.substr(0, date_digits)} + "-" + std::string{bare.substr(date_digits)};
}

}  // namespace core
