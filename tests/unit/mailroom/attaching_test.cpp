#include "services/mailroom/attaching.hpp"

#include <catch2/catch.hpp>

#include "services/store/attachment_store.hpp"
#include "services/store/mail_store.hpp"
#include "services/store/post_list_store.hpp"
#include "tests/unit/mailroom/mailroom_fixture.hpp"

using core::ErrorCode;
using services::Transaction;

namespace {

struct AttachingFixture : mailroom_tests::MailroomFixture {
    core::Document document = journal(town.registrar, on_new_case()).value().document;
    core::IncomingId second = add_letter(2);

    core::Result<core::Document> attach(core::UserId by, const services::AttachTo& made) {
        const auto who = principal(by);
        return db->write([&](Transaction& tx) {
            return services::attach_to_document(tx, {who, store_tests::morning()}, second, made);
        });
    }
    std::vector<core::Attachment> attachments() {
        return read([&](Transaction& tx) { return services::AttachmentStore{tx}.of_document(document.id); });
    }
};

}  // namespace

SCENARIO_METHOD(AttachingFixture, "an item becomes an attachment of a document once", "[mailroom][attachments]") {
    REQUIRE(attach(town.registrar, {.document = document.id, .title = "Tegning", .version = 1}));
    REQUIRE(attachments().size() == 1);
    CHECK(attachments()[0].title == "Tegning");
    CHECK(attachments()[0].place == 1);
    const auto left = item(second);
    CHECK(left.state == core::IncomingState::journaled);
    CHECK(left.document == document.id);
    const auto again = attach(town.registrar, {.document = document.id, .version = 1});
    CHECK(again.error().code == ErrorCode::conflict);
    CHECK(attachments().size() == 1);
}

SCENARIO_METHOD(AttachingFixture, "nothing is attached by halves", "[mailroom][attachments]") {
    CHECK(attach(town.registrar, {.document = document.id, .version = 7}).error().code == ErrorCode::conflict);
    CHECK(
        attach(town.registrar, {.document = core::DocumentId{99}, .version = 1}).error().code == ErrorCode::not_found
    );
    CHECK(
        attach(town.registrar, {.document = document.id, .title = std::string(300, 'x'), .version = 1}).error().field ==
        "title"
    );
    CHECK(attachments().empty());
    CHECK(item(second).state != core::IncomingState::journaled);
}

SCENARIO_METHOD(
    AttachingFixture, "what is shown to everyone waits until what was added is checked", "[mailroom][attachments]"
) {
    const auto entry = write([&](Transaction& tx) {
        return services::PostListStore{tx}.add({
            .id = {},
            .document = document.id,
            .unit = town.office,
            .state = services::PostState::published,
            .reason = "[]",
            .listed_on = document.received,
            .title = "Carport",
            .correspondent = "",
            .document_public = true,
        });
    });
    REQUIRE(attach(town.registrar, {.document = document.id, .version = 1}));
    const auto now = read([&](Transaction& tx) { return *services::PostListStore{tx}.find(entry); });
    CHECK(now.state == services::PostState::held);
}

SCENARIO_METHOD(AttachingFixture, "mails of one thread find each other, whichever came first", "[mailroom][mail]") {
    const auto hash = [](char sign) { return *core::ContentHash::parse(std::string(64, sign)); };
    const auto put = [&](char sign, const std::string& id, std::vector<std::string> references) {
        write([&](Transaction& tx) {
            services::Content content;
            content.hash = hash(sign);
            content.media_type = "message/rfc822";
            services::ContentStore{tx}.add(content);
            services::NewMail made;
            made.mail.content = hash(sign);
            made.mail.subject = std::string{"Mail "} + sign;
            made.message_id = id;
            made.references = std::move(references);
            services::MailStore{tx}.put(made);
            services::MailStore{tx}.put(made);  // harmless twice
            return 0;
        });
    };
    put('a', "1@b", {});
    put('b', "2@b", {"1@b"});
    put('c', "3@b", {"1@b", "2@b"});
    put('d', "9@b", {"8@b"});
    put('e', "1@b", {});  // the same message by another way
    const auto thread = [&](char sign) {
        std::string signs;
        for (const auto& one : read([&](Transaction& tx) { return services::MailStore{tx}.thread(hash(sign), 100); }))
            signs += one.content.text().front();
        return signs;
    };
    CHECK(thread('a') == "abce");
    CHECK(thread('c') == "abce");
    CHECK(thread('d') == "d");
    CHECK(read([&](Transaction& tx) { return services::MailStore{tx}.thread(hash('a'), 2); }).size() == 2);
    CHECK(read([&](Transaction& tx) { return services::MailStore{tx}.same_message(hash('a')); }).size() == 1);
    write([&](Transaction& tx) {
        services::MailStore{tx}.forget(hash('c'));
        return 0;
    });
    CHECK(thread('a') == "abe");
}
