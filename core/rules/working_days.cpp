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

std::string_view public_holiday_name(Date date) {
    const year_month_day day{date};
    struct Fixed {
        month_day on;
        std::string_view name;
    };
    constexpr std::array fixed{
        Fixed{January / 1, "Nytårsdag"}, Fixed{December / 25, "Juledag"}, Fixed{December / 26, "2. juledag"}};
    const auto same_day = std::ranges::find(fixed, day.month() / day.day(), &Fixed::on);
    if (same_day != fixed.end()) return same_day->name;

    struct Movable {
        std::int64_t after_easter;
        std::string_view name;
    };
    constexpr std::array movable{
        Movable{-3, "Skærtorsdag"},
        Movable{-2, "Langfredag"},
        Movable{0, "Påskedag"},
        Movable{1, "2. påskedag"},
        Movable{39, "Kristi himmelfartsdag"},
        Movable{49, "Pinsedag"},
        Movable{50, "2. pinsedag"}};
    const std::int64_t after_easter = (date - easter_sunday(day.year())).count();
    const auto moved = std::ranges::find(movable, after_easter, &Movable::after_easter);
    if (moved != movable.end()) return moved->name;
    constexpr int prayer_day = 26;
    return after_easter == prayer_day && day.year() <= last_with_prayer_day ? "Store bededag" : std::string_view{};
}

bool is_public_holiday(Date date) {
    return !public_holiday_name(date).empty();
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
