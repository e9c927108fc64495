#include "services/access_requests/reminders.hpp"

#include <algorithm>

#include "services/access_requests/calendar.hpp"
#include "services/store/event_log.hpp"
#include "services/store/task_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::AccessReminder;
using services::Transaction;

namespace {

core::Date day(const char* text) {
    return core::parse_iso_date(text).value();
}

/// A request of Monday 11 May 2026, which is due on Thursday 21 May: Ascension Day lies between.
struct Clocks : tests::TownHall {
    services::FileStore files{folder.path / "files"};
    services::AccessSettings access{settings, "Eksempel Kommune", "Teknik og Miljø"};
    core::UserId boss = add_user("adam", {{core::Role::administrator, authority}});
    services::AccessReminderJob job{*db, clock};
    core::AccessRequestId id;
    core::CaseId on;

    template <class F>
    auto as(F&& act, std::optional<core::UserId> by = {}) {
        const auto who = principal(by.value_or(user));
        return write([&](Transaction& tx) { return act(tx, services::Acting{who, clock.now()}); });
    }
    Clocks() {
        at("2026-05-11");
        write([](Transaction& tx) -> core::Result<void> {
            services::SubjectStore store{tx};
            store.put(services::Subject{"00.07.00", "Forvaltningsprincipper"});
            store.put(services::Facet{"A53", "Aktindsigt"});
            return core::done();
        }).value();
        services::NewAccessRequest made;
        made.asked_for = "Alle breve om plejeboligerne";
        made.asker = {core::AskerKind::press, "Karen Blåbjerg", "karen@example.dk", ""};
        const auto asked = services::ask_access(*db, files, clock.now(), access, made).value();
        id = asked.request.id;
        on = asked.filed.id;
        as([&](Transaction& tx, const services::Acting& acting) -> core::Result<void> {
            auto one = services::read_case(tx, acting.who, on).value();
            services::CaseChange change;
            change.caseworker = user;
            TRY(services::change_case(tx, acting, on, one.version, change));
            return core::done();
        }).value();
    }
    void at(const char* text) { clock.set(core::danish_midnight(day(text)) + std::chrono::hours{10}); }

    /// What the house does now and then, and the jobs that come of it; how many there were.
    int look(const char* text) {
        at(text);
        services::keep_access_requests(*db, settings, clock.now());
        int done = 0;
        for (;;) {
            const auto taken = write([&](Transaction& tx) -> core::Result<std::optional<services::Job>> {
                                   return services::JobQueue{tx}.take("test", clock.now(), std::chrono::seconds{60});
                               }).value();
            if (!taken) return done;
            if (taken->kind == services::access_reminder_kind) {
                job(*taken).value();
                job(*taken).value();  // a job may run twice
                ++done;
            }
            write([&](Transaction& tx) -> core::Result<void> {
                services::JobQueue{tx}.finish(taken->id);
                return core::done();
            }).value();
        }
    }
    std::string said() {
        std::string text;
        const auto all = db->read([&](Transaction& tx) -> core::Result<std::vector<services::AccessReminded>> {
                               return services::AccessReminderStore{tx}.of_request(id);
                           }).value();
        for (const auto& one : all)
            text += (text.empty() ? "" : ", ") + std::string{core::name_of(one.stage)} + " " + core::iso_date(one.due);
        return text;
    }
    std::vector<services::PressingAccess> pressing(core::UserId person) {
        return db
            ->read([&](Transaction& tx) -> core::Result<std::vector<services::PressingAccess>> {
                return services::AccessReminderStore{tx}.pressing(person);
            })
            .value();
    }
    /// What a person is to do on the case.
    std::vector<core::Task> tasks_of(core::UserId person, bool is_done = false) {
        auto all = db->read([&](Transaction& tx) -> core::Result<std::vector<core::Task>> {
                         return services::TaskStore{tx}.list({.reader = user, .in_case = on, .is_done = is_done});
                     }).value();
        std::erase_if(all, [&](const core::Task& task) { return task.person != person; });
        return all;
    }
    core::Result<void> pause(const char* from) {
        return as([&](Transaction& tx, const services::Acting& acting) {
            return services::pause_access_request(
                tx, acting, settings, id, 0, {.from = day(from), .to = {}, .reason = "Hvilke breve?"}
            );
        });
    }
    core::Result<void> extend(const char* until) {
        return as([&](Transaction& tx, const services::Acting& acting) {
            const auto today = core::danish_date(acting.now);
            return services::extend_access_request(
                tx, acting, settings, id, 0, {.told_on = today, .until = day(until), .reason = "Der er mange"}
            );
        });
    }
};

}  // namespace

TEST_CASE("What is to be said of a day goes by the working days that are left", "[access]") {
    const core::WorkCalendar calendar;
    core::AccessCourse course{.laws = {core::AccessLaw::public_access}, .received = day("2026-05-11")};
    const auto said_on = [&](const char* today) {
        return core::reminder_of(core::access_clock(course, calendar, day(today)));
    };
    CHECK(said_on("2026-05-15") == std::nullopt);
    CHECK(said_on("2026-05-17") == std::nullopt);  // Sunday: four are left
    CHECK(said_on("2026-05-18") == AccessReminder::soon);
    CHECK(said_on("2026-05-20") == AccessReminder::soon);
    CHECK(said_on("2026-05-21") == AccessReminder::today);
    CHECK(said_on("2026-05-22") == AccessReminder::late);

    INFO("a month that ends on a Saturday can be kept until Friday");
    course = {.laws = {core::AccessLaw::own_data}, .received = day("2026-04-30")};
    CHECK(said_on("2026-05-28") == AccessReminder::soon);
    CHECK(said_on("2026-05-29") == AccessReminder::today);
    CHECK(said_on("2026-05-30") == AccessReminder::today);
    CHECK(said_on("2026-05-31") == AccessReminder::late);

    INFO("nothing is said of what waits for the asker, or has ended");
    course.pauses = {{.from = day("2026-05-28"), .to = {}, .reason = "Hvad?"}};
    CHECK(said_on("2026-05-29") == std::nullopt);
    course = {.laws = {core::AccessLaw::own_data}, .received = day("2026-04-30"), .ended = day("2026-05-29")};
    CHECK(said_on("2026-05-31") == std::nullopt);
}

TEST_CASE_METHOD(
    Clocks, "a request is spoken of three working days ahead, on its day and when it is late", "[access]"
) {
    CHECK(look("2026-05-15") == 0);
    CHECK(pressing(user).empty());
    CHECK(look("2026-05-18") == 1);
    CHECK(said() == "soon 2026-05-21");
    REQUIRE(pressing(user).size() == 1);
    CHECK(pressing(user).front().stage == AccessReminder::soon);
    REQUIRE(tasks_of(user).size() == 1);
    CHECK(tasks_of(user).front().remind_on <= day("2026-05-18"));
    INFO("once");
    CHECK(look("2026-05-18") == 0);
    CHECK(look("2026-05-20") == 0);
    CHECK(look("2026-05-21") == 1);
    CHECK(pressing(user).front().stage == AccessReminder::today);
    CHECK(pressing(leader).empty());
    CHECK(tasks_of(leader).empty());
    CHECK(look("2026-05-22") == 1);
    CHECK(look("2026-05-26") == 0);
    CHECK(said() == "soon 2026-05-21, today 2026-05-21, late 2026-05-21");
    REQUIRE(pressing(leader).size() == 1);
    CHECK(pressing(leader).front().stage == AccessReminder::late);
    REQUIRE(tasks_of(leader).size() == 1);
    CHECK(tasks_of(leader).front().due == day("2026-05-22"));
    CHECK(pressing(teacher).empty());
    CHECK(tasks_of(user).size() == 1);

    INFO("when it has ended, nothing is left to do about it");
    as([&](Transaction& tx, const services::Acting& acting) {
        return services::withdraw_access_request(tx, acting, settings, id, 0);
    }).value();
    CHECK(pressing(user).empty());
    CHECK(tasks_of(leader).empty());
    CHECK(tasks_of(leader, true).size() == 1);
    CHECK(look("2026-06-22") == 0);
}

TEST_CASE_METHOD(Clocks, "nobody is reminded of a request that waits for the asker", "[access]") {
    at("2026-05-15");
    pause("2026-05-15").value();
    CHECK(look("2026-05-21") == 0);
    CHECK(look("2026-05-29") == 0);
    as([&](Transaction& tx, const services::Acting& acting) {
        return services::resume_access_request(tx, acting, settings, id, 0, day("2026-05-29"));
    }).value();
    INFO("four working days were left, so that it is due on Thursday 4 June");
    CHECK(look("2026-05-29") == 0);
    CHECK(look("2026-06-01") == 1);
    CHECK(said() == "soon 2026-06-04");
    INFO("while it waits again, it presses nobody");
    at("2026-06-02");
    pause("2026-06-02").value();
    CHECK(pressing(user).empty());
}

TEST_CASE_METHOD(Clocks, "another day is spoken of anew, and ends what the leader was to do", "[access]") {
    look("2026-05-22");
    REQUIRE(tasks_of(leader).size() == 1);
    CHECK(said() == "late 2026-05-21");
    extend("2026-06-12").value();
    CHECK(tasks_of(leader).empty());
    CHECK(pressing(leader).empty());
    CHECK(look("2026-06-08") == 0);
    CHECK(look("2026-06-09") == 1);
    CHECK(said() == "late 2026-05-21, soon 2026-06-12");
}

TEST_CASE_METHOD(Clocks, "a changed calendar moves what is said, too", "[access]") {
    at("2026-05-13");
    const auto close = [&](const char* text) {
        as([&](Transaction& tx, const services::Acting& acting
           ) { return services::change_calendar(tx, acting, settings, {.date = day(text), .name = "Lukkedag"}); },
           boss)
            .value();
    };
    close("2026-05-19");
    INFO("due on Friday 22 May: on Monday there are three more days to work in");
    CHECK(look("2026-05-18") == 1);
    CHECK(said() == "soon 2026-05-22");
    INFO("a day that is closed while it is pressing is another day to be told of");
    close("2026-05-20");
    CHECK(look("2026-05-19") == 1);
    CHECK(said() == "soon 2026-05-22, soon 2026-05-26");
}

TEST_CASE_METHOD(
    Clocks, "what is late already when it comes is told a leader at once, and of several days the last", "[access]"
) {
    CHECK(look("2026-07-01") == 1);
    CHECK(said() == "late 2026-05-21");
}
