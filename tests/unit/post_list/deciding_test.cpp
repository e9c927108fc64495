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

TEST_CASE("what was found goes out with a reason only, and the reason is in the log", "[post_list]") {
    PostRoom room;
    auto made = room.a_letter(room.keep("Afslag på carport"));
    made.public_title = "Byggetilladelse, Skovvej 12";
    const auto document = room.journaled(made);
    room.feed();
    auto decision = room.released(document);
    CHECK(room.decide(room.leader, document, decision).error().field == "reason");
    SECTION("a reason is given") {
        decision.reason = "Ejendommen er en virksomheds";
        CHECK(room.decide(room.leader, document, decision).has_value());
        const auto event =
            room.db
                ->read([&](services::Transaction& tx) -> core::Result<services::Event> {
                    return services::EventLog{tx}
                        .last_of(services::SubjectKind::document, document.id.value, services::EventKind::post_listed)
                        .value();
                })
                .value();
        CHECK(event.payload.find("Ejendommen er en virksomheds") != std::string::npos);
        CHECK(event.payload.find(R"("what":"address")") != std::string::npos);
    }
    SECTION("the title is worded anew") {
        decision.title = "Byggetilladelse";
        CHECK(room.decide(room.leader, document, decision).has_value());
    }
}

TEST_CASE("no reason lets a CPR number out in what is listed", "[post_list]") {
    PostRoom room;
    auto made = room.a_letter(room.keep("Afslag på carport"));
    made.public_title = "Klage fra 070761-4285";
    const auto document = room.journaled(made);
    room.feed();
    auto decision = room.released(document);
    decision.reason = "Det er vel i orden";
    CHECK(room.decide(room.leader, document, decision).error().field == "public_title");
    decision.title = "Klage";
    decision.correspondent = "070761-4285";
    CHECK(room.decide(room.leader, document, decision).error().field == "public_correspondent");
    decision.correspondent = "Borger";
    services::CaseChange change;
    change.public_title = "Sag om 070761-4285";
    room.change(room.user, room.on.id, room.read(room.user, room.on.id).value().version, change).value();
    decision.seen = room.seen(document);
    CHECK(room.decide(room.leader, document, decision).error().field == "public_case_title");
}

TEST_CASE("a hit is shown with what stands around it", "[post_list]") {
    PostRoom room;
    const auto document = room.journaled("Jeg har æ, ø og å i navnet,\nog bor på Skovvej 12 ved åen");
    const auto hits = room.db
                          ->read([&](services::Transaction& tx) -> core::Result<std::vector<services::PostHit>> {
                              const auto words = services::public_words_of(document, "Sag");
                              return services::hits_in(tx, document, words, core::ReleaseCheck{}, 10);
                          })
                          .value();
    REQUIRE(hits.size() == 1);
    CHECK(hits.front().what == "address");
    CHECK(hits.front().page == 1);
    CHECK(hits.front().before == "Jeg har æ, ø og å i navnet, og bor på");
    CHECK(hits.front().hit == "Skovvej 12");
    CHECK(hits.front().after == "ved åen");
}
