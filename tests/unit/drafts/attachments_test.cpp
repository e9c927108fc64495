#include "services/drafts/attachments.hpp"

#include "services/indexing/entries.hpp"
#include "services/post_list/post_list.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/references.hpp"
#include "tests/unit/drafts/drafts_fixture.hpp"

using core::DraftState;
using core::ErrorCode;
using tests::DraftHall;

namespace {

struct AttachmentHall : DraftHall {
    core::Draft with_letter(bool by_two = false) { return begin(user, a_draft(by_two), "Kære Karen").value(); }

    core::Result<core::Attachment> attach(
        core::UserId by, core::DraftId id, const std::string& text, const std::string& title = ""
    ) {
        const auto kept = file(text, "bilag.txt");
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::add_attachment(tx, acting, draft, kept, title);
        });
    }
    core::Result<void> remove(core::UserId by, core::DraftId id, std::int64_t place) {
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::remove_attachment(tx, acting, draft, place);
        });
    }
    core::Result<void> move_up(core::UserId by, core::DraftId id, std::int64_t place) {
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::move_attachment_up(tx, acting, draft, place);
        });
    }
    std::vector<std::string> titles(core::DraftId id) {
        return read_in([&](services::Transaction& tx) {
            std::vector<std::string> found;
            for (const auto& one : services::AttachmentStore{tx}.of_draft(id)) {
                CHECK(one.place == std::ssize(found) + 1);
                found.push_back(one.title);
            }
            return found;
        });
    }
    /// As a worker would: the text is the file's own.
    void read_text(const std::string& text) {
        write([&](services::Transaction& tx) -> core::Result<void> {
            services::Content content = services::ContentStore{tx}.find(services::sha256(text)).value();
            content.outcome = services::ReadOutcome::complete;
            content.page_count = 1;
            services::StoredPage page;
            page.number = 1;
            page.source = "text_layer";
            page.text = text;
            services::ContentStore{tx}.set_read(content, {page}, clock.now());
            return core::done();
        }).value();
    }
};

using Titles = std::vector<std::string>;

}  // namespace

TEST_CASE("attachments stand in an order that can be changed until the draft is journaled", "[attachments]") {
    AttachmentHall hall;
    const auto draft = hall.with_letter();
    CHECK(hall.attach(hall.user, draft.id, "Plan", "Situationsplan").value().place == 1);
    CHECK(hall.attach(hall.user, draft.id, "Facade").value().title == "bilag.txt");
    hall.attach(hall.user, draft.id, "Snit", "Snit").value();
    CHECK(hall.move_up(hall.user, draft.id, 3).has_value());
    CHECK(hall.titles(draft.id) == Titles{"Situationsplan", "Snit", "bilag.txt"});
    CHECK(hall.move_up(hall.user, draft.id, 1).has_value());
    CHECK(hall.remove(hall.user, draft.id, 2).has_value());
    CHECK(hall.titles(draft.id) == Titles{"Situationsplan", "bilag.txt"});
    CHECK(hall.remove(hall.user, draft.id, 7).error().code == ErrorCode::not_found);
    CHECK(hall.attach(hall.teacher, draft.id, "Fremmed").error().code == ErrorCode::not_found);
    hall.journal_it(hall.user, draft.id).value();
    CHECK(hall.remove(hall.user, draft.id, 1).error().field == "state");
    CHECK(hall.move_up(hall.user, draft.id, 2).error().field == "state");
    CHECK(hall.attach(hall.user, draft.id, "For sent").error().field == "state");
}

TEST_CASE("attachments are journaled with their document and read by those who may read it", "[attachments]") {
    AttachmentHall hall;
    const auto draft = hall.with_letter();
    hall.attach(hall.user, draft.id, "Plan", "Situationsplan").value();
    const auto document = hall.journal_it(hall.user, draft.id).value();
    const auto read = [&](core::UserId by) {
        const auto who = hall.principal(by);
        return hall.db->read([&](services::Transaction& tx) {
            return services::attachment_of_document(tx, who, document.id, 1);
        });
    };
    CHECK(read(hall.leader).value().title == "Situationsplan");
    CHECK(read(hall.teacher).error().code == ErrorCode::not_found);
    CHECK(hall.read_in([](auto& tx) { return services::broken_references(tx).size(); }) == 0);
    hall.write(
            [](services::Transaction& tx) -> core::Result<void> {
                tx.run("UPDATE attachments SET document_id = NULL");
                return core::done();
            }
    ).value();
    CHECK(hall.read_in([](auto& tx) { return services::broken_references(tx).size(); }) == 1);
}

TEST_CASE("attaching takes an approval back, and makes a writer of who does it", "[attachments][approval]") {
    AttachmentHall hall;
    const auto draft = hall.with_letter(/*by_two=*/true);
    hall.ask(hall.user, draft.id, hall.leader).value();
    hall.approve(hall.leader, draft.id).value();
    hall.attach(hall.colleague, draft.id, "Plan").value();
    CHECK(hall.draft(draft.id).state == DraftState::writing);
    CHECK(hall.ask(hall.user, draft.id, hall.colleague).error().field == "approver");
}

TEST_CASE("an attachment is found with its document, on pages of its own", "[attachments][search]") {
    AttachmentHall hall;
    const auto draft = hall.with_letter();
    hall.attach(hall.user, draft.id, "Plan", "Situationsplan").value();
    hall.attach(hall.user, draft.id, "Kote 12,5 ved skellet", "Snit").value();
    hall.read_text("Kote 12,5 ved skellet");
    const auto as_draft =
        hall.read_in([&](auto& tx) { return services::entry_of(tx, *services::DraftStore{tx}.find(draft.id)); });
    CHECK(as_draft.kind == search::Kind::draft);
    CHECK(as_draft.access_group == hall.on.access_group);
    const auto document = hall.journal_it(hall.user, draft.id).value();
    const auto entry =
        hall.read_in([&](auto& tx) { return services::entry_of(tx, *services::DocumentStore{tx}.find(document.id)); });
    REQUIRE(entry.pages.size() == 2);
    CHECK(core::attached_page(entry.pages.at(1).number).attachment == 2);
    CHECK(core::attached_page(entry.pages.at(1).number).page == 1);
    CHECK(entry.pages.at(1).text == "Snit\nKote 12,5 ved skellet");
    CHECK(entry.pages.at(0).text.starts_with("Situationsplan"));
}

TEST_CASE("a CPR number in an attachment holds its document back from the post list", "[attachments][post_list]") {
    AttachmentHall hall;
    auto draft = hall.with_letter();
    hall.read_text("Kære Karen");
    hall.attach(hall.user, draft.id, "Ansøger: 070761-4285").value();
    services::DraftChange change;
    change.publication = core::Publication::document;
    hall.change(hall.user, draft.id, change).value();
    const auto document = hall.journal_it(hall.user, draft.id).value();
    const auto findings = [&] {
        return hall.read_in([&](services::Transaction& tx) {
            return services::check_post(tx, document, services::public_words_of(document, "Sag"), core::ReleaseCheck{});
        });
    };
    REQUIRE(findings().size() == 1);
    CHECK(findings().front().what == "waiting");
    hall.read_text("Ansøger: 070761-4285");
    REQUIRE(findings().size() == 1);
    CHECK(findings().front().what == "cpr");
}
