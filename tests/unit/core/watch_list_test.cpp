#include "core/rules/watch_list.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/core/found_texts.hpp"

using core::tokens_of;
using core::WatchedKind;
using core::WatchList;
using tests::Texts;
using tests::texts_of;

TEST_CASE("a protected name is found in either order, in any case, and with other names in between", "[release]") {
    const WatchList list{{{WatchedKind::name, "Karen Østergård"}}};
    const auto name = GENERATE(
        "Karen Østergård",
        "KAREN ØSTERGÅRD",
        "Karen\nØstergård",
        "Karen Marie Østergård",
        "Østergård, Karen",
        "Karen Oestergaard",
        "Karen Østergårds"
    );
    const auto text = std::string{"Brev fra "} + name + " om carport";
    CAPTURE(name);
    CHECK(texts_of(text, list.find(tokens_of(text))) == Texts{name});
}

TEST_CASE("only the listed name, address or word is found", "[release]") {
    const WatchList list{
        {{WatchedKind::name, "Karen Østergård"},
         {WatchedKind::address, "Skovvej 12, 3. th"},
         {WatchedKind::word, "krisecenter"},
         {WatchedKind::word, "Projekt Havørn"},
         {WatchedKind::word, "*spion*"}}};
    const auto found = [&](const std::string& text) { return texts_of(text, list.find(tokens_of(text))); };
    CHECK(found("Karen Holm og Ejnar Østergård").empty());
    CHECK(found("skovvej 12 3 th.") == Texts{"skovvej 12 3 th"});
    CHECK(found("Skovvej 121, 3. th").empty());
    CHECK(found("et par krisecentre og krisecentrets").empty());
    CHECK(found("Krisecenteret i byen") == Texts{"Krisecenteret"});
    CHECK(found("projekt havørns budget") == Texts{"projekt havørns"});
    CHECK(found("Industrispionage") == Texts{"Industrispionage"});
}

TEST_CASE("what is on the list of the allowed is known again however it is written", "[release]") {
    const WatchList list{
        {{WatchedKind::allowed, "Rådhuspladsen 1, 9999 Eksempelby"},
         {WatchedKind::allowed, "76 13 37 00"},
         {WatchedKind::allowed, "@eksempel.dk"}}};
    CHECK(list.allows("Rådhuspladsen 1"));
    CHECK(list.allows("9999 Eksempelby"));
    CHECK(list.allows("76133700"));
    CHECK(list.allows("+45 7613 3700"));
    CHECK(list.allows("post@eksempel.dk"));
    CHECK_FALSE(list.allows("Rådhuspladsen 12"));
    CHECK_FALSE(list.allows("76 13 37 01"));
    CHECK_FALSE(list.allows("karen@andet.dk"));
    CHECK_FALSE(list.allows(""));
}
