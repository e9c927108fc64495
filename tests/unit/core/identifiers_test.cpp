#include "core/rules/identifiers.hpp"

#include <catch2/catch.hpp>

using core::IdentifierKind;

namespace {

bool is_cpr(std::string_view number) {
    return core::is_identifier(IdentifierKind::cpr, number);
}
bool is_cvr(std::string_view number) {
    return core::is_identifier(IdentifierKind::cvr, number);
}

}  // namespace

TEST_CASE("a CPR number is a date that exists and four digits, whatever modulus 11 says", "[identifiers]") {
    CHECK(is_cpr("2512484916"));
    CHECK(is_cpr("0707614285"));
    CHECK(is_cpr("0101010101"));  // fails modulus 11, and is valid
    CHECK_FALSE(is_cpr("3113484916"));
    CHECK_FALSE(is_cpr("3102484916"));
    CHECK_FALSE(is_cpr("0013484916"));
    CHECK_FALSE(is_cpr("251248491"));
    CHECK_FALSE(is_cpr("25124849160"));
    CHECK_FALSE(is_cpr("25124a4916"));
    CHECK_FALSE(is_cpr(""));
}

TEST_CASE("the seventh digit tells the century that a leap day must be in", "[identifiers]") {
    CHECK(is_cpr("2902004000"));        // 2000 was a leap year
    CHECK_FALSE(is_cpr("2902000000"));  // 1900 was not
    CHECK(is_cpr("2902960000"));
    CHECK_FALSE(is_cpr("2902970000"));
}

TEST_CASE("an administrative number has 60 added to its day", "[identifiers]") {
    CHECK(is_cpr("8512484916"));
    CHECK(is_cpr("9112484916"));
    CHECK_FALSE(is_cpr("9212484916"));
    CHECK_FALSE(is_cpr("6012484916"));
}

TEST_CASE("a CVR number passes modulus 11", "[identifiers]") {
    for (const auto* number : {"13748136", "55133018", "29189714"}) CHECK(is_cvr(number));
    CHECK_FALSE(is_cvr("12345678"));
    CHECK_FALSE(is_cvr("29189715"));
    CHECK_FALSE(is_cvr("00000000"));
    CHECK_FALSE(is_cvr("2918971"));
}

TEST_CASE("a P-number has ten digits and is never guessed", "[identifiers]") {
    CHECK(core::is_identifier(IdentifierKind::p_number, "1003259494"));
    CHECK_FALSE(core::is_identifier(IdentifierKind::p_number, "29189714"));
    CHECK(core::likely_kind("1003259494") == IdentifierKind::cpr);
    CHECK(core::likely_kind("29189714") == IdentifierKind::cvr);
    CHECK(core::likely_kind("") == IdentifierKind::none);
    CHECK_FALSE(core::likely_kind("123"));
    CHECK_FALSE(core::likely_kind("2918971x"));
}

TEST_CASE("numbers are kept without what people write in them", "[identifiers]") {
    CHECK(core::bare_identifier(" 251248-4916 ") == "2512484916");
    CHECK(core::bare_identifier("29 18 97 14") == "29189714");
}

TEST_CASE("a person's number is shown without its last four digits", "[identifiers]") {
    CHECK(core::shown_identifier(IdentifierKind::cpr, "2512484916") == "251248-••••");
    CHECK(core::shown_identifier(IdentifierKind::cpr, "12") == "••••••-••••");
    CHECK(core::shown_identifier(IdentifierKind::cvr, "29189714") == "29189714");
    CHECK(core::shown_identifier(IdentifierKind::none, "").empty());
    CHECK(core::full_identifier(IdentifierKind::cpr, "2512484916") == "251248-4916");
}
