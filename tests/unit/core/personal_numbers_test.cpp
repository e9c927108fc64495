#include "core/rules/personal_numbers.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <random>

using core::find_cpr;

namespace {

/// What was found, as it stands in the text.
std::vector<std::string> found_in(std::string_view text) {
    std::vector<std::string> found;
    for (const auto& finding : find_cpr(text))
        found.emplace_back(text.substr(finding.begin, finding.end - finding.begin));
    return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a CPR number is found however it is written", "[cpr]") {
    const auto number = GENERATE(
        "2512484916",
        "251248-4916",
        "251248 4916",
        "251248/4916",
        "251248.4916",
        "251248\t4916",
        "251248 - 4916",
        "251248\u00A04916",
        "251248\u20114916",
        "251248\u20134916",
        "251248 \u2014 4916",
        "251248\u00AD4916",
        "25\u200B12484916",
        "251248_4916",
        "25.12.48-4916",
        "25 12 48 4916",
        "25/12/48 - 4916",
        "2 5 1 2 4 8 - 4 9 1 6",
        "2 5 1 2 4 8   4 9 1 6",
        "2  5  1  2  4  8  4  9  1  6",
        "2|5|1|2|4|8|-|4|9|1|6",
        "2 | 5 | 1 | 2 | 4 | 8 | 4 | 9 | 1 | 6",
        "2][5][1][2][4][8] [4][9][1][6",
        "251248-\n4916",
        "251248\n4916",
        "251248 -\r\n   4916",
        "2512\n48-4916",
        "25124849\n16",
        "\uFF12\uFF15\uFF11\uFF12\uFF14\uFF18-4916"
    );
    const auto text = std::string{"Sagen om "} + number + ", som bor i Solbakke.";
    CAPTURE(number);
    CHECK(found_in(text) == Texts{number});
}

TEST_CASE("misread letters count as digits, and are not certain", "[cpr]") {
    const auto number = GENERATE(
        "25l248-4916", "O1O170-1234", "25I248-49l6", "2S1248-4916", "25|248 4916", "25l2484916", "251248-49I6"
    );
    CAPTURE(number);
    const auto found = find_cpr(std::string{"nr "} + number + " i");
    REQUIRE(found.size() == 1);
    CHECK_FALSE(found.front().certain);
    CHECK(found_in(std::string{"nr "} + number + " i") == Texts{number});
}

TEST_CASE("modulus 11 and administrative numbers reject nothing", "[cpr]") {
    const auto number =
        GENERATE("0707614285", "0101010101", "2211771212", "611248-1234", "910148-1234", "290200-1234", "290204-1234");
    CHECK(found_in(number) == Texts{number});
}

TEST_CASE("what has no date that exists, or other lengths, is no CPR number", "[cpr]") {
    const auto text = GENERATE(
        "321248-4916",
        "001248-4916",
        "921248-4916",
        "251348-4916",
        "250048-4916",
        "310448-4916",
        "290201-4916",
        "300200-4916",
        "12512484916",
        "25124849161",
        "251248-49161",
        "1251248-4916",
        "25124-4916",
        "251248-491",
        "25 12 48 49",
        "25 12 48 49 16",
        "251248      4916",
        "251248 og 4916",
        "Sagsnr. 27.35.00-P19-12-26",
        "IBAN DK50 0040 0440 1162 43",
        "Solskoven lolls-olol",
        ""
    );
    CAPTURE(text);
    CHECK(found_in(text).empty());
}

TEST_CASE("words nearby say how certain a finding is", "[cpr]") {
    const auto is_certain = [](std::string_view text) {
        const auto found = find_cpr(text);
        REQUIRE(found.size() == 1);
        return found.front().certain;
    };
    CHECK(is_certain("CPR-nr. 0101010101"));
    CHECK(is_certain("Personnummer: 0101010101"));
    CHECK(is_certain("Anne Jensen, 251248-4916"));
    CHECK(is_certain("2512484916"));        // passes modulus 11
    CHECK_FALSE(is_certain("0101010101"));  // does not, and nothing else speaks for it
    CHECK_FALSE(is_certain("P-nr. 1012345678"));
    CHECK_FALSE(is_certain("p-nummer: 1012345678"));
    CHECK_FALSE(is_certain("Faktura 2512484916"));
    CHECK_FALSE(is_certain("Ordrenummer 251248-4916"));
    CHECK(is_certain("Faktura 17, CPR 251248-4916"));
    CHECK_FALSE(is_certain("CPR kendes ikke, faktura 251248-4916"));
}

TEST_CASE("several numbers are found in order, each at its bytes", "[cpr]") {
    const std::string text = "Børn: 251248-4916, 070761-4285 og ærø 2211771212.";
    const auto found = find_cpr(text);
    REQUIRE(found.size() == 3);
    CHECK(text.substr(found[0].begin, found[0].end - found[0].begin) == "251248-4916");
    CHECK(text.substr(found[2].begin, found[2].end - found[2].begin) == "2211771212");
    CHECK(found[0].end <= found[1].begin);
    CHECK(found[1].end <= found[2].begin);
}

TEST_CASE("every number with a date is found in random text with random separators", "[cpr]") {
    std::mt19937 random{20261122};
    const auto pick = [&](int from, int to) { return std::uniform_int_distribution{from, to}(random); };
    const std::vector<std::string> separators{"", "-", " ", "/", ".", " - ", "\u2013", "\n", "-\n", "\u00A0"};
    const std::vector<std::string> around{" ", "\n", "(", ", ", "» ", "\t", "ø "};
    for (int round = 0; round < 2000; ++round) {
        std::array<char, 16> date{};
        std::snprintf(
            date.data(), date.size(), "%02d%02d%02d", pick(1, 28) + 60 * pick(0, 1), pick(1, 12), pick(0, 99)
        );
        std::array<char, 16> rest{};
        std::snprintf(rest.data(), rest.size(), "%04d", pick(0, 9999));
        const auto& separator = separators[static_cast<std::size_t>(pick(0, static_cast<int>(separators.size()) - 1))];
        const auto& before = around[static_cast<std::size_t>(pick(0, static_cast<int>(around.size()) - 1))];
        const auto& after = around[static_cast<std::size_t>(pick(0, static_cast<int>(around.size()) - 2))];
        const auto number = std::string{date.data()} + separator + rest.data();
        const auto text = "Borgeren" + before + number + (after == "(" ? ")" : after) + "skriver";
        CAPTURE(text);
        REQUIRE(found_in(text) == Texts{number});
    }
}

TEST_CASE("a long text of digits and spaces is read in time that grows with its length", "[cpr]") {
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += i % 3 == 0 ? " " : "1";
    const auto begun = std::chrono::steady_clock::now();
    find_cpr(text + std::string(200'000, ' ') + std::string(200'000, 'l'));
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds{10});
}
