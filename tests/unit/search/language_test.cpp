#include "index_fixture.hpp"

using search::Kind;

TEST_CASE_METHOD(IndexFixture, "a word is found in all its Danish forms", "[search]") {
    index(
        {document(1, "Brev", {"Ansøgningen er modtaget"}),
         document(2, "Brev", {"vi har fået to ansøgninger"}),
         document(3, "Brev", {"en klage"})}
    );
    CHECK(ids("ansøgning") == Ids{1, 2});
    CHECK(ids("ansøgninger") == Ids{1, 2});
    CHECK(ids("Ansøgningerne") == Ids{1, 2});
    CHECK(ids("klagen") == Ids{3});
}

TEST_CASE_METHOD(IndexFixture, "case is of no account, in æøå either", "[search]") {
    index({document(1, "ÆBLEØEN ÅRHUS", {"rød grød"}), document(2, "æbleøen århus")});
    CHECK(ids("æbleøen") == Ids{1, 2});
    CHECK(ids("Århus") == Ids{1, 2});
    CHECK(ids("ÅRHUS") == Ids{1, 2});
    CHECK(ids("RØD GRØD") == Ids{1});
}

TEST_CASE_METHOD(IndexFixture, "a capital ranks the name itself before words with its stem", "[search]") {
    index({document(1, "Hans", {"hans hans hans"}), document(2, "Brev", {"fra Hansen i byen om vejen og søen"})});
    const auto answer = find("Hansen");
    REQUIRE(!answer.hits.empty());
    CHECK(answer.hits.front().id == 2);
}

TEST_CASE_METHOD(IndexFixture, "all words must be there, wherever in the entry they are", "[search]") {
    auto letter = document(1, "Byggetilladelse", {"første side om carporten", "anden side om naboen"});
    letter.people = {"Grethe Lindholm"};
    index({letter, document(2, "Byggetilladelse", {"om taget"})});
    CHECK(ids("byggetilladelse") == Ids{1, 2});
    CHECK(ids("byggetilladelse carport") == Ids{1});
    CHECK(ids("carport nabo") == Ids{1});
    CHECK(ids("lindholm nabo") == Ids{1});
    CHECK(ids("carport tag").empty());
}

TEST_CASE_METHOD(IndexFixture, "a phrase is found only in that order and on one page", "[search]") {
    index(
        {document(1, "Brev", {"klage over støj fra naboen"}),
         document(2, "Brev", {"støj over klage"}),
         document(3, "Brev", {"vi fik en klage", "over støj"})}
    );
    CHECK(ids("\"klage over støj\"") == Ids{1});
    CHECK(ids("“klage over støj”") == Ids{1});
    CHECK(ids("klage over støj") == Ids{1, 2, 3});
}

TEST_CASE_METHOD(IndexFixture, "a word with a minus excludes the entries that have it on any page", "[search]") {
    index(
        {document(1, "Brev", {"støj fra vejen", "og fra naboen"}),
         document(2, "Brev", {"støj fra vejen"}),
         document(3, "Andet")}
    );
    CHECK(ids("støj -nabo") == Ids{2});
    CHECK(ids("støj IKKE nabo") == Ids{2});
    CHECK(ids("-støj") == Ids{3});
    CHECK(ids("-støj -andet").empty());
    CHECK(ids("NOT støj") == Ids{3});
    CHECK(ids("IKKE støj IKKE andet").empty());
    CHECK(ids("støj OG IKKE nabo") == Ids{2});
    CHECK(ids("andet ELLER IKKE nabo") == Ids{2, 3});
    CHECK(ids("(-nabo) støj") == Ids{2});
    CHECK(ids("andet ELLER -nabo") == Ids{2, 3});
    CHECK(ids("-\"fra naboen\"") == Ids{2, 3});
}

TEST_CASE_METHOD(IndexFixture, "operators are written in capitals, in Danish or English", "[search]") {
    index({document(1, "hund"), document(2, "kat"), document(3, "hund kat")});
    CHECK(ids("hund ELLER kat") == Ids{1, 2, 3});
    CHECK(ids("hund OR kat") == Ids{1, 2, 3});
    CHECK(ids("hund OG kat") == Ids{3});
    CHECK(ids("(hund ELLER kat) -kat") == Ids{1});
    CHECK(ids("hund eller kat").empty());  // the word "eller" is in none of them
}

TEST_CASE_METHOD(IndexFixture, "a star finds words that begin so", "[search]") {
    index({document(1, "byggesag"), document(2, "byggetilladelse"), document(3, "bystyre")});
    CHECK(ids("bygge*") == Ids{1, 2});
    CHECK(ids("Bygge*") == Ids{1, 2});
    CHECK(ids("by*") == Ids{1, 2, 3});
    CHECK(ids("titel:byst*") == Ids{3});
    CHECK(ids("by* -bygge*") == Ids{3});
}

TEST_CASE_METHOD(IndexFixture, "a star after one letter, or alone, is taken for nothing", "[search]") {
    index({document(1, "b"), document(2, "byggesag")});
    CHECK(ids("b*") == Ids{1});
    CHECK(ids("*") == Ids{1, 2});
}

TEST_CASE_METHOD(IndexFixture, "a field's name narrows a word to that field, in Danish and English", "[search]") {
    auto one = document(1, "Klage over støj", {"skrevet af Lindholm"});
    one.people = {"Grethe Holm"};
    auto two = document(2, "Brev", {"en klage over støj fra Grethe Holm"});
    two.people = {"Peter Lindholm"};
    index({one, two});
    CHECK(ids("titel:klage") == Ids{1});
    CHECK(ids("title:klager") == Ids{1});
    CHECK(ids("Titel:\"over støj\"") == Ids{1});
    CHECK(ids("afsender:grethe") == Ids{1});
    CHECK(ids("part:lindholm") == Ids{2});
    CHECK(ids("afsender:\"peter lindholm\"") == Ids{2});
    CHECK(ids("klage -titel:klage") == Ids{2});
}

TEST_CASE_METHOD(IndexFixture, "a case is found by its number as typed, and by its last number", "[search]") {
    auto file = document(123, "Carport på Møllevej");
    file.kind = Kind::case_file;
    file.case_number = "2026-000123";
    auto other = document(124, "Andet");
    other.kind = Kind::case_file;
    other.case_number = "2026-000124";
    index({file, other, document(5, "Brev", {"vedrørende sag 2026-000123"})});
    CHECK(ids("2026-000123") == Ids{5, 123});
    CHECK(ids("sag:2026-000123") == Ids{123});
    CHECK(ids("sag:123") == Ids{123});
    CHECK(ids("sag:000123") == Ids{123});
    CHECK(ids("123") == Ids{123});
    CHECK(find("2026-000123").hits.front().kind == Kind::case_file);
}

TEST_CASE_METHOD(IndexFixture, "a subject is found by its whole KLE number and by what lies above it", "[search]") {
    auto file = document(1, "Carport");
    file.subject = "27.35.00";
    auto other = document(2, "Vej");
    other.subject = "27.36.00";
    index({file, other});
    CHECK(ids("27.35.00") == Ids{1});
    CHECK(ids("emne:27.35.00") == Ids{1});
    CHECK(ids("kle:27.35") == Ids{1});
    CHECK(ids("emne:27") == Ids{1, 2});
    CHECK(ids("emne:27.3").empty());
}

TEST_CASE_METHOD(IndexFixture, "a year is a field of its own", "[search]") {
    auto old = document(1, "brev");
    old.date = day(2024, 12, 31);
    auto recent = document(2, "brev");
    recent.date = day(2025, 1, 1);
    index({old, recent});
    CHECK(ids("år:2024") == Ids{1});
    CHECK(ids("brev year:2025") == Ids{2});
}

TEST_CASE_METHOD(IndexFixture, "filters narrow by kind, case, unit and period", "[search]") {
    auto file = document(1, "brev");
    file.kind = Kind::case_file;
    file.date = day(2026, 1, 1);
    auto inside = document(2, "brev");
    inside.in_case = core::CaseId{1};
    inside.date = day(2026, 1, 31);
    auto post = document(3, "brev");
    post.kind = Kind::incoming;
    post.unit = core::UnitId{8};
    index({file, inside, post});

    auto asked = query("brev");
    CHECK(ids(asked) == Ids{1, 2, 3});
    asked.kind = Kind::incoming;
    CHECK(ids(asked) == Ids{3});
    asked = query("brev");
    asked.in_case = core::CaseId{1};
    CHECK(ids(asked) == Ids{1, 2});  // the case itself, too
    asked = query("brev");
    asked.unit = core::UnitId{8};
    CHECK(ids(asked) == Ids{3});
    asked = query("brev");
    asked.from = day(2026, 1, 1);
    CHECK(ids(asked) == Ids{1, 2});
    asked.to = day(2026, 1, 30);
    CHECK(ids(asked) == Ids{1});
    asked.from = asked.to = day(2026, 1, 31);
    CHECK(ids(asked) == Ids{2});
    asked.from.reset();
    CHECK(ids(asked) == Ids{1, 2});  // without a date there is no period
}

TEST_CASE_METHOD(IndexFixture, "nothing asked lists everything, newest first, undated last", "[search]") {
    auto one = document(1, "a");
    one.date = day(2026, 3, 1);
    auto two = document(2, "b");
    two.date = day(2026, 3, 2);
    auto three = document(3, "c");
    three.date = day(2026, 3, 1);
    auto ancient = document(5, "e");
    ancient.date = day(1953, 6, 5);
    index({one, two, three, document(4, "d"), ancient});
    std::vector<std::int64_t> order;
    for (const auto& hit : find("  ").hits) order.push_back(hit.id);
    CHECK(order == std::vector<std::int64_t>{2, 3, 1, 5, 4});

    auto asked = query("");
    asked.offset = 1;
    asked.limit = 2;
    order.clear();
    for (const auto& hit : find(asked).hits) order.push_back(hit.id);
    CHECK(order == std::vector<std::int64_t>{3, 1});
    CHECK(find(asked).total == 5);
}

TEST_CASE_METHOD(IndexFixture, "by relevance a word in the title comes before one on a page", "[search]") {
    auto asked = query("støj");
    auto title = document(1, "Støj fra naboen", {"om aftenen er der larm og uro"});
    title.date = day(2020, 1, 1);
    auto page = document(2, "Brev fra borger", {"om aftenen er der støj og uro"});
    page.date = day(2026, 1, 1);
    index({page, title});
    CHECK(find(asked).hits.front().id == 1);
    asked.order = search::Order::newest;
    CHECK(find(asked).hits.front().id == 2);
}

TEST_CASE_METHOD(IndexFixture, "stray signs are tolerated", "[search]") {
    index({document(1, "hund kat"), document(2, "mus")});
    for (const auto* text :
         {"\"hund",
          "hund\"",
          "hund (",
          ")hund",
          "hund AND",
          "OR hund",
          "hund -",
          "- hund",
          "+hund",
          "hund:",
          ":hund",
          "NOT NOT hund",
          "((hund",
          "hund ~",
          "hund & \\ /",
          "\"hund kat",
          "hund**",
          "hund NEAR"}) {
        CAPTURE(text);
        const auto answer = reader.find(query(text));
        REQUIRE(answer.has_value());
    }
    CHECK(ids("\"hund kat") == Ids{1});
    CHECK(ids("hund (") == Ids{1});
    CHECK(ids("((hund") == Ids{1});
}

TEST_CASE_METHOD(IndexFixture, "what is too long or too wide is refused with a reason", "[search]") {
    index({document(1, "hund")});
    const auto refused = [&](const search::Query& asked) {
        const auto answer = reader.find(asked);
        return !answer.has_value() && answer.error().code == core::ErrorCode::invalid_input &&
               !answer.error().detail.empty();
    };
    CHECK(refused(query(std::string(501, 'a'))));
    CHECK_FALSE(refused(query(std::string(500, 'a'))));
    std::string words;
    for (int word = 0; word < 51; ++word) words += "ord ";
    CHECK(refused(query(words)));
    CHECK(refused(query("aa* bb* cc* dd* ee* ff*")));
    auto asked = query("hund");
    asked.limit = 101;
    CHECK(refused(asked));
    asked.limit = 100;
    CHECK_FALSE(refused(asked));
    asked.offset = 10'001;
    CHECK(refused(asked));
    asked = query("hund");
    asked.from = day(2026, 1, 2);
    asked.to = day(2026, 1, 1);
    CHECK(refused(asked));
}

TEST_CASE_METHOD(IndexFixture, "what printing took apart is found whole", "[search]") {
    index({document(1, "Brev", {"om en bygge-\ntilladelse til A\u030Aen", "vand-\nog varme, eje\u00ADndom"})});
    CHECK(ids("byggetilladelse") == Ids{1});
    CHECK(ids("åen") == Ids{1});
    CHECK(ids("a\u030Aen") == Ids{1});
    CHECK(ids("ejendom") == Ids{1});
    CHECK(ids("varme") == Ids{1});
    CHECK(ids("vandog").empty());
}
