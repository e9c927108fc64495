#include "services/post_list/phrases.hpp"
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

TEST_CASE("an entry is held by what stands in its listed words", "[post_list]") {
    PostRoom room;
    auto made = room.a_letter(room.keep("Afslag på carport"));
    made.publication = GENERATE(core::Publication::document, core::Publication::entry);
    made.public_title = "Klage fra karen@eksempel.dk, Skovvej 12";
    made.public_correspondent = "Karen, tlf. 20304050";
    const auto document = room.journaled(made);
    room.feed();
    CHECK(room.entry_of(document).value().state == PostState::held);
    CHECK(room.found_in(document) == Texts{"email in title", "address in title", "phone in correspondent"});
}

TEST_CASE("the text holds an entry only where the document is to be public", "[post_list]") {
    PostRoom room;
    auto made = room.a_letter(room.keep("Ring på 20 30 40 50 eller 20 30 40 60 om min depression"));
    made.publication = core::Publication::entry;
    const auto alone = room.journaled(made);
    made.publication = core::Publication::document;
    const auto with_document = room.journaled(made);
    room.feed();
    CHECK(room.entry_of(alone).value().state == PostState::published);
    CHECK(room.found_in(with_document) == Texts{"phone in text", "sensitive in text"});
    CHECK(services::findings_from_json(room.entry_of(with_document).value().reason).front().count == 2);
}

TEST_CASE("what is split over two pages is found once", "[post_list]") {
    PostRoom room;
    const auto document =
        room.journaled(room.a_letter(room.keep_pages({"Ansøger: 070761-", "4285 bor på Skovvej 12"})));
    room.feed();
    CHECK(room.found_in(document) == Texts{"cpr in text", "address in text"});
}

TEST_CASE("the authority's own lists hold an entry, and let its own address out", "[post_list]") {
    PostRoom room;
    const auto add = [&](core::WatchedKind kind, const std::string& text) {
        const auto who = room.principal(room.leader);
        room.write([&](services::Transaction& tx) {
                return services::add_phrase(tx, {who, room.clock.now()}, {kind, text});
            }
        ).value();
    };
    add(core::WatchedKind::name, "Karen Østergård");
    add(core::WatchedKind::allowed, "Rådhuspladsen 1");
    const auto protected_one = room.journaled("Til Østergård, Karen");
    const auto own = room.journaled("Eksempel Kommune, Rådhuspladsen 1");
    room.feed();
    CHECK(room.found_in(protected_one) == Texts{"listed in text"});
    CHECK(room.entry_of(own).value().state == PostState::published);
}

TEST_CASE("a new public title of the case takes its entries off the list", "[post_list]") {
    PostRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.feed();
    REQUIRE(room.entry_of(document).value().state == PostState::published);
    services::CaseChange change;
    change.public_title = GENERATE("Sag om 070761-4285", "Plejebolig til karen@eksempel.dk");
    room.change(room.user, room.on.id, room.read(room.user, room.on.id).value().version, change).value();
    CHECK(room.entry_of(document).value().state == PostState::held);
}
