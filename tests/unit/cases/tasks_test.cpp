#include "services/cases/tasks.hpp"

#include "services/cases/visits.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::ErrorCode;
using std::chrono::days;
using tests::TownHall;

namespace {

struct TaskHall : TownHall {
    core::Date today() const { return core::danish_date(clock.now()); }

    services::NewTask a_task(std::optional<core::CaseId> on = std::nullopt) {
        services::NewTask made;
        made.in_case = on;
        made.title = "Svar på ansøgningen";
        made.due = today() + days{7};
        made.remind_days = 2;
        return made;
    }
    core::Result<core::Task> add(core::UserId by, const services::NewTask& made) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return services::add_task(tx, {who, clock.now()}, made); });
    }
    core::Result<core::Task> change(core::UserId by, const core::Task& task, const services::TaskChange& change) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::change_task(tx, {who, clock.now()}, task.id, task.version, change);
        });
    }
    core::Result<core::Task> end(core::UserId by, const core::Task& task, bool is_done) {
        services::TaskChange ended;
        ended.done = is_done;
        return change(by, task, ended);
    }
    std::vector<core::Task> list(const services::TaskFilter& filter) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::vector<core::Task>> {
                return services::TaskStore{tx}.list(filter);
            })
            .value();
    }
    std::vector<core::Task> mine(core::UserId who, bool is_done = false) {
        return list({.reader = who, .person = who, .is_done = is_done});
    }
    services::TaskStore::Counts counts(core::UserId who) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<services::TaskStore::Counts> {
                return services::TaskStore{tx}.counts(who, today());
            })
            .value();
    }
    services::EventKind last_event() {
        return db
            ->read([](services::Transaction& tx) -> core::Result<services::EventKind> {
                const services::EventLog log{tx};
                return log.after(core::EventId{log.last().value - 1}, 1).front().kind;
            })
            .value();
    }
};

}  // namespace

TEST_CASE("a task is given to a person, done by them, and taken up again", "[tasks]") {
    TaskHall hall;
    const auto on = hall.open(hall.user, hall.a_case()).value();
    auto made = hall.a_task(on.id);
    made.person = hall.leader;
    const auto task = hall.add(hall.user, made).value();
    REQUIRE(task.unit == on.unit);
    REQUIRE(hall.last_event() == services::EventKind::task_added);
    REQUIRE(hall.mine(hall.leader).size() == 1);
    const auto done = hall.end(hall.leader, task, true).value();
    REQUIRE(done.done->by == hall.leader);
    REQUIRE(done.done->at == hall.clock.now());
    REQUIRE(hall.mine(hall.leader).empty());
    REQUIRE(hall.mine(hall.leader, true).size() == 1);
    REQUIRE(hall.end(hall.user, task, true).error().code == ErrorCode::conflict);
    REQUIRE_FALSE(hall.end(hall.user, done, false).value().done.has_value());
    REQUIRE(hall.last_event() == services::EventKind::task_reopened);
}

TEST_CASE("the one a task was given to may end it without the right to change the case", "[tasks]") {
    TaskHall hall;
    auto wanted = hall.a_case();
    wanted.confidentiality = core::Confidentiality::open;
    const auto on = hall.open(hall.user, wanted).value();
    auto made = hall.a_task(on.id);
    made.person = hall.teacher;
    const auto task = hall.add(hall.user, made).value();
    services::TaskChange later;
    later.due = task.due + days{30};
    REQUIRE(hall.change(hall.teacher, task, later).error().code == ErrorCode::forbidden);
    REQUIRE(hall.end(hall.teacher, task, true).has_value());
    REQUIRE(hall.add(hall.teacher, hall.a_task(on.id)).error().code == ErrorCode::forbidden);
}

TEST_CASE("nobody is given a task that they could not read", "[tasks]") {
    TaskHall hall;
    const auto on = hall.open(hall.user, hall.a_case()).value();
    auto made = hall.a_task(on.id);
    made.person = hall.teacher;
    REQUIRE(hall.add(hall.user, made).error().field == "person");
    made = hall.a_task();
    made.person = hall.teacher;
    REQUIRE(hall.add(hall.user, made).error().field == "person");
    REQUIRE(hall.add(hall.teacher, hall.a_task(on.id)).error().code == ErrorCode::not_found);
}

TEST_CASE("a task by itself is seen by its unit alone", "[tasks]") {
    TaskHall hall;
    const auto task = hall.add(hall.user, hall.a_task()).value();
    REQUIRE(hall.list({.reader = hall.leader, .unit = hall.unit}).size() == 1);
    REQUIRE(hall.list({.reader = hall.teacher, .unit = hall.unit}).empty());
    REQUIRE(hall.end(hall.teacher, task, true).error().code == ErrorCode::not_found);
}

TEST_CASE("tasks follow their case when it is kept closer", "[tasks]") {
    TaskHall hall;
    auto wanted = hall.a_case();
    wanted.confidentiality = core::Confidentiality::open;
    wanted.caseworker = hall.user;
    const auto on = hall.open(hall.user, wanted).value();
    auto made = hall.a_task(on.id);
    made.person = hall.teacher;
    REQUIRE(hall.add(hall.user, made).has_value());
    REQUIRE(hall.counts(hall.teacher).open == 1);
    services::CaseChange closer;
    closer.confidentiality = core::Confidentiality::restricted;
    hall.TownHall::change(hall.user, on.id, on.version, closer).value();
    REQUIRE(hall.mine(hall.teacher).empty());
    REQUIRE(hall.counts(hall.teacher).open == 0);
}

TEST_CASE("a task is pointed out so many days before, and is overdue the day after", "[tasks]") {
    TaskHall hall;
    auto made = hall.a_task();
    made.person = hall.user;
    REQUIRE(hall.add(hall.user, made).value().remind_on == made.due - days{2});
    const auto is = [&](std::int64_t overdue, std::int64_t reminded) {
        const auto counts = hall.counts(hall.user);
        return counts.overdue == overdue && counts.reminded == reminded && counts.open == 1;
    };
    REQUIRE(is(0, 0));
    hall.clock.advance(days{4});
    REQUIRE(is(0, 0));
    hall.clock.advance(days{1});
    REQUIRE(is(0, 1));
    hall.clock.advance(days{2});
    REQUIRE(is(0, 1));  // the very day
    hall.clock.advance(days{1});
    REQUIRE(is(1, 1));
}

TEST_CASE("a task's fields are checked", "[tasks]") {
    TaskHall hall;
    const auto refused = [&](auto spoil) {
        auto made = hall.a_task();
        spoil(made);
        return hall.add(hall.user, made).error().field;
    };
    REQUIRE(refused([](services::NewTask& made) { made.title = ""; }) == "title");
    REQUIRE(refused([](services::NewTask& made) { made.remind_days = 366; }) == "remind_days");
    REQUIRE(refused([](services::NewTask& made) { made.remind_days = -1; }) == "remind_days");
    REQUIRE(refused([](services::NewTask& made) { made.due = core::Date{days{-40'000}}; }) == "due");
    REQUIRE(refused([](services::NewTask& made) { made.person = core::UserId{9999}; }) == "person");
}

TEST_CASE("lists of tasks go by day, within days, and page through all of them, each once", "[tasks]") {
    TaskHall hall;
    for (int i = 0; i < 25; ++i) {
        auto made = hall.a_task();
        made.person = hall.user;
        made.due = hall.today() + days{i / 5};
        hall.add(hall.user, made).value();
    }
    services::TaskFilter filter{.reader = hall.user, .person = hall.user, .limit = 4};
    std::vector<core::Task> all;
    for (;;) {
        const auto page = hall.list(filter);
        if (page.empty()) break;
        all.insert(all.end(), page.begin(), page.end());
        filter.after = services::TaskStore::place_of(page.back());
    }
    REQUIRE(all.size() == 25);
    for (std::size_t i = 1; i < all.size(); ++i)
        REQUIRE((std::pair{all[i - 1].due, all[i - 1].id} < std::pair{all[i].due, all[i].id}));
    filter = {.reader = hall.user, .person = hall.user};
    filter.from = hall.today() + days{1};
    filter.to = hall.today() + days{2};
    REQUIRE(hall.list(filter).size() == 10);
}

TEST_CASE("what others did since one was last on a case is news, what one did oneself is not", "[visits]") {
    TaskHall hall;
    const auto on = hall.open(hall.user, hall.a_case()).value();
    const auto who = hall.principal(hall.user);
    const auto news = [&] {
        return hall.db
            ->read([&](services::Transaction& tx) -> core::Result<std::size_t> {
                const auto visit = services::VisitStore{tx}.find(hall.user, on.id);
                return visit ? services::news_since(tx, hall.user, *visit, 10).size() : 999;
            })
            .value();
    };
    const auto look = [&] {
        hall.write([&](services::Transaction& tx) {
                return services::note_visit(tx, {who, hall.clock.now()}, on.id);
            }
        ).value();
    };
    hall.journal(hall.leader, on, "Før").value();
    look();
    REQUIRE(news() == 0);
    hall.journal(hall.user, on, "Mit eget").value();
    REQUIRE(news() == 0);
    hall.journal(hall.leader, on, "Lederens").value();
    REQUIRE(news() == 1);
    look();
    REQUIRE(news() == 0);
}

TEST_CASE("starred and recent cases are shown only while they may be read", "[visits]") {
    TaskHall hall;
    auto wanted = hall.a_case("Fælles");
    wanted.confidentiality = core::Confidentiality::open;
    const auto on = hall.open(hall.user, wanted).value();
    const auto teacher = hall.principal(hall.teacher);
    hall.write(
            [&](services::Transaction& tx) -> core::Result<void> {
                TRY(services::set_star(tx, teacher, on.id, true));
                return services::note_visit(tx, {teacher, hall.clock.now()}, on.id);
            }
    ).value();
    const auto shown = [&] {
        return hall.db
            ->read([&](services::Transaction& tx) -> core::Result<std::size_t> {
                const services::VisitStore visits{tx};
                return visits.starred(hall.teacher, 10).size() + visits.recent(hall.teacher, 10).size();
            })
            .value();
    };
    REQUIRE(shown() == 2);
    services::CaseChange closer;
    closer.confidentiality = core::Confidentiality::unit;
    hall.TownHall::change(hall.user, on.id, on.version, closer).value();
    REQUIRE(shown() == 0);
    const auto starred =
        hall.write([&](services::Transaction& tx) { return services::set_star(tx, teacher, on.id, false); });
    REQUIRE(starred.error().code == ErrorCode::not_found);
}
