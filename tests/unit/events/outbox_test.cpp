#include "tests/unit/events/events_fixture.hpp"

using namespace tests;
using services::EventKind;

TEST_CASE("What happens to a case is heard by those who may read it, and by nobody else") {
    Hearing town;
    const auto opened = town.open(town.user, town.a_case()).value();
    town.journal(town.user, opened).value();

    const auto heard = town.heard_by(town.user);
    REQUIRE(heard.events.size() == 2);
    CHECK(heard.events[0].kind == EventKind::case_opened);
    CHECK(heard.events[1].kind == EventKind::document_journaled);
    CHECK(heard.is_at_end);
    CHECK(town.heard_by(town.teacher).events.empty());
    CHECK(town.heard_by(town.administrator).events.empty());
}

TEST_CASE("Someone who may no longer read a case does not hear what happened to it before") {
    Hearing town;
    auto made = town.a_case();
    made.confidentiality = core::Confidentiality::open;
    const auto opened = town.open(town.user, made).value();
    CHECK(town.heard_by(town.teacher).events.size() == 1);
    services::CaseChange narrowed;
    narrowed.confidentiality = core::Confidentiality::unit;
    town.change(town.user, opened.id, opened.version, narrowed).value();
    CHECK(town.heard_by(town.teacher).events.empty());
}

TEST_CASE("Sign-ins and changes of users are not heard outside, but are passed") {
    Hearing town;
    town.token();
    const auto heard = town.heard_by(town.user);
    CHECK(heard.events.empty());
    CHECK(heard.position == town.last_event());
}

TEST_CASE("Those who ask again from where they came to hear each event once") {
    Hearing town;
    for (int i = 0; i < 7; ++i) town.open(town.user, town.a_case("Sag " + std::to_string(i))).value();
    std::vector<core::EventId> ids;
    core::EventId after{};
    for (;;) {
        const auto heard = town.heard_by(town.user, after, 3);
        CHECK(heard.events.size() <= 3);
        for (const auto& event : heard.events) ids.push_back(event.id);
        after = heard.position;
        if (heard.is_at_end) break;
    }
    CHECK(ids.size() == 7);
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}
