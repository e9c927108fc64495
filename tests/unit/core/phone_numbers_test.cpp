#include "core/rules/phone_numbers.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/core/found_texts.hpp"

using core::find_phone_numbers;
using tests::Texts;
using tests::texts_of;

TEST_CASE("a telephone number is found however it is grouped", "[release]") {
    const auto number = GENERATE(
        "20304050",
        "20 30 40 50",
        "2030 4050",
        "20 304050",
        "203 040 50",
        "20-30-40-50",
        "20.30.40.50",
        "20\u00A030\u00A040\u00A050",
        "2 0 3 0 4 0 5 0",
        "45 20 30 40 50",
        "0045 20304050",
        "2O 3O 40 50"
    );
    const auto text = std::string{"Jeg træffes på "} + number + " efter kl. 16.";
    CAPTURE(number);
    CHECK(texts_of(text, find_phone_numbers(text)) == Texts{number});
}

TEST_CASE("a telephone number behind a plus or a word for it is certain", "[release]") {
    const auto text = GENERATE(
        "+45 20 30 40 50",
        "+4520304050",
        "(+45) 20304050",
        "+46 70 123 45 67",
        "+354 555 1234",
        "Tlf. 20304050",
        "Tlf.: 20 30\n40 50",
        "mobil 20.30.40.50",
        "Telefon (direkte): 2030 4050"
    );
    CAPTURE(text);
    const auto found = find_phone_numbers(text);
    REQUIRE(found.size() == 1);
    CHECK(found.front().certain);
}

TEST_CASE("other numbers are no telephone numbers", "[release]") {
    const auto text = GENERATE(
        "CVR-nr. 29189714",
        "DK29189714",
        "EAN 5798003456789",
        "den 22.11.2026 og den 2026-11-22",
        "kl. 20.30-21.30",
        "22.11.26 12",
        "25.000.000 kr.",
        "kr. 25 000 000",
        "20304050,75",
        "perioden 2024-2026 og 2024 2025",
        "sagsnr. 20304050",
        "Faktura 20304050",
        "2026-20304050",
        "070761-4285",
        "IBAN DK50 0040 0440 1162 43",
        "12345678"  // no Danish subscriber's number begins with 1
    );
    CAPTURE(text);
    CHECK(find_phone_numbers(text).empty());
}

TEST_CASE("telephone numbers beside each other are all found", "[release]") {
    const std::string text = "20 30 40 50 / 60 70 80 90 eller 30405060/70809010";
    CHECK(texts_of(text, find_phone_numbers(text)) == Texts{"20 30 40 50", "60 70 80 90", "30405060", "70809010"});
}
