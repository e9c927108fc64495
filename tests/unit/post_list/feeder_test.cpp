#include "tests/unit/post_list/post_list_fixture.hpp"

using services::PostState;
using tests::PostRoom;
using tests::Texts;

TEST_CASE("a clean document is published by itself", "[post_list]") {
    PostRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.feed();
    CHECK(room.entry_of(document).value().state == PostState::published);
}

TEST_CASE("an attachment that comes between the check and the listing is checked", "[post_list]") {
    PostRoom room;
    const auto document = room.journaled("Afslag på carport");
    const bool is_read = GENERATE(true, false);
    room.interrupted.before_write = [&] { room.attach(document.id, room.keep("Ansøger: 070761-4285", is_read)); };
    room.feed();
    CHECK(room.entry_of(document).value().state == PostState::held);
    CHECK(room.found_in(document) == Texts{is_read ? "cpr in text" : "waiting in text"});
}

TEST_CASE("a public title that changes between the check and the listing is checked", "[post_list]") {
    PostRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.interrupted.before_write = [&] {
        services::CaseChange change;
        change.public_title = "Sag om 070761-4285";
        room.change(room.user, room.on.id, room.read(room.user, room.on.id).value().version, change).value();
    };
    room.feed();
    CHECK(room.found_in(document) == Texts{"cpr in case_title"});
}
