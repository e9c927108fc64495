#include "services/cases/case_listing.hpp"

#include <map>

#include "search/index.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::Result;
using services::Transaction;

namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

/// A town hall whose cases are in an index, too.
struct ListRoom : tests::TownHall {
    search::Writer writer{folder.path / "index"};
    search::Reader index{folder.path / "index"};

    void put(const core::Case& one) {
        search::Entry entry{};
        entry.kind = search::Kind::case_file;
        entry.id = one.id.value;
        entry.in_case = one.id;
        entry.access_group = one.access_group;
        entry.unit = one.unit;
        entry.title = one.title;
        entry.case_number = one.number;
        writer.put(entry);
    }
    core::Case add(core::UserId by, const std::string& title) {
        auto one = open(by, a_case(title)).value();
        put(one);
        return one;
    }
    Result<services::CaseQuestion> question(const Texts& texts, std::int64_t limit = 7) {
        const auto named = [&](std::string_view name) -> std::optional<std::string> {
            const auto found = texts.find(name);
            return found == texts.end() ? std::nullopt : std::optional{found->second};
        };
        TRY(auto asked, services::case_question(named, user, core::danish_date(clock.now())));
        asked.filter.limit = limit;
        return asked;
    }
    /// The titles of every page, one after the other.
    std::vector<std::string> titles(const Texts& texts, std::int64_t limit = 7) {
        auto asked = question(texts, limit).value();
        const auto who = principal(user);
        std::vector<std::string> titles;
        for (;;) {
            const auto page =
                db->read([&](Transaction& tx) { return services::list_cases(tx, index, who, asked); }).value();
            REQUIRE(std::ssize(page.rows) <= limit);
            for (const auto& one : page.rows) titles.push_back(one.title);
            if (!page.next) return titles;
            const auto cursor = services::cursor_text(*page.next, asked.filter.sort);
            asked.filter.after = services::place_in(cursor, asked.filter.sort);
            REQUIRE(asked.filter.after);
        }
    }
};

}  // namespace

TEST_CASE("words, filters and orders meet in one list, page by page to its end", "[cases][lists]") {
    ListRoom room;
    for (int n = 0; n < 20; ++n) {
        room.add(room.user, "Hegn ved Åvej " + std::to_string(10 + n));
        room.add(room.user, "Skur ved Åvej " + std::to_string(10 + n));
        room.add(room.teacher, "Hegn ved skolen " + std::to_string(10 + n));  // another unit's
    }
    room.writer.commit(core::EventId{1});
    const auto fences = room.titles({{"q", "hegn"}, {"sort", "title"}});
    REQUIRE(fences.size() == 20);
    CHECK(fences.front() == "Hegn ved Åvej 10");
    CHECK(fences.back() == "Hegn ved Åvej 29");
    CHECK(room.titles({{"q", "hegn"}, {"sort", "-title"}}).front() == "Hegn ved Åvej 29");
    CHECK(room.titles({{"q", "hegn"}, {"state", "closed"}}).empty());
    CHECK(room.titles({{"subject", "27"}, {"sort", "number"}}).size() == 40);
    CHECK(room.titles({{"subject", "27.36"}}).empty());
}

TEST_CASE("more than can be put in order by hand are found on a walk through the list", "[cases][lists]") {
    ListRoom room;
    constexpr int many = 1100;
    const auto who = room.principal(room.user);
    std::vector<core::Case> opened;
    room.write(
            [&](Transaction& tx) -> Result<void> {
                for (int n = 0; n < many; ++n) {
                    TRY(auto one,
                        services::open_case(
                            tx,
                            {who, room.clock.now()},
                            room.settings,
                            room.a_case((n % 2 == 0 ? "Hegn " : "Skur ") + std::to_string(n))
                        ));
                    opened.push_back(std::move(one));
                }
                return core::done();
            }
    ).value();
    // All are found by the subject; only those with the word are wanted.
    for (auto& one : opened) {
        one.title += " fælles";
        room.put(one);
    }
    room.writer.commit(core::EventId{1});
    CHECK(room.titles({{"q", "fælles"}, {"sort", "number"}}, 200).size() == many);
    CHECK(room.titles({{"subject", "27.35"}, {"sort", "-opened"}}, 200).size() == many);
    CHECK(room.titles({{"q", "fælles hegn"}, {"sort", "title"}}, 200).size() == many / 2);
}

TEST_CASE("a question that can't be understood says which part of it", "[cases][lists]") {
    ListRoom room;
    const auto field_of = [&](const Texts& texts) { return room.question(texts).error().field; };
    CHECK(field_of({{"unit", "tre"}}) == "unit");
    CHECK(field_of({{"state", "lukket"}}) == "state");
    CHECK(field_of({{"sort", "farve"}}) == "sort");
    CHECK(field_of({{"opened_from", "i går"}}) == "opened_from");
    CHECK(field_of({{"mine", "true"}, {"caseworker", "3"}}) == "caseworker");
    CHECK_FALSE(services::place_in("7", services::CaseSort::title));
    CHECK_FALSE(services::place_in("7.x", services::CaseSort::changed));
}
