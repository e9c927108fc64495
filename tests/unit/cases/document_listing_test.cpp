#include "services/cases/document_listing.hpp"

#include <map>

#include "services/cases/tasks.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::Result;
using services::Transaction;

namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

services::NamedTexts named(const Texts& texts) {
    return [&texts](std::string_view name) -> std::optional<std::string> {
        const auto found = texts.find(name);
        return found == texts.end() ? std::nullopt : std::optional{found->second};
    };
}

struct DocumentRoom : tests::TownHall {
    core::Case on = open(user, a_case()).value();

    /// The titles of every page, one after the other.
    std::vector<std::string> titles(const Texts& texts, std::int64_t limit = 3) {
        auto question = services::document_question(named(texts), on.id).value();
        question.filter.limit = limit;
        const auto who = principal(user);
        std::vector<std::string> titles;
        for (;;) {
            const auto page =
                db->read([&](Transaction& tx) { return services::list_documents(tx, who, question); }).value();
            REQUIRE(std::ssize(page.rows) <= limit);
            for (const auto& one : page.rows) titles.push_back(one.title);
            if (!page.next) return titles;
            question.filter.after = services::document_place_in(services::document_cursor(*page.next));
            REQUIRE(question.filter.after);
        }
    }
    void add_task(const std::string& title, int days) {
        const auto who = principal(user);
        write([&](Transaction& tx) {
            services::NewTask made;
            made.title = title;
            made.person = user;
            made.due = core::danish_date(clock.now()) + std::chrono::days{days};
            return services::add_task(tx, {who, clock.now()}, made);
        }).value();
    }
    std::vector<std::string> tasks(const std::string& sort, const std::string& words = {}) {
        services::TaskFilter filter{.reader = user, .person = user, .limit = 2};
        REQUIRE(services::read_task_order(sort, filter));
        std::vector<std::string> titles;
        for (;;) {
            const auto page = db->read([&](Transaction& tx) -> Result<services::ListedTasks> {
                                    return services::list_tasks(tx, {filter, words});
                                }).value();
            for (const auto& one : page.rows) titles.push_back(one.title);
            if (!page.next) return titles;
            filter.after = services::task_place_in(services::task_cursor(*page.next, filter), filter);
            REQUIRE(filter.after);
        }
    }
};

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("a case's documents come in any order, page by page to the last", "[cases][lists]") {
    DocumentRoom room;
    for (const auto* title : {"Åbning", "ansøgning", "Zebra", "Ændring", "Øvrigt", "Brev"})
        (void)room.journal(room.user, room.on, title).value();
    const Titles by_title{"ansøgning", "Brev", "Zebra", "Ændring", "Øvrigt", "Åbning"};
    CHECK(room.titles({{"sort", "title"}}) == by_title);
    CHECK(room.titles({{"sort", "-title"}}) == Titles(by_title.rbegin(), by_title.rend()));
    const Titles by_number{"Åbning", "ansøgning", "Zebra", "Ændring", "Øvrigt", "Brev"};
    CHECK(room.titles({{"sort", "number"}}) == by_number);
    CHECK(room.titles({}) == Titles(by_number.rbegin(), by_number.rend()));
    CHECK(room.titles({{"sort", "received"}}, 1) == by_number);
    CHECK(room.titles({{"sort", "-received"}}, 1) == Titles(by_number.rbegin(), by_number.rend()));
    CHECK_FALSE(services::document_question(named({{"sort", "farve"}}), room.on.id));
}

TEST_CASE("words, direction and days narrow the list of a case's documents", "[cases][lists]") {
    DocumentRoom room;
    for (int n = 0; n < 150; ++n)
        (void)room.journal(room.user, room.on, (n % 50 == 0 ? "Hegn ved Åvej " : "Brev ") + std::to_string(n)).value();
    CHECK(
        room.titles({{"q", "åvej HEGN"}, {"sort", "number"}}, 2) ==
        Titles{"Hegn ved Åvej 0", "Hegn ved Åvej 50", "Hegn ved Åvej 100"}
    );
    CHECK(room.titles({{"q", "hegn"}, {"direction", "outgoing"}}).empty());
    CHECK(room.titles({{"q", "hegn"}, {"direction", "incoming"}}).size() == 3);
    CHECK(room.titles({{"q", "hegn"}, {"received_from", "2199-01-01"}}).empty());
    CHECK(room.titles({{"q", "hegn"}, {"received_to", "2199-01-01"}}).size() == 3);
    CHECK(services::document_question(named({{"received_to", "i går"}}), room.on.id).error().field == "received_to");
}

TEST_CASE("documents of a case that one may not read are no list", "[cases][lists]") {
    DocumentRoom room;
    const auto stranger = room.principal(room.teacher);
    const services::DocumentQuestion question{.filter = {.in_case = room.on.id}, .words = {}};
    const auto listed =
        room.db->read([&](Transaction& tx) { return services::list_documents(tx, stranger, question); });
    REQUIRE(listed.has_error());
    CHECK(listed.error().code == core::ErrorCode::not_found);
}

TEST_CASE("the address of a list of documents leads to the same list", "[cases][lists]") {
    const Texts texts{{"q", "hegn & skur"}, {"retning", "incoming"}, {"sorter", "titel-om"}, {"fra", "2026-01-01"}};
    const auto address = services::DocumentAddress::of(named(texts));
    CHECK(address.has_filter());
    CHECK(
        address.path("/sager/1/dokumenter", "7.x") ==
        "/sager/1/dokumenter?q=hegn%20%26%20skur&retning=incoming&fra=2026-01-01&sorter=titel-om&after=7.x"
    );
    const auto question = address.question(core::CaseId{1}).value();
    CHECK(question.filter.sort == services::DocumentSort::title);
    CHECK_FALSE(question.filter.is_rising);
    CHECK(question.words == "hegn & skur");
    CHECK_FALSE(address.with("sorter", "farve").question(core::CaseId{1}));
}

TEST_CASE("tasks come by day or by title, either way round, page by page", "[cases][lists]") {
    DocumentRoom room;
    room.add_task("Åbn sagen", 3);
    room.add_task("Ring til Karen", 1);
    room.add_task("Afgør", 2);
    room.add_task("Ring til Ole", 1);
    CHECK(room.tasks("due") == Titles{"Ring til Karen", "Ring til Ole", "Afgør", "Åbn sagen"});
    CHECK(room.tasks("-due") == Titles{"Åbn sagen", "Afgør", "Ring til Ole", "Ring til Karen"});
    CHECK(room.tasks("title") == Titles{"Afgør", "Ring til Karen", "Ring til Ole", "Åbn sagen"});
    CHECK(room.tasks("-title") == Titles{"Åbn sagen", "Ring til Ole", "Ring til Karen", "Afgør"});
    CHECK(room.tasks("title", "RING til") == Titles{"Ring til Karen", "Ring til Ole"});
    services::TaskFilter done{.reader = room.user, .person = room.user, .is_done = true};
    CHECK_FALSE(services::read_task_order("title", done));
}
