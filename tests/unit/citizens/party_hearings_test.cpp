#include "services/citizens/party_hearings.hpp"

#include "services/cases/documents.hpp"
#include "services/store/task_store.hpp"
#include "tests/support/interrupted.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using services::Transaction;

namespace {

/// A case with a party who is to be heard about one of its letters.
struct Hearing : tests::TownHall {
    services::FileStore files{folder.path / "files"};
    tests::Interrupted interrupted{*db};
    services::LetterDesk letters{interrupted, files, "Eksempel Kommune"};
    core::Case on = open(user, a_case()).value();
    core::Document letter = journal(user, on, "Klage").value();
    core::PartyId party = a_party();

    core::PartyId a_party() {
        core::Party karen;
        karen.in_case = on.id;
        karen.role = core::PartyRole::primary;
        karen.name = "Karen Blåbjerg";
        karen.identifier_kind = core::IdentifierKind::cpr;
        karen.identifier = "0707614285";
        const auto who = principal(user);
        return write([&](Transaction& tx) { return services::add_party(tx, {who, clock.now()}, karen); }).value().id;
    }
    core::Result<services::PartyHearing> begin() {
        const auto due = core::danish_date(clock.now()) + std::chrono::days{14};
        return services::begin_party_hearing(
            letters,
            {principal(user), clock.now()},
            on.id,
            {.party = party, .documents = {letter.id}, .due = due, .text = "Hvad mener du om det?"}
        );
    }
    struct Left {
        std::size_t documents, hearings, tasks;
        bool operator==(const Left&) const = default;
    };
    Left left() {
        return db
            ->read([&](Transaction& tx) -> core::Result<Left> {
                return Left{
                    services::DocumentStore{tx}.of_case(on.id, 100, 50).size(),
                    services::PartyHearingStore{tx}.of_case(on.id).size(),
                    services::TaskStore{tx}.list({.reader = user, .in_case = on.id}).size()};
            })
            .value();
    }
};

}  // namespace

TEST_CASE_METHOD(Hearing, "a party is heard by a letter, and the caseworker reminded of the day", "[citizens]") {
    REQUIRE(begin().has_value());
    CHECK(left() == Left{.documents = 2, .hearings = 1, .tasks = 1});
}

TEST_CASE_METHOD(Hearing, "a letter withdrawn meanwhile leaves neither hearing, task nor letter", "[citizens]") {
    interrupted.before_write = [&] {
        const auto who = principal(user);
        write([&](Transaction& tx) {
            return services::withdraw_document(tx, {who, clock.now()}, letter.id, "Skrevet forkert");
        }).value();
    };
    CHECK(begin().error().field == "documents");
    CHECK(left() == Left{.documents = 1, .hearings = 0, .tasks = 0});
}
