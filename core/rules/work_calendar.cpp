#include "core/rules/work_calendar.hpp"

#include <algorithm>

#include "core/rules/working_days.hpp"

namespace core {

namespace {

bool is_weekend(Date date) {
    const std::chrono::weekday day{date};
    return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

}  // namespace

WorkCalendar::WorkCalendar(std::vector<CalendarChange> changes) : changes_(std::move(changes)) {
    std::ranges::stable_sort(changes_, {}, &CalendarChange::date);
}

const CalendarChange* WorkCalendar::change_of(Date date) const {
    const auto after = std::ranges::upper_bound(changes_, date, {}, &CalendarChange::date);
    return after == changes_.begin() || std::prev(after)->date != date ? nullptr : &*std::prev(after);
}

bool WorkCalendar::is_working_day(Date date) const {
    if (is_weekend(date)) return false;
    const auto* change = change_of(date);
    return change == nullptr ? core::is_working_day(date) : !change->is_off;
}

std::string WorkCalendar::name_of_day_off(Date date) const {
    if (is_weekend(date) || is_working_day(date)) return {};
    const auto* change = change_of(date);
    return change == nullptr ? std::string{public_holiday_name(date)} : change->name;
}

Date WorkCalendar::working_days_from(Date from, std::int64_t count) const {
    while (count > 0) {
        from += std::chrono::days{1};
        if (is_working_day(from)) --count;
    }
    return from;
}

std::int64_t WorkCalendar::working_days_between(Date from, Date to) const {
    std::int64_t count = 0;
    for (auto day = from + std::chrono::days{1}; day <= to; day += std::chrono::days{1})
        if (is_working_day(day)) ++count;
    return count;
}

}  // namespace core
