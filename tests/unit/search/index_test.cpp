#include <fstream>

#include "index_fixture.hpp"

using search::Kind;

TEST_CASE_METHOD(IndexFixture, "a hit shows what was put", "[search]") {
    auto entry = document(9, "Klage over støj", {"side et", "naboens musik"});
    entry.in_case = core::CaseId{4};
    entry.case_number = "2026-000004";
    entry.people = {"Grethe Holm", "Foreningen Åløkke"};
    entry.date = day(2026, 11, 3);
    index({entry});
    const auto answer = find("musik");
    REQUIRE(answer.hits.size() == 1);
    const auto& hit = answer.hits.front();
    CHECK(hit.kind == Kind::document);
    CHECK(hit.id == 9);
    CHECK(hit.in_case == core::CaseId{4});
    CHECK(hit.page == 2);
    CHECK(hit.title == "Klage over støj");
    CHECK(hit.case_number == "2026-000004");
    CHECK(hit.people == entry.people);
    CHECK(hit.date == day(2026, 11, 3));
    CHECK(hit.unit == core::UnitId{7});
}

TEST_CASE_METHOD(IndexFixture, "a hit names the page with most of the words, and 0 for the metadata", "[search]") {
    auto entry = document(
        1,
        "Lokalplan",
        {"om veje og stier", "om skoven", "om veje ved skoven", "en hund der bider; om hunde og katte", "bider en hund"}
    );
    entry.pages[4].number = 17;  // a page's own number is what counts
    index({entry});
    const auto page_of = [&](const char* text) { return find(text).hits.at(0).page; };
    CHECK(page_of("vej") == 1);
    CHECK(page_of("skove") == 2);
    CHECK(page_of("vej skov") == 3);
    CHECK(page_of("\"bider en hund\"") == 17);
    CHECK(page_of("kat*") == 4);
    CHECK(page_of("lokalplanen") == 0);
    CHECK(page_of("titel:lokalplan") == 0);
    CHECK(page_of("") == 0);
}

TEST_CASE_METHOD(IndexFixture, "the page is right in a long document, and its text is at hand", "[search]") {
    std::vector<std::string> pages;
    for (int number = 1; number <= 400; ++number) {
        std::string text;
        for (int line = 0; line < 40; ++line) text += "almindelig tekst om forvaltningen ";
        pages.push_back(text + (number == 333 ? "og en sjælden tapir. " : "og intet andet. "));
    }
    index({document(1, "Lang", pages), document(2, "Kort", {"tapiren igen"})});
    const auto answer = find("tapir Lang");
    REQUIRE(answer.hits.size() == 1);
    CHECK(answer.hits.front().page == 333);
    REQUIRE(answer.hits.front().snippet.size() >= 2);
    CHECK(answer.hits.front().snippet.at(1).text == "tapir");
    CHECK(find("").total == 2);
    CHECK(find("-tapir").total == 0);

    SECTION("and nothing of it is left when a short one takes its place") {
        index({document(1, "Lang", {"nu uden dyr"})});
        CHECK(ids("tapir") == Ids{2});
        CHECK(find("").total == 2);
    }
}

TEST_CASE_METHOD(IndexFixture, "putting an entry again replaces it", "[search]") {
    index({document(1, "Første", {"hund"})});
    index({document(1, "Anden", {"kat"})});
    CHECK(ids("hund").empty());
    CHECK(ids("første").empty());
    CHECK(ids("kat") == Ids{1});
    CHECK(find("").total == 1);
}

TEST_CASE_METHOD(IndexFixture, "entries of different kinds with the same number are different", "[search]") {
    auto file = document(1, "sagen");
    file.kind = Kind::case_file;
    auto post = document(1, "posten");
    post.kind = Kind::incoming;
    index({document(1, "dokumentet"), file, post});
    CHECK(find("").total == 3);
    search::Writer(folder).commit(core::EventId{2});
    {
        search::Writer writer(folder);
        writer.remove(Kind::document, 1);
        writer.remove(Kind::document, 99);  // was never there
        writer.commit(core::EventId{3});
    }
    CHECK(find("").total == 2);
    CHECK(find("dokumentet").total == 0);
}

TEST_CASE_METHOD(IndexFixture, "what was put first and removed then is gone", "[search]") {
    search::Writer writer(folder);
    writer.put(document(1, "hund"));
    writer.remove(Kind::document, 1);
    writer.put(document(2, "hund"));
    writer.commit(core::EventId{1});
    CHECK(ids("hund") == Ids{2});
}

TEST_CASE_METHOD(IndexFixture, "the position and the notes are there when the index is opened again", "[search]") {
    {
        search::Writer writer(folder);
        CHECK(writer.position() == core::EventId{0});
        CHECK(writer.note("rebuild").empty());
        writer.put(document(1, "hund"));
        writer.set_note("rebuild", "documents 17");
        CHECK(writer.note("rebuild") == "documents 17");
        writer.commit(core::EventId{41});
    }
    search::Writer writer(folder);
    CHECK(writer.position() == core::EventId{41});
    CHECK(writer.note("rebuild") == "documents 17");
    CHECK(reader.position() == core::EventId{41});
}

TEST_CASE_METHOD(IndexFixture, "what was not committed is dropped", "[search]") {
    index({document(1, "hund")});
    {
        search::Writer writer(folder);
        writer.put(document(2, "hund"));
        writer.remove(Kind::document, 1);
        writer.set_note("rebuild", "begun");
    }
    CHECK(ids("hund") == Ids{1});
    CHECK(search::Writer(folder).note("rebuild").empty());
    CHECK(search::Writer(folder).position() == core::EventId{1});
}

TEST_CASE_METHOD(IndexFixture, "a second writer is refused", "[search]") {
    search::Writer writer(folder);
    CHECK_THROWS_AS(search::Writer(folder), search::IndexInUse);
}

TEST_CASE_METHOD(IndexFixture, "a writer can be moved", "[search]") {
    search::Writer first(folder);
    search::Writer writer = std::move(first);
    writer.put(document(1, "hund"));
    writer.commit(core::EventId{1});
    CHECK(ids("hund") == Ids{1});
}

TEST_CASE_METHOD(IndexFixture, "the number of shards is settled when the index is created", "[search]") {
    const auto shards = GENERATE(1u, 2u, 5u);
    {
        search::Writer writer(folder, shards);
        for (int id = 1; id <= 50; ++id) writer.put(document(id, "hund"));
        writer.commit(core::EventId{1});
    }
    search::Writer writer(folder, 3);
    writer.put(document(51, "hund"));
    writer.commit(core::EventId{2});
    CHECK(find("hund").total == 51);
    CHECK(std::filesystem::exists(folder / ("shard-" + std::to_string(shards - 1))));
    CHECK_FALSE(std::filesystem::exists(folder / ("shard-" + std::to_string(shards))));
}

TEST_CASE_METHOD(IndexFixture, "a damaged index is called that", "[search]") {
    index({document(1, "hund")});
    SECTION("when a shard is missing") {
        std::filesystem::remove_all(folder / "shard-1");
    }
    SECTION("when a shard is cut short") {
        for (const auto& file : std::filesystem::directory_iterator(folder / "shard-0")) {
            std::filesystem::resize_file(file.path(), 0);
        }
    }
    SECTION("when its line can't be understood") {
        std::ofstream(folder / "index") << "something else\n";
    }
    CHECK_THROWS_AS(reader.find(query("hund")), search::IndexDamaged);
    CHECK_THROWS_AS(search::Writer(folder), search::IndexDamaged);
}

TEST_CASE_METHOD(IndexFixture, "any bytes can be put and found by the words among them", "[search]") {
    index(
        {document(1, "\xFF\xFE titel \xC3", {std::string("hund \0 \xE2\x82 kat\x01\n", 14) + std::string(300, '\xF8')})}
    );
    CHECK(ids("hund kat titel") == Ids{1});
    auto entry = document(2, "");
    entry.case_number = std::string(1000, '7');
    entry.subject = std::string(1000, '.');
    entry.people = {"", std::string(5000, 'x')};
    index({entry});
    CHECK(find("").total == 2);
}
