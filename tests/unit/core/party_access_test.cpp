#include "core/rules/party_access.hpp"

#include <catch2/catch.hpp>

using namespace core;

namespace {

const CitizenNumber anna{IdentifierKind::cpr, "0101801234"}, bent{IdentifierKind::cpr, "0202751235"};
const CitizenNumber firm{IdentifierKind::cvr, "12345678"};
const Date today = parse_iso_date("2026-11-03").value();

PartyCase case_of(PartyRole role, const CitizenNumber& number) {
    return {CaseId{7}, Confidentiality::unit, false, {{role, number, false}}};
}

std::vector<Standpoint> seen(const CitizenNumber& who, const PartyCase& one, std::vector<PowerOfAttorney> powers = {}) {
    return standpoints(who, one, powers, today, Confidentiality::unit);
}

}  // namespace

TEST_CASE("A party in law sees its case; who only wrote a letter, or acts for another, does not") {
    CHECK(seen(anna, case_of(PartyRole::primary, anna)).size() == 1);
    CHECK(seen(firm, case_of(PartyRole::other, firm)).size() == 1);
    CHECK(seen(anna, case_of(PartyRole::sender, anna)).empty());
    CHECK(seen(anna, case_of(PartyRole::receiver, anna)).empty());
    CHECK(seen(anna, case_of(PartyRole::representative, anna)).empty());
    CHECK(seen(bent, case_of(PartyRole::primary, anna)).empty());
}

TEST_CASE("The same digits from another register are somebody else") {
    const CitizenNumber place{IdentifierKind::p_number, anna.digits};
    CHECK(seen(anna, case_of(PartyRole::primary, place)).empty());
    CHECK(seen(place, case_of(PartyRole::primary, place)).empty());
    CHECK(seen({IdentifierKind::none, ""}, case_of(PartyRole::primary, {IdentifierKind::none, ""})).empty());
}

TEST_CASE("A case that is kept more closely, or kept back, is not shown") {
    auto one = case_of(PartyRole::primary, anna);
    one.confidentiality = Confidentiality::restricted;
    CHECK(seen(anna, one).empty());
    CHECK(standpoints(anna, one, {}, today, Confidentiality::restricted).size() == 1);
    one.confidentiality = Confidentiality::open;
    one.is_kept_back = true;
    CHECK(seen(anna, one).empty());
    one.is_kept_back = false;
    one.parties.front().is_kept_back = true;
    CHECK(seen(anna, one).empty());
}

TEST_CASE("A power of attorney holds for its cases, to its last day, until it is withdrawn, and goes no further") {
    const auto one = case_of(PartyRole::primary, anna);
    PowerOfAttorney power{3, anna, bent, CaseId{7}, today, false};
    CHECK(seen(bent, one, {power}) == std::vector<Standpoint>{{anna, 3}});
    power.in_case = CaseId{8};
    CHECK(seen(bent, one, {power}).empty());
    power.in_case.reset();
    CHECK(seen(bent, one, {power}).size() == 1);
    power.last_day = today - std::chrono::days{1};
    CHECK(seen(bent, one, {power}).empty());
    power.last_day = today;
    power.is_withdrawn = true;
    CHECK(seen(bent, one, {power}).empty());
    power.is_withdrawn = false;
    INFO("an attorney's attorney is nobody");
    const PowerOfAttorney further{4, bent, firm, std::nullopt, today, false};
    CHECK(seen(firm, one, {power, further}).empty());
}

TEST_CASE("A party sees what came from it, was sent to it or released to it, and no other document") {
    PartyDocument one{CaseId{7}, Direction::incoming, false, {{PartyGround::released, anna}}};
    CHECK(ground_to_show(one, CaseId{7}, anna) == PartyGround::released);
    CHECK_FALSE(ground_to_show(one, CaseId{7}, bent));
    CHECK_FALSE(ground_to_show(one, CaseId{8}, anna));
    one.grounds.push_back({PartyGround::written, anna});
    CHECK(ground_to_show(one, CaseId{7}, anna) == PartyGround::written);
    one.is_withdrawn = true;
    CHECK_FALSE(ground_to_show(one, CaseId{7}, anna));
    one.is_withdrawn = false;
    one.direction = Direction::internal;
    CHECK_FALSE(ground_to_show(one, CaseId{7}, anna));
}
