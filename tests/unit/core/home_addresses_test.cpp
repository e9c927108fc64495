#include "core/rules/home_addresses.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/core/found_texts.hpp"

using core::find_home_addresses;
using tests::Texts;
using tests::texts_of;

TEST_CASE("an address is found with all that belongs to it", "[release]") {
    const auto address = GENERATE(
        "Skovvej 12",
        "Skovvej 12B",
        "Skovvej nr. 12",
        "Skovvej 12-14",
        "Skovvej 12, 3. th",
        "Skovvej 12 B, st. tv.",
        "Skovvej 12, 1. sal",
        "Skovvej 12, 8000 Aarhus C",
        "Skovvej 12, 3. th\n8000 Aarhus",
        "SKOVVEJ 12",
        "skovvej 12",
        "Nørregade 7",
        "Bøgealle 3",
        "Ny Vej 3",
        "H.C. Andersens Boulevard 2",
        "Solbakken 4",
        "Ved Skoven 9",
        "8000 Aarhus",
        "9994 Nørre Aasby",
        "DK-2000 Frederiksberg",
        "Postboks 17"
    );
    const auto text = std::string{"hos os på "} + address + ", siger de";
    CAPTURE(address);
    const auto found = texts_of(text, find_home_addresses(text));
    REQUIRE(found.size() == 1);
    // A dot may stand behind the door, and a name before the street may go with it.
    CHECK(std::string{address}.find(found.front().substr(found.front().rfind(' ') + 1)) != std::string::npos);
    CHECK(found.front().size() + 16 >= std::string{address}.size());
}

TEST_CASE("what is no address is not found", "[release]") {
    const auto text = GENERATE(
        "på vej 3 gange",
        "Rapport 12 og Høring 3",
        "Hovedgaden er spærret",
        "i 2026 Byrådet",
        "1500 Kroner",
        "hovedvej 11",
        "Ændring 2 af lokalplan 112",
        "side 12 af 14"
    );
    CAPTURE(text);
    CHECK(texts_of(text, find_home_addresses(text)).empty());
}

TEST_CASE("a street with floor, door or town is certain, one that is only likely is not", "[release]") {
    const std::string certain = "skovvej 12, 3. th";
    const std::string likely = "skovvej 12";
    CHECK(find_home_addresses(certain).at(0).certain);
    CHECK_FALSE(find_home_addresses(likely).at(0).certain);
}
