#include "services/mailroom/subject_finder.hpp"

#include <catch2/catch.hpp>

namespace {

const services::SubjectFinder finder{{
    {"27.35.00", "Ældreboliger og plejehjem"},
    {"02.34.02", "Byggetilladelser"},
    {"27.35.04", "Bolig til ældre"},
    {"01.02.05", "Lokalplaner"},
}};

std::vector<std::string> found(std::string_view typed, std::size_t limit = 20) {
    std::vector<std::string> numbers;
    for (const auto& subject : finder.find(typed, limit)) numbers.push_back(subject.number);
    return numbers;
}
using Numbers = std::vector<std::string>;

}  // namespace

TEST_CASE("a subject is found by the beginning of its number, with dots or without", "[mailroom]") {
    CHECK(found("27.35") == Numbers{"27.35.00", "27.35.04"});
    CHECK(found("273504") == Numbers{"27.35.04"});
    CHECK(found("7.35").empty());
}

TEST_CASE("a subject is found by words in any order, whatever the case of Danish letters", "[mailroom]") {
    CHECK(found("ÆLDRE bolig") == Numbers{"27.35.04", "27.35.00"});
    CHECK(found("plejehjem") == Numbers{"27.35.00"});
    CHECK(found("plejehjem lokalplan").empty());
}

TEST_CASE("a title that begins with the word comes before one that holds it inside", "[mailroom]") {
    CHECK(found("bolig") == Numbers{"27.35.04", "27.35.00"});
    CHECK(found("bolig", 1) == Numbers{"27.35.04"});
}

TEST_CASE("what the field shows after a choice finds that choice", "[mailroom]") {
    CHECK(found(finder.text_of("02.34.02")) == Numbers{"02.34.02"});
    CHECK(finder.text_of("99.99.99") == "99.99.99");
    CHECK(found("   ").empty());
}
