#include "core/rules/letter_facts.hpp"

#include <catch2/catch.hpp>

#include "core/rules/danish_dates.hpp"

using core::facts_in;

namespace {

core::Date day(std::string_view iso) {
    return core::parse_iso_date(iso).value();
}

std::string only_date(std::string_view text) {
    const auto dates = core::dates_in(text);
    return dates.size() == 1 ? core::iso_date(dates.front().date) : "(" + std::to_string(dates.size()) + " dates)";
}

constexpr std::string_view letter = R"(Anne Birgitte Holm
Bakkevej 12
4999 Solbakke

Solbakke Kommune
Teknik og Miljø
Rådhuspladsen 1
4999 Solbakke
                                              Solbakke, den 12. november 2026

Vedr.: Ansøgning om carport på Bakkevej 12

Kære Solbakke Kommune

Tak for Deres brev af 3. november 2026. Jeg er født 1. maj 1970 og vil gerne bygge inden 1. december 2026.

Med venlig hilsen

Anne Birgitte Holm
)";

}  // namespace

TEST_CASE("a Danish date is read as people write it", "[letters]") {
    const auto text = GENERATE(
        "12. november 2026",
        "12.november 2026",
        "12 november 2026",
        "12. nov. 2026",
        "d. 12. NOVEMBER 2026",
        "12.11.2026",
        "12. 11. 2026",
        "12/11-2026",
        "12/11 2026",
        "12-11-2026",
        "12/11-26",
        "12.11.26",
        "2026-11-12",
        "Solbakke, den 12. nov. 2026",
        "l2. november 2O26",
        "12. novernber 2026",
        "12. novenber 2026",
        "12. november 2026.",
        "(12.11.2026)"
    );
    CAPTURE(text);
    CHECK(only_date(text) == "2026-11-12");
}

TEST_CASE("every month is read by its name and its beginning", "[letters]") {
    CHECK(only_date("1. januar 2026") == "2026-01-01");
    CHECK(only_date("1. feb 2026") == "2026-02-01");
    CHECK(only_date("1. marts 2026") == "2026-03-01");
    CHECK(only_date("1. april 2026") == "2026-04-01");
    CHECK(only_date("1. maj 2026") == "2026-05-01");
    CHECK(only_date("1. juni 2026") == "2026-06-01");
    CHECK(only_date("1. juli 2026") == "2026-07-01");
    CHECK(only_date("1. aug. 2026") == "2026-08-01");
    CHECK(only_date("1. sept. 2026") == "2026-09-01");
    CHECK(only_date("1. 0ktober 2026") == "2026-10-01");
    CHECK(only_date("1. december 2026") == "2026-12-01");
}

TEST_CASE("what is no date is not read as one", "[letters]") {
    const auto text = GENERATE(
        "31.02.2026",
        "12.13.2026",
        "0. maj 2026",
        "27.35.00-P19-12-26",
        "01.02.26-P19",
        "251248-4916",
        "12.11",
        "112.11.2026",
        "12.11.20261",
        "12. mandag 2026",
        "2026-13-01",
        ""
    );
    CAPTURE(text);
    CHECK(core::dates_in(text).empty());
}

SCENARIO("a letter says its date, sender and title", "[letters]") {
    GIVEN("a letter with several dates") {
        const auto facts = facts_in(letter, day("2026-11-14"));
        THEN("the date at its top is the letter's, not the ones it speaks of") {
            REQUIRE(facts.letter_date);
            CHECK(core::iso_date(*facts.letter_date) == "2026-11-12");
            CHECK(facts.letter_date_quote == "12. november 2026");
        }
        THEN("the name under the closing words is the sender") {
            CHECK(facts.sender == "Anne Birgitte Holm");
        }
        THEN("what stands after Vedr. is the title") {
            CHECK(facts.title == "Ansøgning om carport på Bakkevej 12");
        }
    }
    GIVEN("a letter whose heading stands above the salutation") {
        const auto facts = facts_in(
            "Solbakke Boligforening\nDato: 2/11-2026\n\nHøring om lokalplan 114\n\nKære naboer\n\nTekst.\n\n"
            "Venlig hilsen\nBoligforeningen Solbakke A/S\n",
            day("2026-11-14")
        );
        CHECK(facts.title == "Høring om lokalplan 114");
        CHECK(facts.sender == "Boligforeningen Solbakke A/S");
        REQUIRE(facts.letter_date);
        CHECK(core::iso_date(*facts.letter_date) == "2026-11-02");
    }
    GIVEN("a short note signed on the same line") {
        const auto facts = facts_in("Emne: Hul i vejen\nDer er et hul.\nMvh. Søren Østergaard", day("2026-11-14"));
        CHECK(facts.title == "Hul i vejen");
        CHECK(facts.sender == "Søren Østergaard");
        CHECK_FALSE(facts.letter_date);
    }
}

TEST_CASE("a date is suggested only if the letter can have been written then", "[letters]") {
    const auto date_of = [](std::string_view text) { return facts_in(text, day("2026-11-14")).letter_date; };
    CHECK(date_of("Solbakke, den 15. november 2026"));
    CHECK_FALSE(date_of("Solbakke, den 16. november 2026"));
    CHECK(date_of("Solbakke, den 20. november 2021"));
    CHECK_FALSE(date_of("Solbakke, den 10. november 2021"));
    CHECK_FALSE(date_of("Jeg er født den 10. november 2024"));
    CHECK_FALSE(date_of("Svar senest den 10. november 2026"));
}

TEST_CASE("nothing is suggested from text that says nothing", "[letters]") {
    const auto text = GENERATE("", "\n\n\f\n", "asdf qwer 123", "Med venlig hilsen", "Vedr.", "\xFF\xFE\x80 den \xC3");
    const auto facts = facts_in(text, day("2026-11-14"));
    CAPTURE(text);
    CHECK_FALSE(facts.letter_date);
    CHECK(facts.letter_date_quote.empty());
    CHECK(facts.sender.empty());
    CHECK(facts.title.empty());
}

SCENARIO("a stamp of receipt is not taken for the letter's date", "[letter]") {
    GIVEN("a letter whose stamp stands above its own date") {
        const auto facts = core::facts_in(
            "Karen Toft\nLindeallé 8\n9991 Solbakke\nMODTAGET\n20. NOV. 2026\n14. november 2026\nAnsøgning om "
            "ledsagerkort\n",
            std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}
        );
        THEN("the letter's own date is suggested") {
            REQUIRE(facts.letter_date.has_value());
            REQUIRE(core::iso_date(*facts.letter_date) == "2026-11-14");
        }
    }
}

SCENARIO("a signature's scrawl is not taken for the sender's name", "[letter]") {
    GIVEN("a letter whose signature was read as capitals, with the name in print below") {
        const auto facts = core::facts_in(
            "Klage over støj\nVi hører den hver nat.\nMed venlig hilsen\nRK SRÅMAREN\nAstrid Bjerregaard\n",
            std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}
        );
        THEN("the printed name is suggested") {
            REQUIRE(facts.sender == "Astrid Bjerregaard");
        }
    }
}
