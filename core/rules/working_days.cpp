#include "core/rules/working_days.hpp"

#include <algorithm>
#include <array>

namespace core {

using namespace std::chrono;

namespace {

/// Easter Sunday by the Gregorian computus, as Meeus and Butcher put it.
Date easter_sunday(year of) {
    const int y = static_cast<int>(of);
    const int a = y % 19, b = y / 100, c = y % 100;
    const int d = b / 4, e = b % 4;
    const int f = (b + 8) / 25;
    const int g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int month_and_day = h + l - 7 * m + 114;
    return sys_days{of / static_cast<unsigned>(month_and_day / 31) / static_cast<unsigned>(month_and_day % 31 + 1)};
}

constexpr year last_with_prayer_day{2023};

}  // namespace

bool is_public_holiday(Date date) {
    const year_month_day day{date};
    constexpr std::array fixed{January / 1, December / 25, December / 26};
    if (std::ranges::find(fixed, day.month() / day.day()) != fixed.end()) return true;
    const auto after_easter = (date - easter_sunday(day.year())).count();
    constexpr std::array<int, 7> movable{-3, -2, 0, 1, 39, 49, 50};
    if (std::ranges::find(movable, after_easter) != movable.end()) return true;
    constexpr int prayer_day = 26;
    return after_easter == prayer_day && day.year() <= last_with_prayer_day;
}

bool is_working_day(Date date) {
    const weekday day{date};
    return day != Saturday && day != Sunday && !is_public_holiday(date);
}

Date working_days_from(Date from, std::int64_t count) {
    const days step{count < 0 ? -1 : 1};
    for (auto left = count < 0 ? -count : count; left > 0;) {
        from += step;
        if (is_working_day(from)) --left;
    }
    return from;
}

}  // namespace core
