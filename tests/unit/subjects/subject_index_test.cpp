#include "services/subjects/subject_index.hpp"

#include <catch2/catch.hpp>

using core::SchemeEntry;
using core::SchemeKind;
using services::SubjectIndex;
using Numbers = std::vector<std::string>;

namespace {

const core::Date today = core::parse_iso_date("2026-11-03").value();

SchemeEntry group(std::string number, std::string title) {
    const auto kind = number.size() == 2 ? SchemeKind::main_group : SchemeKind::group;
    return {.kind = kind, .number = std::move(number), .title = std::move(title)};
}
SchemeEntry subject(std::string number, std::string title, std::vector<std::string> keywords = {}) {
    return {.number = std::move(number), .title = std::move(title), .keywords = std::move(keywords)};
}
SchemeEntry retired(std::string number, std::vector<std::string> successors) {
    auto entry = subject(std::move(number), "Integration");
    entry.retired = core::parse_iso_date("2014-11-01");
    entry.successors = std::move(successors);
    return entry;
}

const SubjectIndex scheme{
    {
        group("27", "Social service"),
        group("27.35", "Ældreområdet"),
        subject("27.35.00", "Ældreboliger og plejehjem", {"venteliste til bolig"}),
        subject("27.35.04", "Bolig til ældre"),
        group("02", "Byggeri"),
        group("02.34", "Byggesager"),
        subject("02.34.02", "Byggetilladelser", {"carport", "udestue"}),
        subject("01.02.05", "Lokalplaner", {"carport i skel"}),
        retired("00.10.00", {"00.11.00"}),
        retired("00.11.00", {"27.35", "02.34.02"}),
        retired("00.12.00", {"00.12.00"}),
    },
    today};

Numbers found(std::string_view typed, std::size_t limit = 20, SubjectIndex::Scope scope = SubjectIndex::Scope::in_use) {
    Numbers numbers;
    for (const auto& one : scheme.find(typed, limit, scope)) numbers.push_back(one.entry->number);
    return numbers;
}

}  // namespace

TEST_CASE("a subject is found by the beginning of its number, with dots or without", "[subjects]") {
    CHECK(found("27.35") == Numbers{"27.35.00", "27.35.04"});
    CHECK(found("273504") == Numbers{"27.35.04"});
    CHECK(found("7.35").empty());
}

TEST_CASE("a subject is found by words in any order, letter case and ending", "[subjects]") {
    CHECK(found("ÆLDRE bolig") == Numbers{"27.35.04", "27.35.00"});
    CHECK(found("plejehjemmet") == Numbers{"27.35.00"});
    CHECK(found("lokalplanerne") == Numbers{"01.02.05"});
    CHECK(found("plejehjem lokalplan").empty());
}

TEST_CASE("whole words of a title come before its insides, and titles before keywords", "[subjects]") {
    CHECK(found("bolig") == Numbers{"27.35.04", "27.35.00"});
    CHECK(found("bolig", 1) == Numbers{"27.35.04"});
    CHECK(found("bygge") == Numbers{"02.34.02"});
    CHECK(found("carport") == Numbers{"01.02.05", "02.34.02"});
    CHECK(found("byggesager") == Numbers{"02.34.02"});  // the group's
}

TEST_CASE("a hit tells which keywords made it be found", "[subjects]") {
    const auto hits = scheme.find("carport", 20);
    REQUIRE(hits.size() == 2);
    CHECK(hits[0].keywords == Numbers{"carport i skel"});
    CHECK(scheme.find("byggetilladelser", 20).front().keywords.empty());
}

TEST_CASE("what the field shows after a choice finds that choice", "[subjects]") {
    CHECK(found("02.34.02 Byggetilladelser") == Numbers{"02.34.02"});
    CHECK(found("   ").empty());
}

TEST_CASE("a retired number is not found, but those that took its place are", "[subjects]") {
    CHECK(found("integration").empty());
    CHECK(found("00.10.00") == Numbers{"27.35.00", "02.34.02"});
    CHECK(scheme.find("00.10.00", 5).front().replaces == "00.10.00");
    CHECK(found("00.12.00").empty());
    CHECK(found("integration", 20, SubjectIndex::Scope::all) == Numbers{"00.10.00", "00.11.00", "00.12.00"});
}

TEST_CASE("the scheme is walked up and down", "[subjects]") {
    REQUIRE(scheme.path("27.35.04").size() == 2);
    CHECK(scheme.path("27.35.04")[0]->title == "Social service");
    CHECK(scheme.path("27.35.04")[1]->title == "Ældreområdet");
    CHECK(scheme.children("").size() == 2);
    CHECK(scheme.children("27.35").size() == 2);
    CHECK(scheme.entry("99.99.99") == nullptr);
}

TEST_CASE("odd bytes find nothing and do no harm", "[subjects]") {
    CHECK(found("\xff\xfe").empty());
    CHECK(found(std::string(5000, 'x')).empty());
    CHECK(found("... --- ,,,").empty());
}
