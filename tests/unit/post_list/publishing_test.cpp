#include "services/post_list/publishing.hpp"

#include "services/cases/documents.hpp"
#include "services/post_list/finding_words.hpp"
#include "services/post_list/post_check.hpp"
#include "services/store/hidden_text_store.hpp"
#include "services/store/privacy_store.hpp"
#include "tests/unit/post_list/post_list_fixture.hpp"

using core::Publication;
using services::PublishedFile;
using services::PublishedState;
using services::Transaction;

namespace {

struct PublishingRoom : tests::PostRoom {
    template <class F>
    auto look(F work) {
        return db->read([&](Transaction& tx) -> core::Result<decltype(work(tx))> { return work(tx); }).value();
    }
    bool is_queued(const core::Document& document) {
        return look([&](Transaction& tx) {
            return services::JobQueue{tx}.has(services::publish_job_kind, document.id.value);
        });
    }
    std::optional<PublishedFile> made_of(const core::Document& document) {
        return look([&](Transaction& tx) { return services::PublishedFileStore{tx}.find(document.content); });
    }
    /// As the job does. Whether the entry was held for what is seen.
    bool draw(
        const core::Document& document,
        const std::string& bytes = "drawn",
        const std::vector<services::PublishedPage>& pages = {}
    ) {
        return write(
                   [&](Transaction& tx) -> core::Result<bool> {
                       const PublishedFile made{document.content, services::sha256(bytes), PublishedState::ready};
                       services::PublishedFileStore{tx}.put(made, pages, clock.now());
                       const core::ReleaseCheck check;
                       return services::hold_for_what_is_drawn(tx, document, check, clock.now());
                   }
        ).value();
    }
    void withdraw(const core::Document& document) {
        const auto who = principal(user);
        write([&](Transaction& tx) {
            return services::withdraw_document(tx, {who, clock.now()}, document.id, "Sendt til den forkerte");
        }).value();
    }
    /// Of the files that were made, those that are to be removed.
    std::size_t unwanted() {
        return look([&](Transaction& tx) {
            return services::ErasureStore{tx}.unneeded(clock.now() + std::chrono::hours{1}).size();
        });
    }
};

}  // namespace

TEST_CASE("a document is drawn for everybody when it is published, and only then", "[post_list]") {
    PublishingRoom room;
    auto made = room.a_letter(room.keep("Afslag på carport"));
    made.publication = GENERATE(Publication::document, Publication::entry, Publication::withheld);
    const auto document = room.journaled(made);
    CHECK_FALSE(room.is_queued(document));
    room.feed();
    CHECK(room.is_queued(document) == (made.publication == Publication::document));
}

TEST_CASE("a document that was held is drawn when a person lets it out", "[post_list]") {
    PublishingRoom room;
    const auto document = room.journaled("Ansøger: 070761-4285");
    room.feed();
    CHECK_FALSE(room.is_queued(document));
    auto decision = room.released(document);
    decision.reason = "Nummeret er opdigtet";
    decision.publish_document = GENERATE(true, false);
    room.decide(room.leader, document, decision).value();
    CHECK(room.is_queued(document) == decision.publish_document);
}

TEST_CASE("what was journaled long ago is not drawn before somebody asks for it", "[post_list]") {
    PublishingRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.clock.advance(std::chrono::hours{48});
    room.feed();
    CHECK(room.entry_of(document).value().state == services::PostState::published);
    CHECK_FALSE(room.is_queued(document));
}

TEST_CASE("what was drawn is forgotten with the last public document that has the same bytes", "[post_list]") {
    PublishingRoom room;
    const auto first = room.journaled("Afslag på carport");
    const auto second = room.journaled("Afslag på carport");
    room.feed();
    room.draw(first);
    room.withdraw(first);
    CHECK(room.made_of(second).has_value());
    CHECK(room.unwanted() == 0);
    room.withdraw(second);
    CHECK_FALSE(room.made_of(second).has_value());
    CHECK(room.unwanted() == 1);
}

TEST_CASE("what was drawn is not served once its content has been read anew", "[post_list]") {
    PublishingRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.draw(document);
    room.write(
            [&](Transaction& tx) -> core::Result<void> {
                services::ContentStore contents{tx};
                contents.set_read(*contents.find(document.content), contents.pages(document.content), room.clock.now());
                return core::done();
            }
    ).value();
    CHECK(room.made_of(document).value().state == PublishedState::waiting);
    room.draw(document, "drawn anew");
    CHECK(room.made_of(document).value().state == PublishedState::ready);
    CHECK(room.unwanted() == 1);
}

TEST_CASE("what is seen in a picture of a public document, and is in no text of it, holds it back", "[post_list]") {
    PublishingRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.feed();
    REQUIRE(room.entry_of(document).value().state == services::PostState::published);
    CHECK_FALSE(room.draw(document, "drawn", {{1, "Afslag på carport", "Foto af huset"}}));
    CHECK(room.draw(document, "drawn anew", {{1, "Afslag på carport", "Ansøger: 070761-4285"}}));
    const auto held = room.entry_of(document).value();
    CHECK(held.state == services::PostState::held);
    const auto findings = services::findings_from_json(held.reason);
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().what == "cpr");
    CHECK(findings.front().where == "drawn");

    auto decision = room.released(document);
    decision.reason = "Nummeret er opdigtet";
    room.decide(room.leader, document, decision).value();
    INFO("what a person has decided on is not held again");
    CHECK_FALSE(room.draw(document, "drawn anew", {{1, "Afslag på carport", "Ansøger: 070761-4285"}}));
}

TEST_CASE("what is found in the text is not told again of the page that shows it", "[post_list]") {
    PublishingRoom room;
    const auto document = room.journaled("Ansøger: 070761-4285");
    room.feed();
    const auto before = room.entry_of(document).value().reason;
    auto decision = room.released(document);
    decision.reason = "Nummeret er opdigtet";
    room.decide(room.leader, document, decision).value();
    CHECK_FALSE(room.draw(document, "drawn", {{1, "Ansøger: 070761-4285", ""}}));
    CHECK(room.entry_of(document).value().reason == before);
}

TEST_CASE("what a file hides and could not be read holds the entry, and is told with its place", "[post_list]") {
    PublishingRoom room;
    const auto content = room.keep("Broen bliver malet");
    room.write(
            [&](Transaction& tx) -> core::Result<void> {
                services::HiddenTextStore{tx}.put(content, {{"unread_parts", "no_office"}});
                return core::done();
            }
    ).value();
    const auto document = room.journaled(room.a_letter(content));
    room.feed();
    CHECK(room.entry_of(document)->state == services::PostState::held);
    CHECK(room.found_in(document) == tests::Texts{"unread in unread_parts"});
    const auto hits = room.look([&](Transaction& tx) {
        return services::hits_in(tx, document, {"", "", "", true}, core::ReleaseCheck{}, 10);
    });
    REQUIRE(hits.size() == 1);
    CHECK(services::spoken_hit(services::Language::danish, hits.front()).find("LibreOffice") != std::string::npos);
    CHECK(services::spoken_place(services::Language::danish, hits.front()) == "I filens skjulte dele");
    room.withdraw(document);
    const auto of_title_only = room.keep("Broen er lukket");
    auto made = room.a_letter(of_title_only);
    made.publication = Publication::entry;
    const auto entry = room.journaled(made);
    room.feed();
    CHECK(room.entry_of(entry)->state == services::PostState::published);
}

TEST_CASE("what is found to be unreadable once a document is public takes it back", "[post_list]") {
    PublishingRoom room;
    const auto document = room.journaled("Broen bliver malet");
    room.feed();
    REQUIRE(room.entry_of(document)->state == services::PostState::published);
    CHECK_FALSE(room.draw(document));
    room.write(
            [&](Transaction& tx) -> core::Result<void> {
                services::HiddenTextStore{tx}.put(document.content, {{"unread_parts", "damaged"}});
                return core::done();
            }
    ).value();
    CHECK(room.draw(document));
    CHECK(room.entry_of(document)->state == services::PostState::held);
}
