#include "core/rules/access_clock.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>

#include "core/names.hpp"

namespace core {

using namespace std::chrono;

namespace {

constexpr std::int64_t days_by_law = 7;
constexpr std::int64_t slow_after = 14;

constexpr Names laws{{
    std::pair<AccessLaw, std::string_view>{AccessLaw::public_access, "public_access"},
    {AccessLaw::party_access, "party_access"},
    {AccessLaw::own_data, "own_data"},
    {AccessLaw::environment, "environment"},
}};
constexpr Names sizes{{
    std::pair<AccessSize, std::string_view>{AccessSize::simple, "simple"},
    {AccessSize::normal, "normal"},
    {AccessSize::large, "large"},
    {AccessSize::very_large, "very_large"},
}};
constexpr Names standings{{
    std::pair<ClockStanding, std::string_view>{ClockStanding::running, "running"},
    {ClockStanding::paused, "paused"},
    {ClockStanding::late, "late"},
    {ClockStanding::ended_in_time, "ended_in_time"},
    {ClockStanding::ended_late, "ended_late"},
}};

bool is_in_months(AccessLaw law) {
    return law == AccessLaw::own_data || law == AccessLaw::environment;
}

/// The same date so many months later, or the last of a shorter month.
Date months_after(Date from, std::int64_t count) {
    const year_month_day day{from};
    const auto month = year_month{day.year(), day.month()} + months{static_cast<int>(count)};
    const auto last = year_month_day_last{month.year(), month_day_last{month.month()}};
    return sys_days{month.year() / month.month() / std::min(day.day(), last.day())};
}

bool is_paused(const AccessCourse& course, Date day, Date today) {
    return std::ranges::any_of(course.pauses, [&](const AccessPause& pause) {
        return day > pause.from && day <= pause.to.value_or(today);
    });
}

/// The day on which `count` days after `from` are over, of those that `counts` says count.
template <class Counts>
Date walk(Date from, std::int64_t count, const Counts& counts) {
    while (count > 0) {
        from += days{1};
        if (counts(from)) --count;
    }
    return from;
}

Date due_by(AccessLaw law, const AccessCourse& course, const WorkCalendar& calendar, Date today) {
    if (!is_in_months(law))
        return walk(course.received, days_by_law, [&](Date day) {
            return calendar.is_working_day(day) && !is_paused(course, day, today);
        });
    const auto span = (months_after(course.received, 1) - course.received).count();
    return walk(course.received, span, [&](Date day) { return !is_paused(course, day, today); });
}

std::int64_t paused_days(const AccessPause& pause, bool in_months, const WorkCalendar& calendar, Date until) {
    return in_months ? std::max<std::int64_t>((until - pause.from).count(), 0)
                     : calendar.working_days_between(pause.from, until);
}

std::vector<ClockStep> steps_to(
    const AccessClock& clock, const AccessCourse& course, const WorkCalendar& calendar, Date today
) {
    using Kind = ClockStep::Kind;
    const bool in_months = is_in_months(clock.law);
    std::vector<ClockStep> steps;
    steps.push_back({.kind = Kind::received, .date = course.received});
    steps.push_back({
        .kind = in_months ? Kind::months : Kind::working_days,
        .date = course.received,
        .count = in_months ? 1 : days_by_law,
        .law = clock.law,
    });
    if (!in_months)
        for (auto day = course.received + days{1}; day <= clock.lawful; day += days{1})
            if (auto name = calendar.name_of_day_off(day); !name.empty() && !is_paused(course, day, today))
                steps.push_back({.kind = Kind::day_off, .date = day, .words = std::move(name)});
    for (const auto& pause : course.pauses)
        steps.push_back({
            .kind = Kind::pause,
            .date = pause.from,
            .until = pause.to,
            .count = paused_days(pause, in_months, calendar, pause.to.value_or(today)),
            .words = pause.reason,
        });
    steps.push_back({.kind = Kind::due, .date = clock.lawful, .law = clock.law});
    auto held = clock.lawful;
    for (const auto& extension : course.extensions) {
        steps.push_back({
            .kind = Kind::extension,
            .date = extension.told_on,
            .until = extension.until,
            .law = clock.law,
            .words = extension.reason,
            .is_late = extension.told_on > held,
        });
        held = std::max(held, extension.until);
    }
    return steps;
}

ClockStanding standing_of(const AccessClock& clock, const AccessCourse& course, Date today) {
    if (course.ended) return *course.ended <= clock.due ? ClockStanding::ended_in_time : ClockStanding::ended_late;
    const auto is_open = [](const AccessPause& pause) { return !pause.to; };
    if (std::ranges::any_of(course.pauses, is_open)) return ClockStanding::paused;
    return today > clock.due ? ClockStanding::late : ClockStanding::running;
}

}  // namespace

AccessClock access_clock(const AccessCourse& course, const WorkCalendar& calendar, Date today) {
    assert(!course.laws.empty());
    const auto now = course.ended.value_or(today);
    AccessClock clock;
    clock.law = course.laws.front();
    clock.lawful = due_by(clock.law, course, calendar, now);
    for (const auto law : course.laws)
        if (const auto due = due_by(law, course, calendar, now); due < clock.lawful) {
            clock.law = law;
            clock.lawful = due;
        }
    clock.due = clock.lawful;
    for (const auto& extension : course.extensions) clock.due = std::max(clock.due, extension.until);
    clock.standing = standing_of(clock, course, today);
    clock.working_days_left = clock.due >= now ? calendar.working_days_between(now, clock.due)
                                               : -calendar.working_days_between(clock.due, now);
    if (std::ranges::find(course.laws, AccessLaw::public_access) != course.laws.end())
        clock.slowness_from = calendar.working_days_from(course.received, slow_after) + days{1};
    clock.steps = steps_to(clock, course, calendar, now);
    return clock;
}

std::optional<Date> latest_extension(const AccessCourse& course, Date today) {
    std::optional<Date> latest;
    for (const auto law : course.laws) {
        if (!is_in_months(law)) continue;
        const auto span = (months_after(course.received, law == AccessLaw::own_data ? 3 : 2) - course.received).count();
        const auto end = walk(course.received, span, [&](Date day) {
            return !is_paused(course, day, course.ended.value_or(today));
        });
        latest = std::min(latest.value_or(end), end);
    }
    return latest;
}

Date expected_by(AccessSize size, Date received, const WorkCalendar& calendar) {
    switch (size) {
        case AccessSize::simple:
            return calendar.working_days_from(received, 2);
        case AccessSize::normal:
            return calendar.working_days_from(received, days_by_law);
        case AccessSize::large:
            return calendar.working_days_from(received, 14);
        case AccessSize::very_large:
            return calendar.working_days_from(received, 40);
    }
    return received;
}

Date complaint_due(Date received, const WorkCalendar& calendar) {
    return calendar.working_days_from(received, days_by_law);
}

std::string_view name_of(AccessLaw law) {
    return laws.of(law);
}
std::optional<AccessLaw> access_law_named(std::string_view name) {
    return laws.find(name);
}
std::string_view name_of(AccessSize size) {
    return sizes.of(size);
}
std::optional<AccessSize> access_size_named(std::string_view name) {
    return sizes.find(name);
}
std::string_view name_of(ClockStanding standing) {
    return standings.of(standing);
}

}  // namespace core
