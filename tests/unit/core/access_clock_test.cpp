#include "core/rules/access_clock.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <string>

#include "core/rules/exemptions.hpp"

using core::AccessCourse;
using core::AccessLaw;
using core::ClockStanding;
using core::ClockStep;
using core::Date;
using core::WorkCalendar;

namespace {

Date date(const char* text) {
    return core::parse_iso_date(text).value();
}
AccessCourse asked(const char* received, AccessLaw law = AccessLaw::public_access) {
    return AccessCourse{.laws = {law}, .received = date(received)};
}
std::string due(const AccessCourse& course, const char* today, const WorkCalendar& calendar = {}) {
    return core::iso_date(core::access_clock(course, calendar, date(today)).due);
}

}  // namespace

TEST_CASE("an answer is due on the seventh working day after receipt", "[core][access]") {
    const auto [received, expected] = GENERATE(table<const char*, const char*>({
        {"2023-04-28", "2023-05-10"},  // Store bededag was a holiday
        {"2024-03-22", "2024-04-05"},  // Easter
        {"2024-04-22", "2024-05-01"},  // Store bededag is none any more
        {"2024-12-20", "2025-01-03"},  // Christmas and New Year; the 24th and 31st count
        {"2026-05-11", "2026-05-21"},  // Ascension Day
        {"2026-06-01", "2026-06-10"},  // Grundlovsdag counts
        {"2026-12-22", "2027-01-04"},
    }));
    CHECK(due(asked(received), received) == expected);
    CHECK(due(asked(received, AccessLaw::party_access), received) == expected);
}

TEST_CASE("what is asked by the data protection rules is due on the same date of the next month", "[core][access]") {
    CHECK(due(asked("2026-03-10", AccessLaw::own_data), "2026-03-10") == "2026-04-10");
    CHECK(due(asked("2026-01-31", AccessLaw::own_data), "2026-02-01") == "2026-02-28");
    CHECK(due(asked("2028-01-31", AccessLaw::environment), "2028-02-01") == "2028-02-29");
    CHECK(due(asked("2026-12-31", AccessLaw::own_data), "2027-01-01") == "2027-01-31");
}

TEST_CASE("of several laws the one that is due first decides", "[core][access]") {
    auto course = asked("2026-03-10", AccessLaw::own_data);
    course.laws.push_back(AccessLaw::public_access);
    const auto clock = core::access_clock(course, {}, date("2026-03-10"));
    CHECK(clock.law == AccessLaw::public_access);
    CHECK(core::iso_date(clock.due) == "2026-03-19");
}

TEST_CASE("days on which the authority waits for the one who asked are not counted", "[core][access]") {
    auto course = asked("2026-03-02");  // a Monday; due on the 11th
    course.pauses.push_back({.from = date("2026-03-04"), .to = date("2026-03-09"), .reason = "hvilken sag?"});
    CHECK(due(course, "2026-03-10") == "2026-03-16");  // 5, 6 and 9 March are not counted
    auto own = asked("2026-03-02", AccessLaw::own_data);
    own.pauses = course.pauses;
    CHECK(due(own, "2026-03-10") == "2026-04-07");  // five days later
}

TEST_CASE("while the authority waits the day moves along, and the clock says so", "[core][access]") {
    auto course = asked("2026-03-02");
    course.pauses.push_back({.from = date("2026-03-04"), .to = {}, .reason = "hvem spørger?"});
    CHECK(due(course, "2026-03-04") == "2026-03-11");
    CHECK(due(course, "2026-03-30") == "2026-04-09");  // five working days from then, over Easter
    CHECK(core::access_clock(course, {}, date("2026-03-30")).standing == ClockStanding::paused);
}

TEST_CASE("an extension holds, and one that was told too late is called late", "[core][access]") {
    auto course = asked("2026-03-02");
    course.extensions.push_back(
        {.told_on = date("2026-03-11"), .until = date("2026-03-25"), .reason = "mange dokumenter"}
    );
    course.extensions.push_back({.told_on = date("2026-03-26"), .until = date("2026-04-01"), .reason = "sygdom"});
    const auto clock = core::access_clock(course, {}, date("2026-03-27"));
    CHECK(core::iso_date(clock.due) == "2026-04-01");
    CHECK(core::iso_date(clock.lawful) == "2026-03-11");
    std::vector<bool> late;
    for (const auto& step : clock.steps)
        if (step.kind == ClockStep::Kind::extension) late.push_back(step.is_late);
    CHECK(late == std::vector{false, true});
}

TEST_CASE("extensions have an end by the data protection rules and for the environment", "[core][access]") {
    CHECK(latest_extension(asked("2026-01-31", AccessLaw::own_data), date("2026-02-01")) == date("2026-04-30"));
    CHECK(latest_extension(asked("2026-01-31", AccessLaw::environment), date("2026-02-01")) == date("2026-03-31"));
    CHECK_FALSE(latest_extension(asked("2026-01-31"), date("2026-02-01")));
}

TEST_CASE("the clock tells whether it is late, and by how many working days", "[core][access]") {
    const auto standing = [](AccessCourse course, const char* today) {
        return core::access_clock(course, {}, date(today)).standing;
    };
    auto course = asked("2026-03-02");
    CHECK(standing(course, "2026-03-11") == ClockStanding::running);
    CHECK(standing(course, "2026-03-12") == ClockStanding::late);
    CHECK(core::access_clock(course, {}, date("2026-03-06")).working_days_left == 3);
    CHECK(core::access_clock(course, {}, date("2026-03-16")).working_days_left == -3);
    CHECK(core::access_clock(course, {}, date("2026-03-06")).slowness_from == date("2026-03-21"));
    course.ended = date("2026-03-11");
    CHECK(standing(course, "2026-06-01") == ClockStanding::ended_in_time);
    course.ended = date("2026-03-12");
    CHECK(standing(course, "2026-06-01") == ClockStanding::ended_late);
}

TEST_CASE("the steps name every day that was not counted, and end in the day that is due", "[core][access]") {
    const WorkCalendar calendar{{{.date = date("2026-05-15"), .name = "Lukkedag"}}};
    const auto clock = core::access_clock(asked("2026-05-11"), calendar, date("2026-05-11"));
    CHECK(core::iso_date(clock.due) == "2026-05-22");
    std::vector<std::string> off;
    for (const auto& step : clock.steps)
        if (step.kind == ClockStep::Kind::day_off) off.push_back(core::iso_date(step.date) + " " + step.words);
    CHECK(off == std::vector<std::string>{"2026-05-14 Kristi himmelfartsdag", "2026-05-15 Lukkedag"});
    CHECK(clock.steps.front().kind == ClockStep::Kind::received);
    CHECK(clock.steps.back().kind == ClockStep::Kind::due);
}

TEST_CASE("a new day off never shortens a deadline", "[core][access]") {
    std::mt19937 random{20261122};  // NOLINT(cert-msc51-cpp): the same worlds each time
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    const auto start = date("2024-01-01");
    for (int world = 0; world < 2000; ++world) {
        AccessCourse course{
            .laws = {static_cast<AccessLaw>(pick(4))}, .received = start + std::chrono::days{pick(1500)}};
        if (pick(2) == 0) course.laws.push_back(static_cast<AccessLaw>(pick(4)));
        for (int pauses = pick(3); pauses > 0; --pauses) {
            const auto from = course.received + std::chrono::days{pick(20)};
            course.pauses.push_back({.from = from, .to = {}, .reason = "?"});
            if (pick(3) > 0) course.pauses.back().to = from + std::chrono::days{pick(15)};
        }
        const auto today = course.received + std::chrono::days{pick(60)};
        std::vector<core::CalendarChange> changes;
        auto before = core::access_clock(course, {}, today).due;
        for (int more = 0; more < 4; ++more) {
            changes.push_back({.date = course.received + std::chrono::days{pick(40)}, .name = "Fridag"});
            const auto after = core::access_clock(course, WorkCalendar{changes}, today).due;
            REQUIRE(after >= before);
            before = after;
        }
    }
}

TEST_CASE("a holiday that is none any more is worked", "[core][access]") {
    const WorkCalendar calendar{{{.date = date("2023-05-05"), .name = "Store bededag", .is_off = false}}};
    CHECK(calendar.is_working_day(date("2023-05-05")));
    CHECK(due(asked("2023-04-28"), "2023-04-28", calendar) == "2023-05-09");
}

TEST_CASE("of two changes of a day the later holds, and weekends stay weekends", "[core][access]") {
    const WorkCalendar calendar{
        {{.date = date("2026-12-24"), .name = "Lukket"},
         {.date = date("2026-12-24"), .name = "Åbent", .is_off = false},
         {.date = date("2026-12-27"), .name = "Åbent", .is_off = false}}};
    CHECK(calendar.is_working_day(date("2026-12-24")));
    CHECK_FALSE(calendar.is_working_day(date("2026-12-27")));
    CHECK(calendar.name_of_day_off(date("2026-12-25")) == "Juledag");
}

TEST_CASE("yardsticks and complaints are counted in working days", "[core][access]") {
    CHECK(core::iso_date(core::expected_by(core::AccessSize::simple, date("2026-05-11"), {})) == "2026-05-13");
    CHECK(core::iso_date(core::expected_by(core::AccessSize::large, date("2026-05-11"), {})) == "2026-06-02");
    CHECK(core::iso_date(core::expected_by(core::AccessSize::very_large, date("2026-05-11"), {})) == "2026-07-08");
    CHECK(core::iso_date(core::complaint_due(date("2026-05-11"), {})) == "2026-05-21");
}

TEST_CASE("exemptions are found by name, and each law has some", "[core][access]") {
    CHECK(core::cited(*core::exemption_named("ofl-30-1")) == "offentlighedslovens § 30, nr. 1");
    CHECK(core::exemption_named("ofl-99") == nullptr);
    std::set<std::string_view> names;
    std::size_t all = 0;
    for (const auto law :
         {AccessLaw::public_access, AccessLaw::party_access, AccessLaw::own_data, AccessLaw::environment}) {
        const auto of_law = core::exemptions_of(law);
        CHECK_FALSE(of_law.empty());
        for (const auto& one : of_law) {
            CHECK(one.by == law);
            CHECK(names.insert(one.name).second);
        }
        all += of_law.size();
    }
    CHECK(all == core::exemptions().size());
}
