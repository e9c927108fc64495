#include "services/store/event_log.hpp"

#include <array>

#include "store_fixture.hpp"

using core::Result;
using services::EventKind;
using services::EventLog;
using services::SubjectKind;
using services::Transaction;
using store_tests::morning;
using store_tests::StoreFixture;

namespace {

services::NewEvent an_event(std::int64_t subject) {
    return {
        .at = morning(),
        .kind = EventKind::case_changed,
        .subject_kind = SubjectKind::case_file,
        .subject = subject,
        .in_case = core::CaseId{subject},
        .actor = core::UserId{7},
        .payload = R"({"title":"Byggesag"})"};
}

/// Twelve events; the fifth has neither case nor actor.
struct LogFixture : StoreFixture {
    LogFixture() {
        write([](Transaction& tx) {
            for (std::int64_t n = 1; n <= 12; ++n) {
                auto event = an_event(n);
                if (n == 5) event.in_case.reset();
                if (n == 5) event.actor.reset();
                EventLog{tx}.append(event);
            }
        });
    }

    std::optional<EventLog::Fault> check() {
        return read([](Transaction& tx) { return EventLog{tx}.check(); });
    }
};

struct Tampering {
    std::string_view sql;
    std::int64_t found_at;
};

/// Every column of a row in the middle, rows taken out, slipped in and swapped, and types that no event has.
constexpr std::array tamperings{
    Tampering{"UPDATE events SET id = 99 WHERE id = 4", 5},
    Tampering{"UPDATE events SET id = -4 WHERE id = 4", -4},
    Tampering{"UPDATE events SET at = at + 1 WHERE id = 4", 4},
    Tampering{"UPDATE events SET kind = 'case_opened' WHERE id = 4", 4},
    Tampering{"UPDATE events SET kind = 'nonsense' WHERE id = 4", 4},
    Tampering{"UPDATE events SET subject_kind = 'document' WHERE id = 4", 4},
    Tampering{"UPDATE events SET subject_kind = '' WHERE id = 4", 4},
    Tampering{"UPDATE events SET subject_id = 3 WHERE id = 4", 4},
    Tampering{"UPDATE events SET case_id = 3 WHERE id = 4", 4},
    Tampering{"UPDATE events SET case_id = NULL WHERE id = 4", 4},
    Tampering{"UPDATE events SET case_id = 0 WHERE id = 5", 5},
    Tampering{"UPDATE events SET actor_id = 8 WHERE id = 4", 4},
    Tampering{"UPDATE events SET actor_id = NULL WHERE id = 4", 4},
    Tampering{"UPDATE events SET actor_id = 1 WHERE id = 5", 5},
    Tampering{"UPDATE events SET payload = '{\"title\":\"Byggesah\"}' WHERE id = 4", 4},
    Tampering{"UPDATE events SET payload = payload || ' ' WHERE id = 4", 4},
    Tampering{"UPDATE events SET hash = '' WHERE id = 4", 4},
    Tampering{"UPDATE events SET hash = (SELECT hash FROM events WHERE id = 3) WHERE id = 4", 4},
    Tampering{"DELETE FROM events WHERE id = 4", 5},
    Tampering{"DELETE FROM events WHERE id = 1", 2},
    Tampering{
        "INSERT INTO events SELECT 0, at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash"
        " FROM events WHERE id = 12",
        0},
    Tampering{
        "INSERT INTO events SELECT 13, at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash"
        " FROM events WHERE id = 12",
        13},
    Tampering{
        "UPDATE events SET payload = '{}', subject_id = 11, case_id = 11, hash = (SELECT hash FROM events WHERE id = "
        "11)"
        " WHERE id = 12",
        12},
};

/// SQLite keeps what does not fit a column's type; other engines refuse it themselves.
constexpr std::array wrong_types{
    Tampering{"UPDATE events SET case_id = '' WHERE id = 5", 5},
    Tampering{"UPDATE events SET actor_id = '' WHERE id = 5", 5},
    Tampering{"UPDATE events SET at = 'yesterday' WHERE id = 4", 4},
    Tampering{"UPDATE events SET subject_id = 4.5 WHERE id = 4", 4},
    Tampering{"UPDATE events SET payload = CAST(payload || 'x' AS BLOB) WHERE id = 4", 4},
};

}  // namespace

SCENARIO_METHOD(LogFixture, "what is appended is read in order, with every field", "[store][events]") {
    CHECK_FALSE(check());
    const auto events = read([](Transaction& tx) { return EventLog{tx}.after(core::EventId{3}, 2); });
    REQUIRE(events.size() == 2);
    CHECK(events[0].id == core::EventId{4});
    CHECK(events[0].at == morning());
    CHECK(events[0].kind == EventKind::case_changed);
    CHECK(events[0].subject_kind == SubjectKind::case_file);
    CHECK(events[0].subject == 4);
    CHECK(events[0].in_case == core::CaseId{4});
    CHECK(events[0].actor == core::UserId{7});
    CHECK(events[0].payload == R"({"title":"Byggesag"})");
    CHECK(events[0].hash.size() == 64);
    CHECK_FALSE(events[1].in_case);
    CHECK_FALSE(events[1].actor);
    CHECK(read([](Transaction& tx) { return EventLog{tx}.last(); }) == core::EventId{12});
}

SCENARIO_METHOD(LogFixture, "a case's history is read from its newest event", "[store][events]") {
    write([](Transaction& tx) {
        for (int i = 0; i < 3; ++i) EventLog{tx}.append(an_event(4));
    });
    read([](Transaction& tx) {
        const auto newest = EventLog{tx}.of_case(core::CaseId{4}, core::EventId{1000}, 3);
        REQUIRE(newest.size() == 3);
        CHECK(newest.front().id == core::EventId{15});
        const auto older = EventLog{tx}.of_case(core::CaseId{4}, newest.back().id, 3);
        REQUIRE(older.size() == 1);
        CHECK(older.front().id == core::EventId{4});
    });
}

SCENARIO_METHOD(LogFixture, "the last event of a kind that befell a thing is told, and no other's", "[store][events]") {
    const auto last_of = [&](SubjectKind subject_kind, std::int64_t subject, EventKind kind) {
        const auto found = read([&](Transaction& tx) { return EventLog{tx}.last_of(subject_kind, subject, kind); });
        return found ? found->id.value : 0;
    };
    write([](Transaction& tx) {
        EventLog{tx}.append(an_event(3));  // 13: again
        auto other = an_event(3);
        other.kind = EventKind::party_added;
        EventLog{tx}.append(other);
        other = an_event(3);
        other.subject_kind = SubjectKind::document;
        EventLog{tx}.append(other);
    });
    CHECK(last_of(SubjectKind::case_file, 3, EventKind::case_changed) == 13);
    CHECK(last_of(SubjectKind::case_file, 3, EventKind::party_added) == 14);
    CHECK(last_of(SubjectKind::document, 3, EventKind::case_changed) == 15);
    CHECK(last_of(SubjectKind::case_file, 4, EventKind::case_changed) == 4);
    CHECK(last_of(SubjectKind::case_file, 4, EventKind::party_added) == 0);
    CHECK(last_of(SubjectKind::incoming, 3, EventKind::case_changed) == 0);
}

SCENARIO_METHOD(LogFixture, "every change to the log is found", "[store][events]") {
    const auto tampering = GENERATE(from_range(tamperings));
    CAPTURE(tampering.sql);
    REQUIRE(write([&](Transaction& tx) { return tx.run(tampering.sql).changed(); }) > 0);
    const auto fault = check();
    REQUIRE(fault);
    CHECK(fault->id == core::EventId{tampering.found_at});
    CHECK_FALSE(fault->what.empty());
}

SCENARIO_METHOD(LogFixture, "a value of a type that no event has is found, too", "[store][events]") {
    if (engine != store_tests::Engine::sqlite) return;
    const auto tampering = GENERATE(from_range(wrong_types));
    CAPTURE(tampering.sql);
    REQUIRE(write([&](Transaction& tx) { return tx.run(tampering.sql).changed(); }) > 0);
    const auto fault = check();
    REQUIRE(fault);
    CHECK(fault->id == core::EventId{tampering.found_at});
}

SCENARIO_METHOD(LogFixture, "an event that is rolled back leaves no gap", "[store][events]") {
    const auto outcome = db->write_with([](Transaction& tx) -> Result<void> {
        CHECK(EventLog{tx}.append(an_event(13)) == core::EventId{13});
        return core::Error{core::ErrorCode::conflict, "no"};
    });
    REQUIRE(outcome.has_error());
    CHECK(write([](Transaction& tx) { return EventLog{tx}.append(an_event(14)); }) == core::EventId{13});
    CHECK_FALSE(check());
}

SCENARIO_METHOD(StoreFixture, "a long log is checked whole", "[store][events]") {
    constexpr std::int64_t events = 10'050;  // more than one step of the check
    write([&](Transaction& tx) {
        for (std::int64_t n = 1; n <= events; ++n) EventLog{tx}.append(an_event(n));
    });
    std::int64_t checked = 0;
    CHECK_FALSE(read([&](Transaction& tx) { return EventLog{tx}.check([&](std::int64_t n) { checked = n; }); }));
    CHECK(checked == events);
}

SCENARIO_METHOD(StoreFixture, "a follower's place is where it was moved to", "[store][events]") {
    CHECK(read([](Transaction& tx) { return services::CursorStore{tx}.position("search"); }) == core::EventId{});
    write([](Transaction& tx) { services::CursorStore{tx}.move("search", core::EventId{5}); });
    write([](Transaction& tx) { services::CursorStore{tx}.move("search", core::EventId{9}); });
    CHECK(read([](Transaction& tx) { return services::CursorStore{tx}.position("search"); }) == core::EventId{9});
    CHECK(read([](Transaction& tx) { return services::CursorStore{tx}.position("other"); }) == core::EventId{});
}
