#include "services/citizens/what_next.hpp"

#include "services/cases/case_sheets.hpp"
#include "services/cases/tasks.hpp"
#include "services/store/task_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

namespace {

using services::Language;
using services::Transaction;

/// A building permit on the day before its service target is worked out.
struct Permit : tests::TownHall {
    core::Case on = opened("building_permit");

    core::Case opened(const std::string& type, const nlohmann::json& fields = nlohmann::json::object()) {
        auto wanted = a_case("Tilbygning hos Bent");
        wanted.type = type;
        wanted.caseworker = user;
        if (!fields.empty()) wanted.fields = fields.dump();
        return open(user, wanted).value();
    }
    void change_it(const services::SheetChange& change) {
        const auto who = principal(user);
        on = write([&](Transaction& tx) {
                 return services::change_sheet(
                     tx, {who, clock.now()}, services::CaseTypes::built_in(), on.id, on.version, change
                 );
             }).value();
    }
    void fill_in(const std::string& field, const std::string& value) {
        services::SheetChange change;
        change.values = {{"property", "Engvej 1"}, {"work", "detached_house"}, {field, value}};
        change_it(change);
    }
    std::vector<std::string> next(core::Date today, std::optional<services::PartyHearing> hearing = {}) {
        return write(
                   [&](Transaction& tx) -> core::Result<std::vector<std::string>> {
                       return services::told_next(
                           tx, services::CaseTypes::built_in(), on, hearing, Language::danish, today
                       );
                   }
        ).value();
    }
    std::string expected(core::Date today) {
        return write(
                   [&](Transaction& tx) -> core::Result<std::string> {
                       return services::told_expected(tx, services::CaseTypes::built_in(), on, Language::danish, today);
                   }
        ).value();
    }
    core::Task only_task() {
        return write(
                   [&](Transaction& tx) -> core::Result<core::Task> {
                       return services::TaskStore{tx}.list({.reader = user, .in_case = on.id}).at(0);
                   }
        ).value();
    }
};

core::Date day(const char* text) {
    return core::parse_iso_date(text).value();
}

bool tells(const std::vector<std::string>& list, const std::string& words) {
    return std::ranges::any_of(list, [&](const std::string& one) { return one.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("A party is told what its case's phase means and the day of its type's deadline, never the task's words") {
    Permit permit;
    const auto before = permit.next(day("2026-05-01"));
    CHECK(tells(before, "om vi har alle tegninger"));
    CHECK_FALSE(tells(before, "afgøre ansøgningen"));
    CHECK_FALSE(tells(before, "Du skal ikke gøre noget"));

    permit.fill_in("complete_on", "2026-05-01");
    const auto due = permit.only_task().due;
    const auto sentence = "Vi regner med at afgøre ansøgningen senest " + services::spoken_day(Language::danish, due);
    CHECK(tells(permit.next(day("2026-05-02")), sentence + "."));
    CHECK_FALSE(tells(permit.next(day("2026-05-02")), "servicemålet"));
    CHECK(permit.expected(day("2026-05-02")) == sentence + ".");

    SECTION("a day that has passed is owned up to") {
        const auto late = permit.next(due + std::chrono::days{1});
        CHECK_FALSE(tells(late, sentence));
        CHECK(tells(late, "Det nåede vi ikke"));
        CHECK(permit.expected(due + std::chrono::days{1}).empty());
    }
    SECTION("what is done is not waited for") {
        const auto who = permit.principal(permit.user);
        services::TaskChange done;
        done.done = true;
        const auto task = permit.only_task();
        permit
            .write([&](Transaction& tx) {
                return services::change_task(tx, {who, permit.clock.now()}, task.id, task.version, done);
            })
            .value();
        CHECK_FALSE(tells(permit.next(day("2026-05-02")), sentence));
    }
    SECTION("each phase has its own words, and its own deadlines") {
        services::SheetChange move;
        move.phase = "construction";
        permit.change_it(move);
        const auto next = permit.next(day("2026-05-02"));
        CHECK_FALSE(tells(next, sentence));
        CHECK(tells(next, "Afgørelsen er sendt"));
    }
    SECTION("nothing is told of a case that is closed") {
        permit.on.state = core::CaseState::closed;
        CHECK(permit.next(day("2026-05-02")).empty());
        CHECK(permit.expected(day("2026-05-02")).empty());
    }
}

TEST_CASE("Where the type says nothing, a party is told what holds for any case, and its own deadline") {
    Permit permit;
    permit.on = permit.opened("");
    CHECK(tells(permit.next(day("2026-05-01")), "tager vi stilling til sagen"));
    CHECK(tells(permit.next(day("2026-05-01")), "Du skal ikke gøre noget lige nu"));
    permit.on.deadline = day("2026-06-01");
    CHECK(tells(permit.next(day("2026-05-01")), "færdige senest mandag den 1. juni 2026"));
    CHECK(tells(permit.next(day("2026-06-02")), "Det nåede vi ikke"));

    services::PartyHearing hearing;
    hearing.due = day("2026-05-20");
    const auto heard = permit.next(day("2026-05-01"), hearing);
    CHECK(heard.front() == "Vi venter på dit svar på høringen senest onsdag den 20. maj 2026.");
    CHECK_FALSE(tells(heard, "Du skal ikke gøre noget"));
    permit.on.waiting_for = "Politiet";
    CHECK_FALSE(tells(permit.next(day("2026-05-01")), "Politiet"));
    CHECK(tells(permit.next(day("2026-05-01")), "Sagen venter på svar"));
}
