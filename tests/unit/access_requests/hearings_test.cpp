#include "services/access_requests/access_hearings.hpp"

#include "services/letters/letters.hpp"
#include "tests/support/interrupted.hpp"
#include "tests/unit/access_requests/access_fixture.hpp"

using services::Acting;
using services::EventKind;
using services::Transaction;
using tests::date;

namespace {

/// A request with one letter on its file list, about which somebody is to be asked.
struct Hearing : tests::AccessOffice {
    tests::Interrupted interrupted{*db};
    services::LetterDesk letters{interrupted, files, "Eksempel Kommune"};
    services::AskedAccess asked = ask(wish()).value();
    core::AccessRequestId id = asked.request.id;
    core::CaseId on = asked.filed.id;
    core::Document letter = journal(user, open(user, a_case()).value(), "Klage").value();

    Hearing() {
        as(user, [&](Transaction& tx, const Acting& acting) {
            return services::choose_documents(tx, acting, id, {letter.id});
        }).value();
    }
    core::Result<core::Document> start() {
        services::NewHearing made;
        made.documents = {letter.id};
        made.answer_by = date("2026-05-20");
        made.letter = {.title = "Høring", .receiver = "Bo Æbelø", .text = "Er der noget, der ikke bør udleveres?"};
        return services::start_hearing(letters, {principal(user), clock.now()}, id, made);
    }
    std::size_t letters_on_request() {
        return db
            ->read([&](Transaction& tx) -> core::Result<std::size_t> {
                return services::DocumentStore{tx}.of_case(on, 100, 50).size();
            })
            .value();
    }
    std::size_t hearings() {
        return db
            ->read([&](Transaction& tx) -> core::Result<std::size_t> {
                return services::AccessAgreementStore{tx}.hearings(id).size();
            })
            .value();
    }
};

}  // namespace

TEST_CASE_METHOD(Hearing, "who is asked is asked by a letter on the request's case", "[access]") {
    const auto before = letters_on_request();
    REQUIRE(start().has_value());
    CHECK(letters_on_request() == before + 1);
    CHECK(hearings() == 1);
    CHECK(count(on, EventKind::access_party_asked) == 1);
}

TEST_CASE_METHOD(Hearing, "a document that is left out meanwhile leaves neither hearing nor letter", "[access]") {
    const auto before = letters_on_request();
    interrupted.before_write = [&] {
        as(user, [&](Transaction& tx, const Acting& acting) {
            return services::leave_document(tx, acting, id, letter.id);
        }).value();
    };
    CHECK(start().error().field == "documents");
    CHECK(hearings() == 0);
    CHECK(letters_on_request() == before);
    CHECK(count(on, EventKind::access_party_asked) == 0);
}
