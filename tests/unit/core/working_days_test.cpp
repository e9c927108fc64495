#include "core/rules/working_days.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace {

core::Date date(const char* text) {
    return core::parse_iso_date(text).value();
}
std::string nth(const char* from, std::int64_t count) {
    return core::iso_date(core::working_days_from(date(from), count));
}

}  // namespace

TEST_CASE("a deadline in working days does not count the day of receipt, weekends or holidays", "[core][dates]") {
    CHECK(nth("2026-05-11", 1) == "2026-05-12");
    CHECK(nth("2026-05-11", 7) == "2026-05-21");  // over Ascension Day
    CHECK(nth("2026-05-11", 40) == "2026-07-08");
    CHECK(nth("2024-03-22", 7) == "2024-04-05");  // over Easter
    CHECK(nth("2024-03-22", 40) == "2024-05-24");
}

TEST_CASE("Constitution Day, Christmas Eve and New Year's Eve count as an authority's working days", "[core][dates]") {
    CHECK(nth("2024-12-20", 2) == "2024-12-24");
    CHECK(nth("2024-12-20", 7) == "2025-01-03");
    CHECK(nth("2026-06-01", 7) == "2026-06-10");
    CHECK(nth("2026-12-22", 7) == "2027-01-04");
}

TEST_CASE("Store Bededag is a holiday until 2023 and a working day from 2024 on", "[core][dates]") {
    CHECK(core::is_public_holiday(date("2023-05-05")));
    CHECK_FALSE(core::is_public_holiday(date("2024-04-26")));
    CHECK(nth("2023-04-28", 7) == "2023-05-10");
    CHECK(nth("2024-04-22", 7) == "2024-05-01");
}

TEST_CASE("a deadline before a day goes backwards over the same days", "[core][dates]") {
    CHECK(nth("2026-05-21", -7) == "2026-05-11");
    CHECK(nth("2026-05-16", 0) == "2026-05-16");  // nothing to count: a Saturday stays one
}
