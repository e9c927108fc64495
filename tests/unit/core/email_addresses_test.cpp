#include "core/rules/email_addresses.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/core/found_texts.hpp"

using core::find_email_addresses;
using tests::Texts;
using tests::texts_of;

TEST_CASE("an e-mail address is found however it is written", "[release]") {
    const auto address = GENERATE(
        "karen.holm@eksempel.dk",
        "KAREN@EKSEMPEL.DK",
        "k-h_77+brev@mail.eksempel-by.dk",
        "søren@køge.dk",
        "karen (a) eksempel . dk",
        "karen(a)eksempel.dk",
        "karen [at] eksempel [dot] dk",
        "karen snabel-a eksempel punktum dk",
        "karen snabela eksempel.dk",
        "karen at eksempel dot dk",
        "karen @ eksempel.dk",
        "karen@\neksempel.dk",
        "karen\uFF20eksempel.dk",
        "karen\u00A9eksempel.dk",
        "karen@eksempel"
    );
    const auto text = std::string{"Skriv til "} + address + " inden fredag";
    CAPTURE(address);
    CHECK(texts_of(text, find_email_addresses(text)) == Texts{address});
}

TEST_CASE("what is no e-mail address is not found", "[release]") {
    const auto text = GENERATE(
        "3 stk. @ 25,00 kr.",
        "Kommunen har besluttet at bygge. De nye boliger står klar.",
        "jf. stk. 2 (a) ansøgning. De øvrige",
        "Læs mere på www.eksempel.dk",
        "\u00A9 Eksempel Kommune 2026",
        "@",
        "a@"
    );
    CAPTURE(text);
    CHECK(find_email_addresses(text).empty());
}

TEST_CASE("several e-mail addresses are found one by one", "[release]") {
    const std::string text = "Til: a@b.dk; c@d.dk, <e@f.com>";
    CHECK(texts_of(text, find_email_addresses(text)) == Texts{"a@b.dk", "c@d.dk", "e@f.com"});
}

TEST_CASE("an address is found where recognition made a Danish letter of the mark", "[email]") {
    for (const auto* text :
         {"karen37(ømail.dk",
          "karen37(mail.dk",
          "post(Øsolbakke.dk",
          "karen75&mail.dk",
          "post&æsolbakke.dk",
          "Anne.Holmæfirma-by.com",
          "Anne.Holmøfirma-by.com"}) {
        const auto found = core::find_email_addresses("Skriv til " + std::string{text} + " i dag.");
        INFO(text);
        REQUIRE(found.size() == 1);
        CHECK(found.front().end - found.front().begin == std::string_view{text}.size());
        CHECK_FALSE(found.front().certain);
    }
    for (const auto* text :
         {"Se www.tønder.dk",
          "https://sønderborg.dk/post",
          "Hansen & Søn. dk",
          "Sø og fjord",
          "Høje-Taastrup",
          "a&b"}) {
        INFO(text);
        CHECK(core::find_email_addresses(text).empty());
    }
}
