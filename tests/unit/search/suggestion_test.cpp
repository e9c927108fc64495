#include "index_fixture.hpp"

TEST_CASE_METHOD(IndexFixture, "a misspelt word brings a suggestion that finds something", "[search]") {
    index({document(1, "Byggetilladelse", {"til carport på Møllevej"}), document(2, "Klage over støj")});
    CHECK(find("byggetiladelse").suggestion == "byggetilladelse");
    CHECK(find("carprot møllevej").suggestion == "carport møllevej");
    CHECK(find("Stoj").suggestion == "støj");
    CHECK(find("carport").suggestion.empty());
    CHECK(find("zebra").suggestion.empty());
    CHECK(find("carprot klage").suggestion.empty());  // together they find nothing
}

TEST_CASE_METHOD(IndexFixture, "a word that only others may see is never suggested", "[search]") {
    auto secret = document(1, "Hemmelighed", {"fratrædelsesaftale"});
    secret.access_group = core::GroupId{2};
    index({secret, document(2, "Åbent brev", {"fratrædelse"})});
    CHECK(find("fratrædelsesaftaler").suggestion.empty());
    CHECK(find("fratrædelsesaftal").suggestion.empty());
    CHECK(find("hemmeligheb").suggestion.empty());
    CHECK(find("hemmeligheb ELLER zebra").suggestion.empty());
    CHECK(find(query("hemmeligheb", {core::GroupId{2}})).suggestion == "hemmelighed");
    // The word is there, but hidden: to the asker it is as misspelt as any other.
    CHECK(find("fratrædelses").suggestion.empty());
    CHECK(find("fratrædelze").suggestion == "fratrædelse");
}
