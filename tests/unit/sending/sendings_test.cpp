#include "services/sending/sendings.hpp"

#include <fstream>
#include <iterator>

#include "services/letters/letters.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::ErrorCode;
using core::SendingChannel;
using core::SendingState;
using namespace tests;

namespace {

struct PostRoom : TownHall {
    services::FileStore files{folder.path / "files"};
    std::vector<std::string> taken;
    services::SmtpAnswer answer{true, false, "250 2.0.0 queued"};
    services::SendingJob job{
        *db,
        files,
        clock,
        {.letterhead = {.authority = "Eksempel Kommune", .address = "post@eksempel.example", .cvr = "12345678"},
         .smtp =
             [this](const std::string&, const std::string&, const std::string& message) {
                 taken.push_back(message);
                 return answer;
             },
         .outbox = folder.path / "out"}};
    core::Case on = open(user, a_case()).value();

    core::Document letter(const std::string& text = "Kære Søren\n\nTak for brevet.") {
        services::NewLetter made;
        made.title = "Vi har modtaget din henvendelse";
        made.receiver = "Søren Ågård";
        made.text = text;
        return services::journal_letter({*db, files, "Eksempel Kommune"}, {principal(user), clock.now()}, on.id, made)
            .value();
    }
    static services::NewSending by_mail() {
        services::NewSending made;
        made.channel = SendingChannel::mail;
        made.address = "soren@eksempel.example";
        made.label = "Svar";
        made.text = "Hej";
        return made;
    }
    /// A file beside a letter, of which nothing but this is known.
    core::ContentHash attach(
        const core::Document& letter,
        const std::string& name,
        services::ReadOutcome outcome,
        std::int64_t place,
        core::Timestamp at
    ) {
        const auto stored = files.put_bytes("Indhold af " + name);
        const auto attached = write([&](services::Transaction& tx) -> core::Result<void> {
            services::Content content{};
            content.hash = stored.hash;
            content.media_type = "application/pdf";
            content.size_bytes = static_cast<std::int64_t>(stored.size_bytes);
            content.outcome = outcome;
            services::ContentStore{tx}.add(content);
            core::Attachment one{};
            one.document = letter.id;
            one.place = place;
            one.title = one.file_name = name;
            one.content = stored.hash;
            one.added_by = user;
            one.added_at = at;
            services::AttachmentStore{tx}.add(one);
            return core::done();
        });
        REQUIRE(attached.has_value());
        return stored.hash;
    }
    core::Result<core::Sending> order(
        core::UserId by, core::DocumentId id, const services::NewSending& made, bool is_set_up = true
    ) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::order_sending(tx, {who, clock.now()}, {is_set_up, is_set_up}, id, made);
        });
    }
    core::Sending now(core::SendingId id) {
        const auto who = principal(user);
        return db->read([&](services::Transaction& tx) { return services::read_sending(tx, who, id); }).value();
    }
    bool run(core::SendingId id, std::int64_t attempts = 1) {
        return job({core::JobId{1}, "send_document", id.value, attempts, "", clock.now()}).has_value();
    }
};

}  // namespace

TEST_CASE("A letter that is sent by mail is kept byte for byte as it was sent, and is not sent twice") {
    PostRoom town;
    const auto ordered = town.order(town.user, town.letter().id, PostRoom::by_mail()).value();
    CHECK(ordered.state == SendingState::waiting);
    REQUIRE(town.run(ordered.id));
    REQUIRE(town.run(ordered.id, 2));  // a job may run twice
    REQUIRE(town.taken.size() == 1);
    const auto sent = town.now(ordered.id);
    CHECK(sent.state == SendingState::sent);
    CHECK(sent.reply == "250 2.0.0 queued");
    std::ifstream proof{town.files.path_of(sent.proof), std::ios::binary};
    CHECK(std::string(std::istreambuf_iterator<char>{proof}, {}) == town.taken.front());
}

TEST_CASE("A mail server that is away is asked again, and one that says no for good is not") {
    PostRoom town;
    town.answer = {false, false, "421 try later"};
    const auto patient = town.order(town.user, town.letter().id, PostRoom::by_mail()).value();
    CHECK_FALSE(town.run(patient.id, 1));
    CHECK(town.now(patient.id).state == SendingState::waiting);
    CHECK(town.now(patient.id).reason == "421 try later");
    CHECK(town.run(patient.id, services::max_attempts));
    CHECK(town.now(patient.id).state == SendingState::failed);

    town.answer = {false, true, "550 no such user"};
    const auto refused = town.order(town.user, town.letter().id, PostRoom::by_mail()).value();
    CHECK(town.run(refused.id, 1));
    CHECK(town.now(refused.id).state == SendingState::failed);

    SECTION("somebody tries again, once") {
        town.answer = {true, false, "250 ok"};
        const auto who = town.principal(town.user);
        const auto again = [&] {
            return town.write([&](services::Transaction& tx) {
                return services::retry_sending(tx, {who, town.clock.now()}, refused.id);
            });
        };
        CHECK(again().has_value());
        CHECK(again().error().code == ErrorCode::conflict);
        CHECK(town.run(refused.id));
        CHECK(town.now(refused.id).state == SendingState::sent);
        CHECK(town.now(refused.id).reason.empty());
    }
}

TEST_CASE("Digital Post gets a message in its out-box, and what it answers is the end") {
    PostRoom town;
    core::Party karen;
    karen.in_case = town.on.id;
    karen.name = "Karen Blåbjerg";
    karen.identifier = "2512484916";
    karen.identifier_kind = core::IdentifierKind::cpr;
    const auto party = town.write([&](services::Transaction& tx) -> core::Result<core::PartyId> {
        return services::CaseStore{tx}.add_party(karen);
    });
    auto made = PostRoom::by_mail();
    made.channel = SendingChannel::digital_post;
    made.party = party.value();
    const auto ordered = town.order(town.user, town.letter("Din mor har nummer 251248-4916.").id, made).value();
    REQUIRE(town.run(ordered.id));
    CHECK(town.now(ordered.id).state == SendingState::handed_over);
    std::ifstream memo{town.folder.path / "out" / (ordered.message_id + ".xml")};
    const std::string message{std::istreambuf_iterator<char>{memo}, {}};
    CHECK(message.find("<memo:recipientID>2512484916</memo:recipientID>") != std::string::npos);

    const auto who = town.principal(town.user);
    const auto told = [&](bool is_delivered) {
        return town.write([&](services::Transaction& tx) {
            return services::take_receipt(tx, {who, town.clock.now()}, ordered.id, {is_delivered, "kvittering 7"});
        });
    };
    CHECK(told(true).value().state == SendingState::delivered);
    CHECK(told(true).has_value());  // the same answer twice
    CHECK(told(false).error().code == ErrorCode::conflict);
}

TEST_CASE("A personal number goes out by mail only when someone has said that it may") {
    PostRoom town;
    const auto letter = town.letter("Din mor har nummer 251248-4916.");
    auto made = PostRoom::by_mail();
    CHECK(town.order(town.user, letter.id, made).error().field == "knows_of_number");
    made.knows_of_number = true;
    CHECK(town.order(town.user, letter.id, made).has_value());
}

TEST_CASE("What belongs to a document goes with it, and is looked at for personal numbers too") {
    PostRoom town;
    const auto letter = town.letter();
    const auto stored = town.files.put_bytes("Nummer 251248-4916");
    REQUIRE(town.write(
                    [&](services::Transaction& tx) -> core::Result<void> {
                        services::Content content{};
                        content.hash = stored.hash;
                        content.media_type = "text/plain";
                        content.size_bytes = 18;
                        content.outcome = services::ReadOutcome::complete;
                        services::StoredPage page{};
                        page.number = 1;
                        page.source = "text_layer";
                        page.text = "Nummer 251248-4916";
                        services::ContentStore{tx}.add_read(content, {page}, town.clock.now());
                        core::Attachment attached{};
                        attached.document = letter.id;
                        attached.place = 1;
                        attached.title = "Oplysninger";
                        attached.content = stored.hash;
                        attached.file_name = "oplysninger.txt";
                        attached.added_by = town.user;
                        attached.added_at = town.clock.now();
                        services::AttachmentStore{tx}.add(attached);
                        return core::done();
                    }
    ).has_value());
    auto made = PostRoom::by_mail();
    CHECK(town.order(town.user, letter.id, made).error().field == "knows_of_number");
    made.knows_of_number = true;
    const auto ordered = town.order(town.user, letter.id, made).value();
    REQUIRE(town.run(ordered.id));
    CHECK(town.taken.front().find("filename*=UTF-8''oplysninger.txt") != std::string::npos);
}

TEST_CASE("What nobody has read to its end goes out by mail only when someone has said that it may") {
    PostRoom town;
    const auto letter = town.letter();
    const auto outcome =
        GENERATE(services::ReadOutcome::unread, services::ReadOutcome::partly, services::ReadOutcome::failed);
    const auto hash = town.attach(letter, "plan.pdf", outcome, 1, town.clock.now());
    auto made = PostRoom::by_mail();
    const auto refused = town.order(town.user, letter.id, made);
    REQUIRE(refused.has_error());
    CHECK(refused.error().field == "knows_of_number");
    CHECK(refused.error().detail == services::not_checked_for_numbers);
    SECTION("someone says yes") {
        made.knows_of_number = true;
        CHECK(town.order(town.user, letter.id, made).has_value());
    }
    SECTION("it is read") {
        const auto read = town.write([&](services::Transaction& tx) -> core::Result<void> {
            auto content = services::ContentStore{tx}.find(hash).value();
            content.outcome = services::ReadOutcome::complete;
            services::ContentStore{tx}.set_read(content, {}, town.clock.now());
            return core::done();
        });
        REQUIRE(read.has_value());
        CHECK(town.order(town.user, letter.id, made).has_value());
    }
}

TEST_CASE("What is attached after a sending was ordered does not go with it") {
    PostRoom town;
    const auto letter = town.letter();
    const auto now = town.clock.now();
    town.attach(letter, "med.pdf", services::ReadOutcome::complete, 1, now);
    const auto ordered = town.order(town.user, letter.id, PostRoom::by_mail()).value();
    town.attach(letter, "senere.pdf", services::ReadOutcome::unread, 2, now + std::chrono::seconds{1});
    REQUIRE(town.run(ordered.id));
    REQUIRE(town.taken.size() == 1);
    CHECK(town.taken.front().find("filename*=UTF-8''med.pdf") != std::string::npos);
    CHECK(town.taken.front().find("senere.pdf") == std::string::npos);
}

TEST_CASE("What was tried in vain is kept where an erasure finds it") {
    PostRoom town;
    town.answer = {false, true, "550 no such user"};
    const auto ordered = town.order(town.user, town.letter().id, PostRoom::by_mail()).value();
    REQUIRE(town.run(ordered.id));
    const auto proof = town.now(ordered.id).proof;
    CHECK(town.files.has(proof));
    const auto known = town.write([&](services::Transaction& tx) -> core::Result<bool> {
        return services::ContentStore{tx}.find(proof).has_value();
    });
    CHECK(known.value());
}

TEST_CASE("What can't be sent is refused where it is ordered, with the field that is wrong") {
    PostRoom town;
    const auto letter = town.letter();
    const auto wrong_field = [&](auto change) {
        auto made = PostRoom::by_mail();
        change(made);
        return town.order(town.user, letter.id, made).error().field;
    };
    for (const auto* address :
         {"", "soren", "a@b", "a b@c.dk", "a@b.dk, c@d.dk", "a@b.dk\r\nBcc: c@d.dk", "@b.dk", "<a@b.dk>"})
        CHECK(wrong_field([&](auto& made) { made.address = address; }) == "address");
    CHECK(wrong_field([](auto& made) { made.label = ""; }) == "label");
    CHECK(wrong_field([](auto& made) { made.text = " "; }) == "text");
    CHECK(wrong_field([](auto& made) { made.channel = SendingChannel::digital_post; }) == "party");
    CHECK(town.order(town.user, letter.id, PostRoom::by_mail(), false).error().field == "channel");
    CHECK(town.order(town.teacher, letter.id, PostRoom::by_mail()).error().code == ErrorCode::not_found);
}

TEST_CASE("A document that was withdrawn in the meantime does not leave the house") {
    PostRoom town;
    const auto letter = town.letter();
    const auto ordered = town.order(town.user, letter.id, PostRoom::by_mail()).value();
    const auto who = town.principal(town.user);
    REQUIRE(town.write([&](services::Transaction& tx) {
                    return services::withdraw_document(tx, {who, town.clock.now()}, letter.id, "forkert modtager");
                }
    ).has_value());
    CHECK(town.run(ordered.id));
    CHECK(town.taken.empty());
    CHECK(town.now(ordered.id).state == SendingState::failed);
    CHECK(town.order(town.user, letter.id, PostRoom::by_mail()).error().code == ErrorCode::conflict);
}
