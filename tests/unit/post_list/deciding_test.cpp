#include "tests/unit/post_list/post_list_fixture.hpp"

using core::ErrorCode;
using services::PostState;
using tests::PostRoom;

namespace {

struct HeldRoom : PostRoom {
    core::Document held = journaled("Ansøger: 070761-4285");
    HeldRoom() { feed(); }
};

}  // namespace

TEST_CASE("a decision is about what the reviewer has seen", "[post_list]") {
    HeldRoom room;
    auto decision = room.released(room.held);
    decision.reason = "Nummeret er opdigtet";
    SECTION("nothing has come since") {
        CHECK(room.decide(room.leader, room.held, decision).has_value());
        CHECK(room.entry_of(room.held).value().document_public);
    }
    SECTION("an attachment has come since") {
        room.attach(room.held.id, room.keep("Lægeerklæring"));
        CHECK(room.decide(room.leader, room.held, decision).error().code == ErrorCode::conflict);
        CHECK(room.decide(room.leader, room.held, decision).error().field == "seen");
    }
    SECTION("another public title of the case has come since") {
        services::CaseChange change;
        change.public_title = "Sag om Karen";
        room.change(room.user, room.on.id, room.read(room.user, room.on.id).value().version, change).value();
        CHECK(room.decide(room.leader, room.held, decision).error().field == "seen");
    }
    SECTION("it says nothing of what was seen") {
        decision.seen.clear();
        CHECK(room.decide(room.leader, room.held, decision).error().field == "seen");
    }
    SECTION("somebody else has decided since") {
        room.decide(room.leader, room.held, decision).value();
        CHECK(room.decide(room.leader, room.held, decision).error().field == "state");
    }
    SECTION("to withhold is a decision, too") {
        room.attach(room.held.id, room.keep("Lægeerklæring"));
        decision.state = PostState::withheld;
        decision.reason = "Privat";
        CHECK(room.decide(room.leader, room.held, decision).error().field == "seen");
    }
}

TEST_CASE("what nobody has read is not published with its entry", "[post_list]") {
    HeldRoom room;
    room.attach(room.held.id, room.keep("Lægeerklæring", /*is_read=*/false));
    auto decision = room.released(room.held);
    decision.reason = "Nummeret er opdigtet";
    CHECK(room.decide(room.leader, room.held, decision).error().code == ErrorCode::conflict);
    CHECK(room.decide(room.leader, room.held, decision).error().field == "document");
    decision.publish_document = false;
    CHECK(room.decide(room.leader, room.held, decision).has_value());
    CHECK_FALSE(room.entry_of(room.held).value().document_public);
}
