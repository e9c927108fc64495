#include "services/cases/cases.hpp"

#include "services/store/casework_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::ErrorCode;
using tests::TownHall;

TEST_CASE("cases are numbered without gaps, also where one could not be opened", "[cases]") {
    TownHall hall;
    REQUIRE(hall.open(hall.user, hall.a_case()).value().number == "2026-000001");
    auto nameless = hall.a_case("");
    REQUIRE(hall.open(hall.user, nameless).error().field == "title");
    auto unknown = hall.a_case();
    unknown.caseworker = core::UserId{9999};
    REQUIRE(hall.open(hall.user, unknown).error().field == "caseworker");

    // Undone after the number was given.
    const auto who = hall.principal(hall.user);
    const auto undone = hall.write([&](services::Transaction& tx) -> core::Result<core::Case> {
        TRY(services::open_case(tx, {who, hall.clock.now()}, hall.settings, hall.a_case()));
        return core::Error{ErrorCode::conflict, "something else went wrong"};
    });
    REQUIRE(undone.has_error());
    REQUIRE(hall.open(hall.user, hall.a_case()).value().number == "2026-000002");
}

TEST_CASE("a case without a public title is called after its subject in public", "[cases]") {
    TownHall hall;
    REQUIRE(hall.open(hall.user, hall.a_case("Jens Hansens ansøgning")).value().public_title == "Plejehjem");
}

TEST_CASE("a subject that is not in the scheme is refused", "[cases]") {
    TownHall hall;
    auto made = hall.a_case();
    made.subject = "99.99.99";
    const auto opened = hall.open(hall.user, made);
    REQUIRE(opened.error().code == ErrorCode::invalid_input);
    REQUIRE(opened.error().field == "subject");
}

TEST_CASE("nobody opens a case in a unit where they hold no role", "[cases]") {
    TownHall hall;
    auto made = hall.a_case();
    made.unit = hall.school;
    REQUIRE(hall.open(hall.user, made).error().code == ErrorCode::forbidden);
}

TEST_CASE("a case that may not be read does not exist, whatever is tried with it", "[cases]") {
    TownHall hall;
    const auto one = hall.open(hall.user, hall.a_case()).value();
    REQUIRE(hall.read(hall.user, one.id).has_value());
    REQUIRE(hall.read(hall.teacher, one.id).error().code == ErrorCode::not_found);
    services::CaseChange change;
    change.title = "Nyt";
    REQUIRE(hall.change(hall.teacher, one.id, one.version, change).error().code == ErrorCode::not_found);
    REQUIRE(hall.journal(hall.teacher, one).error().code == ErrorCode::not_found);
}

TEST_CASE("an open case is read by all staff and changed by its unit alone", "[cases]") {
    TownHall hall;
    auto made = hall.a_case();
    made.confidentiality = core::Confidentiality::open;
    const auto one = hall.open(hall.user, made).value();
    REQUIRE(hall.read(hall.teacher, one.id).has_value());
    services::CaseChange change;
    change.title = "Nyt";
    REQUIRE(hall.change(hall.teacher, one.id, one.version, change).error().code == ErrorCode::forbidden);
}

TEST_CASE("the second of two who change the same version is told, and the first one's words stay", "[cases]") {
    TownHall hall;
    const auto one = hall.open(hall.user, hall.a_case()).value();
    services::CaseChange first, second;
    first.title = "Den førstes titel";
    second.title = "Den andens titel";
    REQUIRE(hall.change(hall.user, one.id, one.version, first).value().version == one.version + 1);
    REQUIRE(hall.change(hall.leader, one.id, one.version, second).error().code == ErrorCode::conflict);
    REQUIRE(hall.read(hall.user, one.id).value().title == "Den førstes titel");
}

TEST_CASE("a change that changes nothing makes no new version", "[cases]") {
    TownHall hall;
    const auto one = hall.open(hall.user, hall.a_case()).value();
    services::CaseChange change;
    change.title = one.title;
    REQUIRE(hall.change(hall.user, one.id, one.version, change).value().version == one.version);
}

TEST_CASE("nothing is journaled on a closed case without a reason, until it is opened again", "[cases]") {
    TownHall hall;
    auto one = hall.open(hall.user, hall.a_case()).value();
    services::CaseChange change;
    change.state = services::NewState{core::CaseState::closed, "Alt er gjort"};
    one = hall.change(hall.user, one.id, one.version, change).value();
    REQUIRE(one.closed_at == hall.clock.now());
    REQUIRE(hall.journal(hall.user, one).error().code == ErrorCode::conflict);
    REQUIRE(hall.journal(hall.user, one).error().field == "late_reason");
    const auto late = hall.journal(hall.user, one, "Kvittering", "Den kom efter fristen").value();
    REQUIRE(late.late_reason == "Den kom efter fristen");
    REQUIRE(hall.read_document(hall.user, late.id).value().late_reason == "Den kom efter fristen");

    change.state = services::NewState{core::CaseState::informed, "Der er klaget"};
    one = hall.change(hall.user, one.id, one.version, change).value();
    REQUIRE_FALSE(one.closed_at.has_value());
    const auto next = hall.journal(hall.user, one, "Klage", "Siges, men behøves ikke").value();
    REQUIRE(next.number == 2);
    REQUIRE(next.late_reason.empty());
}

TEST_CASE("closing, opening again and going back are explained, going on is not", "[cases]") {
    TownHall hall;
    auto one = hall.open(hall.user, hall.a_case()).value();
    const auto move = [&](core::CaseState state, const std::string& reason) {
        services::CaseChange change;
        change.state = services::NewState{state, reason};
        auto moved = hall.change(hall.user, one.id, one.version, change);
        if (moved) one = moved.value();
        return moved.has_value() ? std::string{} : moved.error().field;
    };
    REQUIRE(move(core::CaseState::decided, "").empty());
    REQUIRE(move(core::CaseState::informed, " \n") == "reason");
    REQUIRE(move(core::CaseState::informed, "Afgørelsen er taget tilbage").empty());
    REQUIRE(move(core::CaseState::closed, "") == "reason");
    REQUIRE(move(core::CaseState::closed, "Ansøgningen er trukket").empty());
    REQUIRE(move(core::CaseState::executed, "") == "reason");
    REQUIRE(one.state == core::CaseState::closed);
}

TEST_CASE("a case is closed from the day that is named, if it lies in the case's life", "[cases]") {
    TownHall hall;
    auto one = hall.open(hall.user, hall.a_case()).value();
    const auto opened = core::danish_date(hall.clock.now());
    hall.clock.advance(std::chrono::hours{72});
    services::CaseChange change;
    const auto close_on = [&](core::Date day) {
        change.state = services::NewState{core::CaseState::closed, "Alt er gjort", day};
        return hall.change(hall.user, one.id, one.version, change);
    };
    REQUIRE(close_on(opened - std::chrono::days{1}).error().field == "since");
    REQUIRE(close_on(opened + std::chrono::days{4}).error().field == "since");
    REQUIRE(
        core::danish_date(*close_on(opened + std::chrono::days{1}).value().closed_at) == opened + std::chrono::days{1}
    );
    const auto moved = hall.db->read([&](services::Transaction& tx) -> core::Result<services::StateMove> {
        return services::CaseStateStore{tx}.last_of(one.id).value();
    });
    REQUIRE(moved.value().reason == "Alt er gjort");
    REQUIRE(moved.value().since == opened + std::chrono::days{1});
    REQUIRE(moved.value().set_at == hall.clock.now());
}

TEST_CASE("documents are numbered from 1 in their case, without gaps", "[cases]") {
    TownHall hall;
    const auto one = hall.open(hall.user, hall.a_case()).value();
    REQUIRE(hall.journal(hall.user, one, "Første brev").value().number == 1);
    REQUIRE(hall.journal(hall.user, one, "").error().field == "title");
    REQUIRE(hall.journal(hall.user, one, "Andet brev").value().number == 2);
}

TEST_CASE("documents follow their case when it is kept closer and when it is opened up", "[cases]") {
    TownHall hall;
    auto made = hall.a_case();
    made.confidentiality = core::Confidentiality::open;
    made.caseworker = hall.user;
    auto one = hall.open(hall.user, made).value();
    const auto letter = hall.journal(hall.user, one).value();
    REQUIRE(hall.read_document(hall.teacher, letter.id).has_value());

    services::CaseChange change;
    change.confidentiality = core::Confidentiality::restricted;
    one = hall.change(hall.user, one.id, one.version, change).value();
    REQUIRE(hall.read_document(hall.teacher, letter.id).error().code == ErrorCode::not_found);
    REQUIRE(hall.read_document(hall.user, letter.id).has_value());
    REQUIRE(hall.read_document(hall.leader, letter.id).has_value());

    change.confidentiality = core::Confidentiality::open;
    hall.change(hall.user, one.id, one.version, change).value();
    REQUIRE(hall.read_document(hall.teacher, letter.id).has_value());
}
