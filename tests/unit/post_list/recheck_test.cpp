#include "services/post_list/recheck.hpp"

#include "services/post_list/day_close.hpp"
#include "services/post_list/phrases.hpp"
#include "services/post_list/statements.hpp"
#include "services/post_list/takedown.hpp"
#include "services/store/post_gate_store.hpp"
#include "tests/unit/post_list/post_list_fixture.hpp"

using core::ErrorCode;
using services::PostState;
using services::Transaction;

namespace {

struct GateRoom : tests::PostRoom {
    template <class F>
    auto look(F work) {
        return db->read([&](Transaction& tx) -> core::Result<decltype(work(tx))> { return work(tx); }).value();
    }
    void watch(const std::string& name) {
        const auto who = principal(leader);
        write([&](Transaction& tx) {
            return services::add_phrase(tx, {who, clock.now()}, {core::WatchedKind::name, name});
        }).value();
    }
    /// As the job runner does, until nothing is left to do.
    void recheck() {
        services::RecheckJob run{*db, clock};
        const auto walk = look([](Transaction& tx) { return services::PostGateStore{tx}.last_recheck(); }).value();
        services::Job job{.id = {}, .kind = {}, .subject = walk.id, .attempts = 1, .error = {}, .created_at = {}};
        while (run(job, {}).value() == services::JobEnd::goes_on) continue;
    }
    std::vector<services::PostAlert> alerts(core::UserId reader) {
        return look([&](Transaction& tx) { return services::PostGateStore{tx}.alerts(reader, 100); });
    }
    core::Result<void> keep_shown(core::UserId by, const core::Document& document, const std::string& reason) {
        const auto who = principal(by);
        const auto id = entry_of(document).value().id;
        return write([&](Transaction& tx) { return services::keep_public(tx, {who, clock.now()}, id, reason); });
    }
    core::Result<services::ListedPost> take_down(const core::Document& document) {
        const auto who = principal(leader);
        const auto id = entry_of(document).value().id;
        return write([&](Transaction& tx) {
            return services::take_down(tx, {who, clock.now()}, id, {"ofl-30-1", "Navnet stod i titlen"});
        });
    }
    core::Result<void> reopen(core::UserId by, const core::Document& document, const std::string& reason) {
        const auto who = principal(by);
        const auto id = entry_of(document).value().id;
        return write([&](Transaction& tx) { return services::reopen_post(tx, {who, clock.now()}, id, reason); });
    }
    services::ListedPost listed(const core::Document& document) {
        const auto id = entry_of(document).value().id;
        return look([&](Transaction& tx) { return *services::PostListStore{tx}.listed_entry(id); });
    }
    std::vector<std::string> faults() {
        return look([](Transaction& tx) { return services::post_list_faults(tx); });
    }
    void run(std::string_view sql) {
        write([&](Transaction& tx) -> core::Result<void> {
            tx.run(sql);
            return core::done();
        }).value();
    }
    void make_key() {
        write([&](Transaction& tx) -> core::Result<void> {
            services::SigningKeyStore{tx}.add(services::post_list_key, services::new_key_pair(), clock.now());
            return core::done();
        }).value();
    }
};

}  // namespace

TEST_CASE("what is public is looked at once more when a list grows, and a person decides", "[post_list]") {
    GateRoom room;
    const auto hit = room.journaled("Klage fra Karen Holm");
    const auto other = room.journaled("Afslag på carport");
    room.feed();
    REQUIRE(room.entry_of(hit).value().state == PostState::published);
    room.watch("Karen Holm");
    room.recheck();

    const auto alerts = room.alerts(room.leader);
    REQUIRE(alerts.size() == 1);
    CHECK(alerts.front().entry == room.entry_of(hit).value().id);
    CHECK(services::findings_from_json(alerts.front().findings).front().what == "listed");
    CHECK(room.entry_of(hit).value().state == PostState::published);
    const auto walk = room.look([](Transaction& tx) { return services::PostGateStore{tx}.last_recheck(); }).value();
    CHECK(walk.checked == 2);
    CHECK(walk.found == 1);
    CHECK(walk.ended_at.has_value());

    CHECK(room.keep_shown(room.leader, hit, "").error().field == "reason");
    CHECK(room.keep_shown(room.user, hit, "Hun er borgmester").error().code == ErrorCode::forbidden);
    room.keep_shown(room.leader, hit, "Hun er borgmester").value();
    CHECK(room.alerts(room.leader).empty());
    CHECK(room.keep_shown(room.leader, hit, "Hun er borgmester").error().code == ErrorCode::conflict);
    CHECK(room.keep_shown(room.leader, other, "Hvorfor ikke").error().code == ErrorCode::conflict);

    INFO("what was decided is not told again");
    room.watch("Jens Kofoed");
    room.recheck();
    CHECK(room.alerts(room.leader).empty());
}

TEST_CASE("what a grown list hits goes off the review when it is taken down", "[post_list]") {
    GateRoom room;
    const auto hit = room.journaled("Klage fra Karen Holm");
    room.feed();
    room.watch("Karen Holm");
    room.recheck();
    REQUIRE(room.alerts(room.leader).size() == 1);
    room.take_down(hit).value();
    CHECK(room.alerts(room.leader).empty());
}

TEST_CASE("a walk that a newer one has overtaken ends at once", "[post_list]") {
    GateRoom room;
    room.journaled("Klage fra Karen Holm");
    room.feed();
    room.watch("Karen Holm");
    const auto first = room.look([](Transaction& tx) { return services::PostGateStore{tx}.last_recheck(); }).value();
    room.watch("Jens Kofoed");
    services::RecheckJob run{*room.db, room.clock};
    const services::Job job{.id = {}, .kind = {}, .subject = first.id, .attempts = 1, .error = {}, .created_at = {}};
    CHECK(run(job, {}).value() == services::JobEnd::done);
    CHECK(room.alerts(room.leader).empty());
    room.recheck();
    CHECK(room.alerts(room.leader).size() == 1);
}

TEST_CASE("what was taken down is shown again by a new decision, and its tombstone is told after that", "[post_list]") {
    GateRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.feed();
    CHECK(room.reopen(room.leader, document, "Igen").error().code == ErrorCode::conflict);
    room.take_down(document).value();
    room.clock.advance(std::chrono::hours{24});
    CHECK(room.reopen(room.leader, document, "").error().field == "reason");
    CHECK(room.reopen(room.user, document, "Igen").error().code == ErrorCode::forbidden);
    room.reopen(room.leader, document, "Navnet er borgmesterens").value();
    CHECK(room.listed(document).state == PostState::held);
    CHECK(room.listed(document).taken_down_at.has_value());

    INFO("nothing but a person shows it again");
    room.attach(document.id, room.keep("Bilag uden noget i"));
    room.feed();
    CHECK(room.listed(document).state == PostState::held);

    room.decide(room.leader, document, room.released(document)).value();
    CHECK(room.listed(document).state == PostState::published);
    CHECK_FALSE(room.listed(document).taken_down_at.has_value());
    const auto former = room.look([&](Transaction& tx) {
        return services::PostGateStore{tx}.former_tombstones(room.entry_of(document).value().id);
    });
    REQUIRE(former.size() == 1);
    CHECK(former.front().exemption == "ofl-30-1");
    CHECK(former.front().shown_again_at > former.front().taken_down_at);
}

TEST_CASE(
    "a document that is withheld from everybody has a number and is counted, without a word of it", "[post_list]"
) {
    GateRoom room;
    auto made = room.a_letter(room.keep("Klage"));
    made.publication = core::Publication::withheld;
    const auto document = room.journaled(made);
    room.feed();
    const auto entry = room.entry_of(document).value();
    CHECK(entry.state == PostState::withheld);
    CHECK(entry.title.empty());
    CHECK(room.listed(document).serial == 1);
    CHECK(room.reopen(room.leader, document, "Igen").error().field == "document");
}

TEST_CASE("a day is counted when it is over, and what is wrong with it later is named", "[post_list]") {
    GateRoom room;
    const auto day = core::danish_date(room.clock.now());
    room.make_key();
    const auto document = room.journaled("Afslag på carport");
    room.journaled("Tilladelse til skur");
    room.feed();
    room.clock.advance(std::chrono::hours{24});
    services::close_days(*room.db, room.clock.now());
    services::close_days(*room.db, room.clock.now());
    const auto kept = room.look([&](Transaction& tx) { return services::DayStatementStore{tx}.find(day); });
    REQUIRE(kept.has_value());
    CHECK(kept->entries == 2);
    CHECK(services::is_signature_of(kept->public_key, kept->statement, kept->signature));
    const auto counted = room.look([](Transaction& tx) {
        return services::EventLog{tx}.last_of(services::SubjectKind::authority, 0, services::EventKind::post_counted);
    });
    CHECK(counted.has_value());
    room.take_down(document).value();
    CHECK(room.faults().empty());

    room.run("UPDATE post_day_statements SET statement = REPLACE(statement, 'published 2', 'published 1')");
    CHECK(room.faults().size() == 1);
    room.run("UPDATE post_day_statements SET statement = REPLACE(statement, 'published 1', 'published 2')");
    CHECK(room.faults().empty());
    room.run("UPDATE post_list_entries SET serial = 7 WHERE serial = 2");
    CHECK(room.faults().size() >= 2);
}

TEST_CASE("days on which nobody looked are counted afterwards, one by one", "[post_list]") {
    GateRoom room;
    room.make_key();
    services::close_days(*room.db, room.clock.now());
    room.clock.advance(std::chrono::hours{24 * 5});
    services::close_days(*room.db, room.clock.now());
    const auto days =
        room.look([](Transaction& tx) { return services::DayStatementStore{tx}.after(core::Date{}, 100).size(); });
    CHECK(days == 6);
}
