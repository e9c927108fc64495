#include "core/rules/numbering.hpp"

#include <catch2/catch.hpp>

#include "core/rules/kle.hpp"

namespace {

constexpr core::NumberParts parts{.year = 2026, .subject = "27.35.00", .facet = "Ø19", .number = 123};

}  // namespace

TEST_CASE("a case is numbered by the pattern", "[numbering]") {
    CHECK(core::case_number("{year}-{number:6}", parts) == "2026-000123");
    CHECK(core::case_number(core::journal_pattern, parts) == "27.35.00-Ø19-123-26");
    CHECK(core::case_number("{yy}/{number}", parts) == "26/123");
    CHECK(core::case_number("S{number:2}", parts) == "S123");
    CHECK(core::case_number("{unknown} {", parts) == "{unknown} {");
    CHECK(core::case_number("{yy}", {.year = 2005, .subject = {}, .facet = {}, .number = 1}) == "05");
}

TEST_CASE("numbers restart with what the pattern shows", "[numbering]") {
    CHECK(core::series_of("{number}", parts) == "case");
    CHECK(core::series_of("{year}-{number:6}", parts) == "case:2026");
    CHECK(core::series_of("{yy}/{number}", parts) == "case:2026");
    CHECK(core::series_of(core::journal_pattern, parts) == "case:2026:27.35.00:Ø19");
    CHECK(core::series_of("{subject}-{number}", parts) == "case:27.35.00");
}

TEST_CASE("a pattern that could number two cases alike, or not at all, is refused", "[numbering]") {
    for (const auto* good :
         {"{year}-{number:6}", "{subject}-{facet}-{number}-{yy}", "{number}", "Sag {number:12}/{yy}"})
        CHECK(core::validate_pattern(good).has_value());
    for (const auto* bad :
         {"",
          "{year}",
          "{number}{number}",
          "{nummer}",
          "{number",
          "number}",
          "{number}{",
          "{number:0}",
          "{number:13}",
          "{number:x}",
          "{number:}",
          "{number}\n",
          "\xFF{number}",
          "0123456789012345678901234567890123456789 {year} {number}"}) {
        CAPTURE(bad);
        const auto outcome = core::validate_pattern(bad);
        REQUIRE(outcome.has_error());
        CHECK(outcome.error().code == core::ErrorCode::invalid_input);
        CHECK(outcome.error().field == "pattern");
    }
}

TEST_CASE("KLE numbers have their form, and Ø is one letter", "[kle]") {
    CHECK(core::is_subject_number("27.35.00"));
    for (const auto* wrong : {"", "27.35", "27.35.0", "27.35.000", "27-35-00", "2a.35.00", "27.35.00 "})
        CHECK_FALSE(core::is_subject_number(wrong));
    for (const auto* facet : {"A53", "P19", "S08", "Ø54", "G01", "K02", "I00"}) CHECK(core::is_facet(facet));
    for (const auto* wrong :
         {"",
          "P",
          "P1",
          "P190",
          "B19",
          "p19",
          "19P",
          "Ø5",
          "ø54",
          "\xC3"
          "19"})
        CHECK_FALSE(core::is_facet(wrong));
}

TEST_CASE("a journal number is read as it is written", "[kle]") {
    CHECK(core::journal_number("27.35.00", "P19", 12, 2026) == "27.35.00-P19-12-26");
    CHECK(core::is_journal_number("27.35.00-P19-12-26"));
    CHECK(core::is_journal_number(core::journal_number("00.01.10", "Ø54", 1, 2000)));
    for (const auto* wrong :
         {"",
          "27.35.00-P19-12",
          "27.35.00-P19--26",
          "27.35.00-P19-12-2026",
          "27.35.00-P19-12-26-",
          "27.35.00-B19-12-26"})
        CHECK_FALSE(core::is_journal_number(wrong));
}
