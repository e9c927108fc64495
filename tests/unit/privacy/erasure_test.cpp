#include <catch2/catch.hpp>

#include "services/privacy/upkeep.hpp"
#include "services/store/access_answer_store.hpp"
#include "services/store/access_publication_store.hpp"
#include "services/store/access_request_store.hpp"
#include "services/store/import_store.hpp"
#include "services/store/public_change_store.hpp"
#include "services/store/published_files.hpp"
#include "services/store/references.hpp"
#include "services/store/sending_store.hpp"
#include "tests/unit/privacy/erasure_fixture.hpp"

using namespace std::chrono_literals;
using core::ErasureGround;
using core::ErasureOf;
using core::ErrorCode;
using services::ErasureDecision;
using tests::holds;
using tests::secret;
using Office = tests::ErasureOffice;

TEST_CASE_METHOD(Office, "a document is erased by two people, and nothing of its content is left", "[privacy]") {
    const auto document = letter();
    const auto published = files.put_bytes(secret + " til alle");
    write([&](services::Transaction& tx) -> core::Result<void> {
        services::PublishedFileStore{tx}.put(
            {document.content, published.hash, services::PublishedState::ready}, {{1, secret, secret}}, clock.now()
        );
        return core::done();
    }).value();
    const auto id = ask(user, ErasureOf::document, document.id.value).value();
    REQUIRE(decide(leader, id));

    const auto after = look([&](services::Transaction& tx) { return *services::DocumentStore{tx}.find(document.id); });
    CHECK(after.number == document.number);
    CHECK(after.title == "Slettet dokument");
    CHECK(after.correspondent.empty());
    CHECK(after.file_name == "slettet.txt");
    CHECK(after.withdrawn);
    CHECK(after.content != document.content);
    CHECK_FALSE(look([&](services::Transaction& tx) {
        return services::ContentStore{tx}.find(document.content).has_value();
    }));
    CHECK(look([&](services::Transaction& tx) { return services::ContentStore{tx}.pages(document.content); }).empty());

    // The files go when nobody can be about to need them.
    services::keep_privacy(*db, files, clock.now());
    CHECK(files.has(document.content));
    clock.advance(11min);
    for (const auto& hash : {document.content, published.hash, services::sha256(secret + " som billede")})
        std::filesystem::last_write_time(
            files.path_of(hash), std::filesystem::file_time_type::clock::now() - std::chrono::hours{1}
        );
    services::keep_privacy(*db, files, clock.now());
    CHECK_FALSE(files.has(document.content));
    CHECK_FALSE(files.has(services::sha256(secret + " som billede")));
    CHECK_FALSE(files.has(published.hash));
    CHECK(files.has(after.content));
}

TEST_CASE_METHOD(
    Office, "what was handed in by the hundred is forgotten with a person, or after a month", "[privacy]"
) {
    using services::ImportStore;
    using services::RowOutcome;
    const auto hand_in = [&] {
        return db
            ->write([&](services::Transaction& tx) -> core::Result<services::ImportId> {
                ImportStore imports{tx};
                const auto id = imports.add({{}, user, clock.now(), 2, {}});
                imports.add_row(id, {.place = 1, .line = "1"});
                imports.add_row(id, {.place = 2, .line = secret});
                imports.set_refused(id, 1, "Karens sag", {ErrorCode::conflict, "som den er"});
                return id;
            })
            .value();
    };
    const auto rows = [&](services::ImportId id) {
        return look([&](services::Transaction& tx) { return ImportStore{tx}.rows(id, {}, 0, 10); });
    };
    const auto old = hand_in();
    clock.advance(25h);
    const auto fresh = hand_in();
    REQUIRE(decide(leader, ask(user, ErasureOf::party, party().id.value).value()));
    for (const auto id : {old, fresh}) CHECK(rows(id).at(0).reference.empty());
    CHECK(rows(old).at(0).reason == "som den er");
    CHECK(rows(old).at(1).line.empty());
    CHECK(rows(old).at(1).outcome == RowOutcome::refused);
    CHECK(rows(fresh).at(1).line == secret);
    CHECK(rows(fresh).at(1).outcome == RowOutcome::waiting);

    REQUIRE(db->write([&](services::Transaction& tx) -> core::Result<void> {
        ImportStore{tx}.end(old, clock.now());
        return core::done();
    }));
    clock.advance(29 * 24h);
    services::keep_privacy(*db, files, clock.now());
    CHECK(rows(old).size() == 2);
    clock.advance(2 * 24h);
    services::keep_privacy(*db, files, clock.now());
    CHECK(rows(old).empty());
    CHECK_FALSE(look([&](services::Transaction& tx) { return ImportStore{tx}.find(old).has_value(); }));
    CHECK(rows(fresh).size() == 2);  // has not ended
}

TEST_CASE_METHOD(Office, "what belongs to an erased document, and what it was sent in, go with it", "[privacy]") {
    const auto document = letter();
    const auto keep = [&](const char* bytes) {
        const auto stored = files.put_bytes(bytes);
        services::Content content{};
        content.hash = stored.hash;
        content.media_type = "text/plain";
        REQUIRE(db->write([&](services::Transaction& tx) -> core::Result<void> {
            services::ContentStore{tx}.add(content);
            return core::done();
        }));
        return stored.hash;
    };
    const auto enclosed = keep("Bilag om Karen"), proof = keep("To: karen@eksempel.example");
    REQUIRE(db->write([&](services::Transaction& tx) -> core::Result<void> {
        core::Sending sending{};
        sending.document = document.id;
        sending.in_case = document.in_case;
        sending.receiver = "karen@eksempel.example";
        sending.receiver_name = sending.label = "Karen";
        sending.message_id = "8c2ea15d-61fb-4ba9-9366-42f8b194c114";
        sending.ordered_by = user;
        sending.id = services::SendingStore{tx}.add(sending);
        sending.state = core::SendingState::sent;
        sending.proof = proof;
        REQUIRE(services::SendingStore{tx}.update(sending, core::SendingState::waiting));
        static constexpr std::string_view attach_sql =
            "INSERT INTO attachments (document_id, place, title, content_hash, file_name, added_by, added_at)"
            " VALUES ($1, 1, 'Om Karen', $2, 'karen.txt', $3, 0)";
        tx.run(attach_sql, {document.id, enclosed.text(), user});
        return core::done();
    }));
    REQUIRE(decide(leader, ask(user, ErasureOf::document, document.id.value).value()));

    for (const auto& hash : {enclosed, proof})
        CHECK_FALSE(look([&](services::Transaction& tx) { return services::ContentStore{tx}.find(hash).has_value(); }));
    const auto sent =
        look([&](services::Transaction& tx) { return services::SendingStore{tx}.of_document(document.id).front(); });
    CHECK(sent.receiver + sent.receiver_name + sent.text == "");
    CHECK(sent.state == core::SendingState::sent);
    const auto broken = look([](services::Transaction& tx) { return services::broken_references(tx).size(); });
    CHECK(broken == 0);
}

TEST_CASE_METHOD(Office, "every answer that an erased document was given in goes with it, and no other", "[privacy]") {
    const auto document = letter();
    const auto kept = letter("Et andet brev");
    const auto ask_about = [&](const core::Document& given, const std::vector<std::string>& files_of) {
        const auto filed = open(user, a_case("Aktindsigt")).value();
        return db
            ->write([&](services::Transaction& tx) -> core::Result<core::AccessRequestId> {
                core::AccessRequest one;
                one.in_case = filed.id;
                one.laws = {core::AccessLaw::public_access};
                one.asked_for = "Alt";
                one.received = one.due = core::danish_date(clock.now());
                one.follow_hash = files_of.front();
                services::AccessRequestStore requests{tx};
                one.id = requests.add(one);
                requests.add_document(one.id, given.id);
                auto decided = requests.document(one.id, given.id).value();
                decided.decision = core::AccessDecision::partly;
                requests.decide_document(decided);
                services::AccessAnswerStore answers{tx};
                for (const auto& bytes : files_of) {
                    services::AccessAnswer answer;
                    answer.request = one.id;
                    answer.ordered_by = user;
                    answer.id = answers.add(answer);
                    answer.state = services::AnswerState::sent;
                    answer.file = files.put_bytes(bytes).hash;
                    answer.zip = files.put_bytes(bytes + " som ZIP").hash;
                    answer.page_count = 1;
                    answers.update(answer);
                }
                services::AccessPublication publication;
                publication.request = one.id;
                publication.answer = answers.newest_sent(one.id)->id;
                publication.title = "Breve";
                publication.published = core::danish_date(clock.now());
                publication.published_by = user;
                publication.published_at = clock.now();
                REQUIRE(services::AccessPublicationStore{tx}.publish(publication));
                return one.id;
            })
            .value();
    };
    // The one before a complaint, and the one after it.
    const auto erased = ask_about(document, {"Første svar", "Andet svar"});
    const auto other = ask_about(kept, {"Et svar til en anden"});
    REQUIRE(decide(leader, ask(user, ErasureOf::document, document.id.value).value()));
    const std::vector<std::string> gone{"Første svar", "Første svar som ZIP", "Andet svar", "Andet svar som ZIP"};
    clock.advance(11min);
    for (const auto& bytes : gone)
        std::filesystem::last_write_time(
            files.path_of(services::sha256(bytes)),
            std::filesystem::file_time_type::clock::now() - std::chrono::hours{1}
        );
    services::keep_privacy(*db, files, clock.now());

    for (const auto& bytes : gone) CHECK_FALSE(files.has(services::sha256(bytes)));
    CHECK(files.has(services::sha256("Et svar til en anden")));
    const auto is_public = [&](core::AccessRequestId id) {
        return look([&](services::Transaction& tx) {
            const auto found = services::AccessPublicationStore{tx}.find(id);
            return found && !found->taken_down_at && !found->file.empty();
        });
    };
    CHECK_FALSE(is_public(erased));
    CHECK(is_public(other));
    const auto told = look([&](services::Transaction& tx) {
        return services::PublicChangeStore{tx}.after(services::PublicKind::access_answer, 0, clock.now() + 1s, 10);
    });
    REQUIRE(told.size() == 2);
    CHECK(told.front().subject == other.value);
    CHECK(told.back().subject == erased.value);
    CHECK(look([](services::Transaction& tx) { return services::broken_references(tx).size(); }) == 0);
}

TEST_CASE_METHOD(Office, "the log proves the erasure, whole and without content", "[privacy]") {
    const auto document = letter();
    const auto karen = party();
    REQUIRE(decide(leader, ask(user, ErasureOf::document, document.id.value).value()));
    REQUIRE(decide(leader, ask(user, ErasureOf::party, karen.id.value).value()));
    CHECK(look([](services::Transaction& tx) { return services::EventLog{tx}.check().has_value(); }) == false);
    const auto all = log();
    CHECK(holds(all, "\"ground\":\"unlawful\""));
    for (const auto* const word : {"Karen", "Blåbjerg", "4916", "Lindeallé", "Hemmeligt", "forkerte"})
        CHECK_FALSE(holds(all, word));
    CHECK(look([](services::Transaction& tx) { return services::broken_references(tx).size(); }) == 0);
}

TEST_CASE_METHOD(Office, "a party is erased and its place in the case stays", "[privacy]") {
    const auto karen = party();
    REQUIRE(decide(leader, ask(user, ErasureOf::party, karen.id.value).value()));
    const auto after = look([&](services::Transaction& tx) { return *services::CaseStore{tx}.find_party(karen.id); });
    CHECK(after.name == "Slettet part");
    CHECK(after.identifier.empty());
    CHECK(after.address.empty());
    CHECK(after.role == karen.role);
    CHECK(ask(user, ErasureOf::party, karen.id.value).error().code == ErrorCode::conflict);
}

TEST_CASE_METHOD(Office, "whom letters were sent to is forgotten with the party, and nobody else is", "[privacy]") {
    const auto document = letter();
    const auto karen = party();
    const auto send_to = [&](const std::string& receiver, const std::string& name, core::SendingState state) {
        return db
            ->write([&](services::Transaction& tx) -> core::Result<core::SendingId> {
                core::Sending sending{};
                sending.document = document.id;
                sending.in_case = document.in_case;
                sending.receiver = receiver;
                sending.receiver_name = sending.label = name;
                sending.message_id = receiver + name;
                sending.ordered_by = user;
                sending.id = services::SendingStore{tx}.add(sending);
                sending.state = state;
                REQUIRE(services::SendingStore{tx}.update(sending, core::SendingState::waiting));
                return sending.id;
            })
            .value();
    };
    const auto to_karen = send_to("karen@eksempel.example", karen.name, core::SendingState::sent);
    const auto to_neighbour = send_to("nabo@eksempel.example", "Naboen", core::SendingState::sent);
    REQUIRE(decide(leader, ask(user, ErasureOf::party, karen.id.value).value()));
    const auto found = [&](core::SendingId id) {
        return look([&](services::Transaction& tx) { return *services::SendingStore{tx}.find(id); });
    };
    CHECK(found(to_karen).receiver.empty());
    CHECK(found(to_karen).receiver_name == "Slettet part");
    CHECK(found(to_neighbour).receiver == "nabo@eksempel.example");
    CHECK(found(to_neighbour).receiver_name == "Naboen");
}

TEST_CASE_METHOD(Office, "nobody erases alone, and who decides leads the unit", "[privacy]") {
    const auto document = letter();
    const auto by_leader = ask(leader, ErasureOf::document, document.id.value).value();
    CHECK(decide(leader, by_leader).error().code == ErrorCode::forbidden);
    CHECK(decide(user, by_leader).error().code == ErrorCode::forbidden);
    CHECK(decide(teacher, by_leader).error().code == ErrorCode::not_found);
    const auto other = add_user("ole", {{core::Role::leader, authority}});
    CHECK(decide(other, by_leader));
    CHECK(decide(other, by_leader).error().code == ErrorCode::conflict);
}

TEST_CASE_METHOD(Office, "what the archives act keeps is not even asked for", "[privacy]") {
    const auto document = letter();
    const auto refused = ask(user, ErasureOf::document, document.id.value, ErasureGround::no_longer_needed);
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(refused.error().detail == "archives_act");
}

TEST_CASE_METHOD(Office, "what somebody else's document is too stays theirs", "[privacy]") {
    const auto mine = letter(), theirs = letter();
    REQUIRE(mine.content == theirs.content);
    REQUIRE(decide(leader, ask(user, ErasureOf::document, mine.id.value).value()));
    CHECK(look([&](services::Transaction& tx) { return services::ContentStore{tx}.find(theirs.content).has_value(); }));
    clock.advance(11min);
    services::keep_privacy(*db, files, clock.now());
    CHECK(files.verify(theirs.content));
    REQUIRE(decide(leader, ask(user, ErasureOf::document, theirs.id.value).value()));
    CHECK_FALSE(look([&](services::Transaction& tx) {
        return services::ContentStore{tx}.find(theirs.content).has_value();
    }));
}

TEST_CASE_METHOD(Office, "bytes that come in again while their file waits to go are kept", "[privacy]") {
    const auto document = letter();
    REQUIRE(decide(leader, ask(user, ErasureOf::document, document.id.value).value()));
    clock.advance(11min);
    const auto again = letter();
    services::keep_privacy(*db, files, clock.now());
    CHECK(files.verify(again.content));
    clock.advance(11min);
    services::keep_privacy(*db, files, clock.now());
    CHECK(files.verify(again.content));
}

TEST_CASE_METHOD(Office, "a refusal leaves everything as it was, and may be asked for again", "[privacy]") {
    const auto document = letter();
    const auto id = ask(user, ErasureOf::document, document.id.value).value();
    CHECK(ask(user, ErasureOf::document, document.id.value).error().code == ErrorCode::conflict);
    REQUIRE(decide(leader, id, ErasureDecision::refuse));
    const auto after = look([&](services::Transaction& tx) { return *services::DocumentStore{tx}.find(document.id); });
    CHECK(after.content == document.content);
    CHECK_FALSE(after.withdrawn);
    CHECK(ask(user, ErasureOf::document, document.id.value));
}

TEST_CASE_METHOD(Office, "whoever may not read the case can't ask", "[privacy]") {
    const auto document = letter();
    CHECK(ask(teacher, ErasureOf::document, document.id.value).error().code == ErrorCode::not_found);
    CHECK(ask(user, ErasureOf::document, 999).error().code == ErrorCode::not_found);
    CHECK(ask(user, ErasureOf::party, 999).error().code == ErrorCode::not_found);
}

TEST_CASE_METHOD(Office, "a file that was put a moment ago is not removed", "[privacy]") {
    const auto stored = files.put_bytes("netop lagt");
    CHECK_FALSE(files.remove_unused(stored.hash, 10min));
    CHECK(files.verify(stored.hash));
    const auto path = files.path_of(stored.hash);
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours{1});
    files.put_bytes("netop lagt");
    CHECK_FALSE(files.remove_unused(stored.hash, 10min));
    std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - std::chrono::hours{1});
    CHECK(files.remove_unused(stored.hash, 10min));
    CHECK_FALSE(files.has(stored.hash));
    CHECK_FALSE(files.remove_unused(stored.hash, 10min));
}
