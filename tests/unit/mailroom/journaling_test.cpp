#include <algorithm>

#include "mailroom_fixture.hpp"
#include "services/cases/documents.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/references.hpp"

using namespace mailroom_tests;
using core::ErrorCode;

TEST_CASE_METHOD(MailroomFixture, "a letter becomes the first document of a case opened with it", "[mailroom]") {
    const auto made = journal(town.registrar, on_new_case());
    REQUIRE(made);
    CHECK(made.value().on.number == "2026-000001");
    CHECK(made.value().document.number == 1);
    CHECK(made.value().document.content == town.content);
    CHECK(made.value().document.file_name == "scan 1.pdf");
    CHECK(made.value().document.received == core::danish_date(store_tests::morning()));
    CHECK(item(letter).state == core::IncomingState::journaled);
    CHECK(item(letter).document == made.value().document.id);
}

TEST_CASE_METHOD(MailroomFixture, "the second letter on a case is its second document", "[mailroom]") {
    const auto opened = journal(town.registrar, on_new_case());
    REQUIRE(opened);
    letter = add_letter(2);
    auto next = on_new_case();
    next.new_case.reset();
    next.on_case = opened.value().on.id;
    const auto made = journal(town.registrar, next);
    REQUIRE(made);
    CHECK(made.value().on.id == opened.value().on.id);
    CHECK(made.value().document.number == 2);
}

TEST_CASE_METHOD(MailroomFixture, "a letter is journaled once, and the loser opens no case", "[mailroom]") {
    REQUIRE(journal(town.registrar, on_new_case()));
    const auto late = journal(town.registrar, on_new_case());
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::conflict);
    const auto cases = read([](services::Transaction& tx) { return services::CaseStore{tx}.highest_id(); });
    CHECK(cases == 1);
}

TEST_CASE_METHOD(
    MailroomFixture, "journaling an older version is a conflict that uses up no case number", "[mailroom]"
) {
    REQUIRE(hand_over(town.registrar, {.unit = town.office, .to = {}, .version = 1}));
    const auto stale = journal(town.registrar, on_new_case(1));
    REQUIRE_FALSE(stale);
    CHECK(stale.error().code == ErrorCode::conflict);
    const auto fresh = journal(town.registrar, on_new_case(2));
    REQUIRE(fresh);
    CHECK(fresh.value().on.number == "2026-000001");
}

TEST_CASE_METHOD(MailroomFixture, "a case must be chosen or described, and not both", "[mailroom]") {
    auto neither = on_new_case();
    neither.new_case.reset();
    auto both = on_new_case();
    both.on_case = core::CaseId{1};
    for (const auto& made : {neither, both}) {
        const auto refused = journal(town.registrar, made);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::invalid_input);
        CHECK(refused.error().field == "case");
    }
    CHECK(item(letter).state == core::IncomingState::received);
}

TEST_CASE_METHOD(MailroomFixture, "a caseworker does not know of letters that lie with the registrars", "[mailroom]") {
    const auto refused = journal(town.caseworker, on_new_case());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::not_found);
}

TEST_CASE_METHOD(MailroomFixture, "journaling leaves one event of the item and one of the document", "[mailroom]") {
    REQUIRE(journal(town.registrar, on_new_case()));
    const auto events = read([](services::Transaction& tx) { return services::EventLog{tx}.after({}, 100); });
    const auto count = [&](services::EventKind kind) {
        return std::ranges::count(events, kind, &services::Event::kind);
    };
    CHECK(count(services::EventKind::case_opened) == 1);
    CHECK(count(services::EventKind::document_journaled) == 1);
    CHECK(count(services::EventKind::item_journaled) == 1);
    CHECK(events.back().actor == town.registrar);
}

TEST_CASE_METHOD(
    MailroomFixture,
    "the letter of a withdrawn document is gone for those who may not journal on its case",
    "[mailroom]"
) {
    auto open_to_all = on_new_case();
    open_to_all.new_case->confidentiality = core::Confidentiality::open;
    const auto made = journal(town.registrar, open_to_all);
    REQUIRE(made);
    const auto teacher = add_teacher();
    const auto may_open = [&](core::UserId who) {
        const auto asker = principal(who);
        return read([&](services::Transaction& tx) { return services::read_item(tx, asker, letter).has_value(); });
    };
    CHECK(may_open(teacher));
    const auto registrar = principal(town.registrar);
    write([&](services::Transaction& tx) {
        return services::withdraw_document(
                   tx, {registrar, store_tests::morning()}, made.value().document.id, "Journaliseret på en forkert sag"
        )
            .has_value();
    });
    CHECK_FALSE(may_open(teacher));
    CHECK(may_open(town.registrar));
}

TEST_CASE_METHOD(MailroomFixture, "other items are journaled as what belongs to a letter, in order", "[mailroom]") {
    const auto plan = add_letter(2);
    const auto section = add_letter(3);
    auto wanted = on_new_case();
    wanted.attachments = {{section, "Snit"}, {plan, ""}};
    const auto made = journal(town.registrar, wanted);
    REQUIRE(made);
    const auto attached = read([&](services::Transaction& tx) {
        return services::AttachmentStore{tx}.of_document(made.value().document.id);
    });
    REQUIRE(attached.size() == 2);
    CHECK(attached.at(0).title == "Snit");
    CHECK(attached.at(1).title == "scan 2.pdf");
    CHECK(attached.at(1).place == 2);
    for (const auto id : {plan, section}) {
        CHECK(item(id).state == core::IncomingState::journaled);
        CHECK(item(id).document == made.value().document.id);
    }
    CHECK(read([](services::Transaction& tx) { return services::broken_references(tx).empty(); }));
}

TEST_CASE_METHOD(MailroomFixture, "a letter whose attachments can't be journaled is not journaled", "[mailroom]") {
    const auto plan = add_letter(2);
    for (const auto& attachments : std::vector<std::vector<services::AttachedItem>>{
             {{letter, ""}}, {{plan, ""}, {plan, ""}}, {{core::IncomingId{99}, ""}}}) {
        auto wanted = on_new_case();
        wanted.attachments = attachments;
        const auto made = journal(town.registrar, wanted);
        REQUIRE_FALSE(made);
        CHECK(made.error().field == "attachments");
        CHECK(item(letter).state != core::IncomingState::journaled);
        CHECK(item(plan).state != core::IncomingState::journaled);
    }
}

SCENARIO_METHOD(
    mailroom_tests::MailroomFixture,
    "the waiting post is found by words and comes either way round",
    "[mailroom][lists]"
) {
    for (int n = 2; n < 8; ++n) add_letter(n);
    const auto listed = [&](bool is_falling, const std::string& words, std::int64_t limit) {
        services::WaitingQuestion question{
            .filter = {.reader = town.registrar, .limit = limit, .is_falling = is_falling}, .words = words};
        std::vector<std::int64_t> ids;
        for (;;) {
            const auto page = read([&](services::Transaction& tx) { return services::list_waiting(tx, question); });
            for (const auto& one : page.rows) ids.push_back(one.id.value);
            if (!page.next) return ids;
            question.filter.after = page.next;
        }
    };
    const auto oldest = listed(false, "", 3);
    REQUIRE(oldest.size() == 7);
    CHECK(listed(true, "", 2) == std::vector<std::int64_t>(oldest.rbegin(), oldest.rend()));
    const auto name = item(core::IncomingId{oldest[4]}).file_name;
    CHECK(listed(true, name, 2) == std::vector<std::int64_t>{oldest[4]});
    CHECK(listed(false, "findes ikke", 2).empty());
}
