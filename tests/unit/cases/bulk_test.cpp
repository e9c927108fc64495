#include "services/cases/bulk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/cases/tasks.hpp"
#include "services/store/casework_store.hpp"
#include "services/store/event_log.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::BulkKind;
using core::ErrorCode;
using core::LeftOut;
using core::Result;
using services::BulkOrder;
using services::ChosenCase;
using services::Transaction;

namespace {

BulkOrder closing(const std::string& reason = "Færdig") {
    BulkOrder order{.kind = BulkKind::state};
    order.change.state = services::NewState{.state = core::CaseState::closed, .reason = reason};
    return order;
}

BulkOrder handing_over(std::optional<core::UnitId> unit, std::optional<std::optional<core::UserId>> to) {
    BulkOrder order{.kind = BulkKind::hand_over};
    order.change.unit = unit;
    order.change.caseworker = to;
    return order;
}

struct BulkRoom : tests::TownHall {
    std::vector<core::Case> some(int count, core::Confidentiality level = core::Confidentiality::unit) {
        std::vector<core::Case> cases;
        for (int n = 0; n < count; ++n) {
            auto made = a_case("Sag " + std::to_string(n));
            made.confidentiality = level;
            made.caseworker = user;
            cases.push_back(open(user, made).value());
        }
        return cases;
    }
    static std::vector<ChosenCase> chosen(const std::vector<core::Case>& cases) {
        std::vector<ChosenCase> all;
        for (const auto& one : cases) all.push_back({one.id, one.version});
        return all;
    }
    Result<services::BulkPlan> plan(core::UserId by, const BulkOrder& order, const std::vector<ChosenCase>& cases) {
        const auto who = principal(by);
        return db->read([&](Transaction& tx) { return services::plan_bulk(tx, {who, clock.now()}, order, cases); });
    }
    Result<services::BulkAction> act(
        core::UserId by,
        const BulkOrder& order,
        const std::vector<ChosenCase>& cases,
        std::optional<std::int64_t> expected = std::nullopt
    ) {
        const auto who = principal(by);
        return write([&](Transaction& tx) {
            return services::do_bulk(tx, {who, clock.now()}, order, cases, expected);
        });
    }
    Result<services::BulkUndone> undo(core::UserId by, services::BulkId id) {
        const auto who = principal(by);
        return write([&](Transaction& tx) { return services::undo_bulk(tx, {who, clock.now()}, id); });
    }
    core::Case now(core::CaseId id) {
        return db->read(
                     [&](Transaction& tx) -> Result<core::Case> { return services::CaseStore{tx}.find(id).value(); }
        ).value();
    }
    std::vector<services::Event> events_of(core::CaseId id) {
        return db
            ->read([&](Transaction& tx) -> Result<std::vector<services::Event>> {
                return services::EventLog{tx}.of_case(id, core::EventId{1'000'000}, 100);
            })
            .value();
    }
    bool is_chain_whole() {
        return db->read([&](Transaction& tx) -> Result<bool> { return !services::EventLog{tx}.check(); }).value();
    }
};

std::int64_t count_of(const std::vector<services::LeftOutCases>& left_out, LeftOut why) {
    for (const auto& left : left_out)
        if (left.why == why) return left.count;
    return 0;
}

}  // namespace

TEST_CASE("what would happen to many cases is told before, with who is left out and why", "[cases][bulk]") {
    BulkRoom room;
    auto cases = room.some(4);
    const auto theirs = room.open(room.teacher, room.a_case("Skolens")).value();
    auto open_made = room.a_case("Åben for alle");
    open_made.confidentiality = core::Confidentiality::open;
    const auto readable = room.open(room.teacher, open_made).value();
    services::CaseChange change;
    change.state = services::NewState{.state = core::CaseState::closed, .reason = "Slut"};
    room.change(room.user, cases[0].id, 1, change).value();
    services::CaseChange renamed;
    renamed.title = "Nyt navn";
    room.change(room.user, cases[1].id, 1, renamed).value();
    const auto who = room.principal(room.user);
    room.write([&](Transaction& tx) {
            return services::add_task(
                tx,
                {who, room.clock.now()},
                {.in_case = cases[2].id,
                 .title = "Ring",
                 .unit = {},
                 .person = {},
                 .due = core::danish_date(room.clock.now())}
            );
        }
    ).value();
    auto chosen = BulkRoom::chosen(cases);
    chosen[0].version.reset();
    chosen.push_back({theirs.id});
    chosen.push_back({readable.id});
    chosen.push_back({core::CaseId{999}});

    const auto plan = room.plan(room.user, closing(), chosen).value();
    REQUIRE(plan.cases.size() == 1);
    CHECK(plan.cases.front().id == cases[3].id);
    CHECK(count_of(plan.left_out, LeftOut::as_it_is) == 1);
    CHECK(count_of(plan.left_out, LeftOut::changed_since) == 1);
    CHECK(count_of(plan.left_out, LeftOut::open_tasks) == 1);
    CHECK(count_of(plan.left_out, LeftOut::no_right) == 1);
    CHECK(count_of(plan.left_out, LeftOut::not_found) == 2);  // one that may not be read is not there
    for (const auto& left : plan.left_out)
        if (left.why == LeftOut::not_found) CHECK(left.first.empty());
    CHECK(room.now(cases[3].id).state == core::CaseState::opened);
}

TEST_CASE("closing many cases is one act that each case tells of, and one act takes it back", "[cases][bulk]") {
    BulkRoom room;
    const auto cases = room.some(30);
    const auto done = room.act(room.user, closing(), BulkRoom::chosen(cases), 30).value();
    for (const auto& one : cases) {
        const auto closed = room.now(one.id);
        CHECK(closed.state == core::CaseState::closed);
        CHECK(closed.closed_at == room.clock.now());
        CHECK(closed.version == 2);
        const auto events = room.events_of(one.id);
        CHECK(events.front().kind == services::EventKind::case_changed);
        CHECK(events.front().payload.find("\"reason\":\"Færdig\"") != std::string::npos);
    }
    CHECK(room.is_chain_whole());

    services::CaseChange renamed;
    renamed.title = "Rettet siden";
    room.change(room.user, cases[7].id, 2, renamed).value();
    CHECK(room.undo(room.leader, done.id).error().code == ErrorCode::not_found);  // it was not theirs
    room.clock.advance(std::chrono::hours{23});
    const auto undone = room.undo(room.user, done.id).value();
    CHECK(undone.undone == 29);
    REQUIRE(undone.refused.size() == 1);
    CHECK(undone.refused.front().why == LeftOut::changed_since);
    CHECK(undone.refused.front().first.front().id == cases[7].id);
    CHECK(room.now(cases[7].id).state == core::CaseState::closed);
    CHECK(room.now(cases[8].id).state == core::CaseState::opened);
    CHECK_FALSE(room.now(cases[8].id).closed_at);
    CHECK(room.events_of(cases[8].id).front().payload.find("\"undo\":true") != std::string::npos);
    CHECK(room.is_chain_whole());
    CHECK(room.undo(room.user, done.id).error().code == ErrorCode::conflict);
}

TEST_CASE("cases that are handed over are read by those who should, with all that lies on them", "[cases][bulk]") {
    BulkRoom room;
    const auto kept_close = room.some(3, core::Confidentiality::restricted);
    const auto letter = room.journal(room.user, kept_close[0]).value();
    const auto boss = room.add_user("borgmester", {{core::Role::leader, room.authority}});
    auto chosen = BulkRoom::chosen(kept_close);
    CHECK(room.read(room.teacher, kept_close[0].id).error().code == ErrorCode::not_found);

    const auto order = handing_over(room.school, std::optional{room.teacher});
    CHECK(room.plan(room.user, order, chosen).error().code == ErrorCode::forbidden);
    const auto done = room.act(boss, order, chosen).value();
    CHECK(room.read(room.teacher, kept_close[0].id).value().caseworker == room.teacher);
    CHECK(room.read_document(room.teacher, letter.id).has_value());
    CHECK(room.read(room.user, kept_close[0].id).error().code == ErrorCode::not_found);
    CHECK(room.read_document(room.user, letter.id).error().code == ErrorCode::not_found);

    CHECK(room.undo(boss, done.id).value().undone == 3);
    CHECK(room.read(room.user, kept_close[0].id).value().unit == room.unit);
    CHECK(room.read_document(room.user, letter.id).has_value());
    CHECK(room.read(room.teacher, kept_close[0].id).error().code == ErrorCode::not_found);
}

TEST_CASE("what can't be done at once is refused before anything is changed", "[cases][bulk]") {
    BulkRoom room;
    const auto cases = room.some(3);
    const auto chosen = BulkRoom::chosen(cases);
    CHECK(room.act(room.user, closing(""), chosen).error().field == "reason");
    CHECK(room.act(room.user, closing(), {}).error().field == "cases");
    CHECK(room.act(room.user, closing(), chosen, 2).error().field == "expected");
    CHECK(room.act(room.user, handing_over({}, {}), chosen).error().field == "unit");
    CHECK(room.act(room.user, handing_over({}, std::optional{core::UserId{99}}), chosen).error().field == "caseworker");
    for (const auto& one : cases) CHECK(room.now(one.id).version == 1);
}

TEST_CASE("a deadline is moved and a mark set on many cases, and after a day it stays so", "[cases][bulk]") {
    BulkRoom room;
    const auto cases = room.some(3);
    const auto day = core::danish_date(room.clock.now()) + std::chrono::days{30};
    BulkOrder order{.kind = BulkKind::deadline};
    order.change.deadline = std::optional{day};
    room.act(room.user, order, BulkRoom::chosen(cases)).value();
    CHECK(room.now(cases[2].id).deadline == day);
    BulkOrder mark{.kind = BulkKind::waiting};
    mark.change.waiting_for = "svar fra naboer";
    std::vector<ChosenCase> chosen{{cases[0].id}, {cases[1].id}};
    const auto done = room.act(room.user, mark, chosen).value();
    CHECK(room.now(cases[1].id).waiting_for == "svar fra naboer");
    CHECK(room.now(cases[2].id).waiting_for.empty());
    room.clock.advance(services::bulk_undo_time);
    CHECK(room.undo(room.user, done.id).error().field == "undo_until");
}

TEST_CASE("an act on many cases is told once as a whole, and its undoing, too", "[cases][bulk]") {
    BulkRoom room;
    const auto cases = room.some(3);
    const auto action = room.act(room.user, closing(), BulkRoom::chosen(cases)).value();
    room.undo(room.user, action.id).value();
    const auto told = room.db
                          ->read([&](Transaction& tx) -> Result<std::vector<services::Event>> {
                              return services::EventLog{tx}.matching({.kind = services::EventKind::many_changed});
                          })
                          .value();
    REQUIRE(told.size() == 2);
    for (const auto& event : told) {
        CHECK(event.actor == room.user);
        const auto payload = nlohmann::json::parse(event.payload);
        CHECK(payload["bulk"] == action.id.value);
        CHECK(payload["kind"] == "state");
        CHECK(payload["what"]["state"] == "closed");
        CHECK(payload["cases"] == 3);
    }
    const auto undoings = std::ranges::count_if(told, [](const services::Event& event) {
        return nlohmann::json::parse(event.payload).contains("undone");
    });
    CHECK(undoings == 1);
}
