#include "mailroom_fixture.hpp"

using namespace mailroom_tests;
using core::ErrorCode;

TEST_CASE_METHOD(MailroomFixture, "who a letter is handed to sees it", "[mailroom]") {
    const auto sees = [&] {
        const auto who = principal(town.caseworker);
        return db->read([&](services::Transaction& tx) { return services::read_item(tx, who, letter); }).has_value();
    };
    CHECK_FALSE(sees());
    REQUIRE(hand_over(town.registrar, {.unit = town.office, .to = town.caseworker, .version = 1}));
    CHECK(sees());
    CHECK(item(letter).assigned_to == town.caseworker);
}

TEST_CASE_METHOD(MailroomFixture, "a letter is not handed to someone outside the unit", "[mailroom]") {
    const auto refused = hand_over(town.registrar, {.unit = school, .to = town.caseworker, .version = 1});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid_input);
    CHECK(refused.error().field == "caseworker");
    CHECK(item(letter).unit == town.root);
}

TEST_CASE_METHOD(MailroomFixture, "the second of two who hand over the same letter is told", "[mailroom]") {
    REQUIRE(hand_over(town.registrar, {.unit = town.office, .to = {}, .version = 1}));
    const auto late = hand_over(town.registrar, {.unit = school, .to = {}, .version = 1});
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::conflict);
    CHECK(item(letter).unit == town.office);
}

TEST_CASE_METHOD(MailroomFixture, "undoing puts the letter back where it was, with those who saw it", "[mailroom]") {
    const auto before = item(letter);
    REQUIRE(hand_over(town.registrar, {.unit = town.office, .to = town.caseworker, .version = 1}));
    REQUIRE(undo(town.registrar));
    const auto after = item(letter);
    CHECK(after.unit == before.unit);
    CHECK(after.assigned_to == before.assigned_to);
    CHECK(after.access_group == before.access_group);
    CHECK(after.version == before.version + 2);
}

TEST_CASE_METHOD(MailroomFixture, "a hand-over is undone once", "[mailroom]") {
    REQUIRE(hand_over(town.registrar, {.unit = town.office, .to = {}, .version = 1}));
    REQUIRE(undo(town.registrar));
    const auto again = undo(town.registrar);
    REQUIRE_FALSE(again);
    CHECK(again.error().code == ErrorCode::conflict);
}

TEST_CASE_METHOD(MailroomFixture, "only the one who handed over can undo it", "[mailroom]") {
    REQUIRE(hand_over(town.registrar, {.unit = town.office, .to = {}, .version = 1}));
    const auto refused = undo(town.leader);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::not_found);
}

TEST_CASE_METHOD(MailroomFixture, "a letter that was journaled or handed on stays where it is", "[mailroom]") {
    REQUIRE(hand_over(town.registrar, {.unit = town.office, .to = {}, .version = 1}));
    SECTION("journaled") {
        REQUIRE(journal(town.registrar, on_new_case(2)));
    }
    SECTION("handed on") {
        REQUIRE(hand_over(town.registrar, {.unit = school, .to = {}, .version = 2}));
    }
    const auto unit = item(letter).unit;
    if (item(letter).state == core::IncomingState::journaled) {
        const auto refused = undo(town.registrar);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::conflict);
        CHECK(item(letter).unit == unit);
    } else {
        REQUIRE(undo(town.registrar));
        CHECK(item(letter).unit == town.office);  // the last step alone is undone
    }
}
