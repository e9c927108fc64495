#include "services/mailroom/attaching.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "services/store/attached_files.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/job_queue.hpp"
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
    std::vector<core::Attachment> attachments() { return attachments_of(document.id); }
    std::vector<core::Attachment> attachments_of(core::DocumentId id) {
        return read([&](Transaction& tx) { return services::AttachmentStore{tx}.of_document(id); });
    }
    /// What the log tells of attachments to a document, in order.
    std::vector<nlohmann::json> told_of(core::DocumentId id) {
        std::vector<nlohmann::json> told;
        for (const auto& one : read([](Transaction& tx) { return services::EventLog{tx}.after({}, 200); }))
            if (one.kind == services::EventKind::attachment_added && one.subject == id.value)
                told.push_back(nlohmann::json::parse(one.payload));
        return told;
    }
    std::vector<services::Job> jobs() {
        return write([](Transaction& tx) {
            std::vector<services::Job> all;
            const auto later = store_tests::morning() + std::chrono::hours{1};
            while (auto one = services::JobQueue{tx}.take("test", later, std::chrono::minutes{1})) all.push_back(*one);
            return all;
        });
    }
    static core::ContentHash hash(char sign) { return *core::ContentHash::parse(std::string(64, sign)); }
    /// A mail of two parts waits with the registrars.
    core::IncomingId add_mail(char sign) {
        return write([&](Transaction& tx) {
            services::ContentStore{tx}.add_unread(hash(sign), "message/rfc822", 900);
            auto arrived = store_tests::an_item(town, 7);
            arrived.content = hash(sign);
            arrived.file_name = "mail.eml";
            return services::IncomingStore{tx}.add(arrived);
        });
    }
    /// What a reading of it leaves behind.
    void find_parts(char sign) {
        write([&](Transaction& tx) {
            services::NewMail made;
            made.mail.content = hash(sign);
            for (const char part : {'1', '2'}) {
                services::ContentStore{tx}.add_unread(hash(part), "text/plain", 10);
                made.parts.push_back({std::string{"del"} + part + ".txt", hash(part)});
            }
            services::MailStore{tx}.put(made);
        });
    }
    void let_parts_follow(char sign) {
        write([&](Transaction& tx) { services::attach_parts_that_waited(tx, hash(sign), store_tests::morning()); });
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

SCENARIO_METHOD(
    AttachingFixture, "the log tells what was attached, and new bytes are read", "[mailroom][attachments]"
) {
    jobs();
    REQUIRE(attach(town.registrar, {.document = document.id, .title = "Tegning", .version = 1}));
    const auto told = told_of(document.id);
    REQUIRE(told.size() == 1);
    CHECK(told[0] == nlohmann::json{{"number", 1}, {"attachment", 1}, {"content", town.content.text()}});
    const auto queued = jobs();
    REQUIRE(queued.size() == 1);
    CHECK(queued[0].kind == "read_attachment");
    CHECK(queued[0].subject == attachments()[0].id.value);
}

SCENARIO_METHOD(AttachingFixture, "only who may journal the item attaches it", "[mailroom][attachments]") {
    const auto wanted = services::AttachTo{.document = document.id, .version = 1};
    CHECK(attach(town.caseworker, wanted).error().code == ErrorCode::not_found);
    CHECK(attachments().empty());
    CHECK(told_of(document.id).empty());
}

SCENARIO_METHOD(AttachingFixture, "the parts of a mail go with it, and each is told", "[mailroom][attachments]") {
    letter = add_mail('a');
    find_parts('a');
    const auto made = journal(town.registrar, on_new_case());
    REQUIRE(made);
    const auto id = made.value().document.id;
    REQUIRE(attachments_of(id).size() == 2);
    CHECK(attachments_of(id)[1].file_name == "del2.txt");
    const auto told = told_of(id);
    REQUIRE(told.size() == 2);
    CHECK(told[0].at("content") == hash('1').text());
    CHECK(told[1].at("attachment") == 2);
}

SCENARIO_METHOD(
    AttachingFixture, "a mail that is journaled unread gets its parts when it is read", "[mailroom][attachments]"
) {
    letter = add_mail('a');
    const auto made = journal(town.registrar, on_new_case());
    REQUIRE(made);
    const auto id = made.value().document.id;
    second = add_mail('b');
    REQUIRE(attach(town.registrar, {.document = id, .version = 1}));
    CHECK(attachments_of(id).size() == 1);
    find_parts('a');
    let_parts_follow('a');
    const auto attached = attachments_of(id);
    REQUIRE(attached.size() == 3);
    CHECK(attached[2].file_name == "del2.txt");
    CHECK(attached[2].place == 3);
    CHECK(attached[2].added_by == town.registrar);
    CHECK(told_of(id).size() == 3);
    GIVEN("a mail that is itself an attachment") {
        find_parts('b');
        let_parts_follow('b');
        CHECK(attachments_of(id).size() == 5);
    }
    GIVEN("a mail that still waits to be journaled") {
        add_mail('c');
        find_parts('c');
        let_parts_follow('c');
        CHECK(attachments_of(id).size() == 3);
    }
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

SCENARIO_METHOD(AttachingFixture, "of a mail's documents those are found that one may read", "[mailroom][mail]") {
    const auto found_by = [&](core::UserId reader) {
        return read([&](Transaction& tx) { return services::MailStore{tx}.documents_with(town.content, reader); });
    };
    CHECK(found_by(town.registrar) == std::vector{document.id});
    const auto stranger = add_teacher();
    CHECK(found_by(stranger).empty());
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
