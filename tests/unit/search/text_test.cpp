#include <catch2/catch.hpp>
#include <string>

#include "search/danish_text.hpp"
#include "search/pattern.hpp"
#include "search/posting.hpp"
#include "search/stored_entry.hpp"
#include "search/suggestion.hpp"

TEST_CASE("tidying joins what printing took apart and touches nothing else", "[search]") {
    CHECK(search::tidy("almindelig tekst - med streg-\n Og") == "almindelig tekst - med streg-\n Og");
    CHECK(search::tidy("bygge-\r\n  sagen") == "byggesagen");
    CHECK(search::tidy("vand-\nog varme") == "vand-\nog varme");
    CHECK(search::tidy("bygge-\nogså") == "byggeogså");
    CHECK(search::tidy("a\u030A A\u030A e\u0301") == "å Å é");
    CHECK(search::tidy("eje\u00ADndom") == "ejendom");
    CHECK(search::tidy("- \nliste") == "- \nliste");
    CHECK(search::tidy("\xCC \xFF-\n") == "\xCC \xFF-\n");
}

TEST_CASE("lower case knows the Danish letters", "[search]") {
    CHECK(search::lower("ÆØÅ Blåbærgrød ÉÖ 12") == "æøå blåbærgrød éö 12");
}

TEST_CASE("a stem is the beginning of its word", "[search]") {
    const Xapian::Stem stem("danish");
    for (const std::string word :
         {"ansøgningen", "ansøgninger",         "løst",           "kommunernes",  "undersøgelserne",
          "tilladelse",  "byggesagsbehandling", "bestemmelserne", "hurtigst",     "ubebyggede",
          "skolerne",    "offentliggørelse",    "friskt",         "mægtigst",     "pladder",
          "hoppede",     "sagsbehandleren",     "elskeligt",      "ældreplejens", "årsregnskaberne",
          "æblerne"}) {
        CAPTURE(word, stem(word));
        CHECK(word.starts_with(stem(word)));
    }
}

TEST_CASE("a stored entry is read as it was written", "[search]") {
    search::StoredEntry entry;
    entry.kind = search::Kind::incoming;
    entry.id = -5;
    entry.unit = core::UnitId{1'000'000'000'000};
    entry.date = core::Date{std::chrono::days{-8000}};
    entry.title = "æ";
    entry.people = {"a", "", std::string(300, 'b')};
    entry.pages = {{1, 10, 0, 0, 5}, {-2, 4'000'000'000, 3, 9, 1}};
    entry.text = std::string("a\0b", 3);
    const auto data = search::encode(entry);
    const auto read = search::decode(data);
    CHECK(search::encode(read) == data);
    CHECK(read.kind == entry.kind);
    CHECK(read.id == -5);
    CHECK_FALSE(read.in_case);
    CHECK(read.unit == entry.unit);
    CHECK(read.date == entry.date);
    CHECK(read.people == entry.people);
    CHECK(read.pages.at(1).number == -2);
    CHECK(read.pages.at(1).first_position == 4'000'000'000);
    CHECK(read.text == entry.text);
    for (std::size_t cut = 0; cut < data.size(); ++cut) {
        CHECK_THROWS_AS(search::decode(std::string_view{data}.substr(0, cut)), search::IndexDamaged);
    }
}

TEST_CASE("values order by date, then by id, and facets are read as written", "[search]") {
    using search::newest_value;
    const core::Date early{std::chrono::days{-20'000}}, late{std::chrono::days{20'000}};
    CHECK(newest_value({}, 9) < newest_value(early, 1));
    CHECK(newest_value(early, 9) < newest_value(late, 1));
    CHECK(newest_value(late, 255) < newest_value(late, 256));
    CHECK(newest_value(late, -1) < newest_value(late, 0));
    CHECK(search::first_dated_value() <= search::first_value_of(early));
    CHECK(search::first_value_of(late) <= newest_value(late, INT64_MIN));
    CHECK(newest_value(late, INT64_MAX) <= search::last_value_of(late));
    CHECK(search::last_value_of(late) < search::first_value_of(late + std::chrono::days{1}));

    const auto facets = search::parse_facets(search::facets_value({search::Kind::incoming, core::UnitId{-3}, 1849}));
    CHECK(facets.kind == search::Kind::incoming);
    CHECK(facets.unit == core::UnitId{-3});
    CHECK(facets.year == 1849);
    CHECK_THROWS_AS(search::parse_facets("short"), search::IndexDamaged);
}

TEST_CASE("distance counts changes, additions, omissions and swaps", "[search]") {
    using search::distance;
    CHECK(distance(U"hund", U"hund", 2) == 0);
    CHECK(distance(U"hund", U"hnud", 2) == 1);
    CHECK(distance(U"hund", U"hundt", 2) == 1);
    CHECK(distance(U"hund", U"hun", 2) == 1);
    CHECK(distance(U"ål", U"øl", 2) == 1);
    CHECK(distance(U"ansøgning", U"ansogming", 2) == 2);
    CHECK(distance(U"hund", U"kat", 2) == 3);
    CHECK(distance(U"", U"abc", 2) == 3);
}
