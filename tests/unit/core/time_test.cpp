#include "core/time.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono;
using core::Timestamp;

namespace {

Timestamp utc(year_month_day date, seconds time) {
    return sys_days{date} + time;
}

std::string wall(Timestamp time) {
    return core::iso_time(Timestamp{core::danish_time(time).time_since_epoch()});
}

}  // namespace

TEST_CASE("Danish summer time begins and ends at one o'clock UTC on the last Sunday", "[time]") {
    CHECK(wall(utc(2026y / March / 29, 1h - 1s)) == "2026-03-29T01:59:59Z");
    CHECK(wall(utc(2026y / March / 29, 1h)) == "2026-03-29T03:00:00Z");
    CHECK(wall(utc(2026y / October / 25, 1h - 1s)) == "2026-10-25T02:59:59Z");
    CHECK(wall(utc(2026y / October / 25, 1h)) == "2026-10-25T02:00:00Z");
    CHECK(wall(utc(2027y / March / 28, 1h)) == "2027-03-28T03:00:00Z");
    CHECK(wall(utc(2026y / January / 1, 0s)) == "2026-01-01T01:00:00Z");
    CHECK(wall(utc(2026y / July / 1, 0s)) == "2026-07-01T02:00:00Z");
}

TEST_CASE("a Danish date begins at midnight in Denmark", "[time]") {
    CHECK(core::danish_date(utc(2026y / June / 30, 22h - 1s)) == sys_days{2026y / June / 30});
    CHECK(core::danish_date(utc(2026y / June / 30, 22h)) == sys_days{2026y / July / 1});
    CHECK(core::danish_date(utc(2026y / December / 31, 23h)) == sys_days{2027y / January / 1});
}

TEST_CASE("midnight is the first second of its date, every day of twenty years", "[time]") {
    for (auto date = sys_days{2020y / January / 1}; date < sys_days{2040y / January / 1}; date += days{1}) {
        const auto midnight = core::danish_midnight(date);
        REQUIRE(core::danish_date(midnight) == date);
        REQUIRE(core::danish_date(midnight - 1s) == date - days{1});
    }
}

TEST_CASE("an ISO date is read as it was written, and nothing else is", "[time]") {
    for (auto date = sys_days{1995y / January / 1}; date < sys_days{2030y / January / 1}; date += days{1})
        REQUIRE(core::parse_iso_date(core::iso_date(date)) == date);
    for (const auto* wrong :
         {"",
          "2026-02-29",
          "2026-13-01",
          "2026-00-10",
          "2026-10-00",
          "2026-1-01",
          "2026-01-1",
          "26-01-01",
          "2026/01/01",
          "2026-01-01 ",
          " 026-01-01",
          "+026-01-01",
          "2026--1-01",
          "2026-01-0x"})
        CHECK_FALSE(core::parse_iso_date(wrong));
}

TEST_CASE("a moment is written in UTC", "[time]") {
    CHECK(core::iso_time(utc(2026y / November / 3, 8h + 14min)) == "2026-11-03T08:14:00Z");
    CHECK(core::iso_time(Timestamp{}) == "1970-01-01T00:00:00Z");
}
