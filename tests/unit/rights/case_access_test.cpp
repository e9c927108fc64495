#include "tests/unit/rights/rights_fixture.hpp"

using core::ErrorCode;
using std::chrono::days;
using std::chrono::hours;
using tests::RightsHall;

namespace {

/// A case of the first unit that only its caseworker and the unit's leader read.
core::Case a_closed_case(RightsHall& hall) {
    auto made = hall.a_case();
    made.confidentiality = core::Confidentiality::restricted;
    made.caseworker = hall.user;
    return hall.open(hall.user, made).value();
}

}  // namespace

SCENARIO("a grant lets one person read one case and nothing else", "[rights]") {
    RightsHall hall;
    const auto one = a_closed_case(hall);
    const auto other = a_closed_case(hall);
    const auto document = hall.journal(hall.user, one).value();
    REQUIRE_FALSE(hall.reads(hall.teacher, one.id));

    const auto given = hall.grant(hall.user, one.id, hall.teacher).value();
    CHECK(hall.reads(hall.teacher, one.id));
    CHECK(hall.read_document(hall.teacher, document.id).has_value());
    CHECK_FALSE(hall.reads(hall.teacher, other.id));
    CHECK_FALSE(hall.reads(hall.colleague, one.id));
    CHECK(hall.reads(hall.leader, one.id));
    CHECK(hall.change(hall.teacher, one.id, one.version, tests::titled("Min")).error().code == ErrorCode::forbidden);
    CHECK(hall.kept(one.id).access_group != hall.kept(other.id).access_group);
    CHECK(hall.kept(one.id).version == one.version);

    THEN("what is journaled later is read too, and taking it back ends it for all of it") {
        const auto later = hall.journal(hall.user, hall.kept(one.id), "Senere").value();
        CHECK(hall.read_document(hall.teacher, later.id).has_value());
        hall.take_back(hall.user, given).value();
        CHECK_FALSE(hall.reads(hall.teacher, one.id));
        CHECK_FALSE(hall.read_document(hall.teacher, document.id).has_value());
        CHECK_FALSE(hall.read_document(hall.teacher, later.id).has_value());
        CHECK(hall.kept(one.id).access_group == hall.kept(other.id).access_group);
        CHECK(hall.take_back(hall.user, given).error().code == ErrorCode::not_found);
    }
    THEN("it outlives a change of level and caseworker, and stops with the person's account") {
        hall.change(hall.leader, one.id, one.version, tests::handled_by(hall.colleague)).value();
        CHECK(hall.reads(hall.teacher, one.id));
        CHECK(hall.reads(hall.colleague, one.id));
        CHECK_FALSE(hall.reads(hall.user, one.id));
        hall.identity.set_active(hall.teacher, false).value();
        hall.identity.set_active(hall.teacher, true).value();
        CHECK(hall.reads(hall.teacher, one.id));
    }
    THEN("the history says who gave what to whom") {
        const auto events = hall.history(one.id);
        REQUIRE(events.front().kind == services::EventKind::case_access_changed);
        CHECK(events.front().actor == hall.user);
        CHECK(events.front().payload.find("\"what\":\"given\"") != std::string::npos);
        CHECK(events.front().payload.find("hjælpe") == std::string::npos);
    }
}

SCENARIO("a grant to a unit is for those who handle cases in it or above it", "[rights]") {
    RightsHall hall;
    const auto one = a_closed_case(hall);
    const auto registrar = hall.add_user("rikke", {{core::Role::registrar, hall.authority}});
    hall.give(hall.leader, one.id, {core::CaseAccessKind::grant, std::nullopt, hall.school, "Elev", std::nullopt})
        .value();
    CHECK(hall.reads(hall.teacher, one.id));
    CHECK(hall.reads(registrar, one.id));
    CHECK_FALSE(hall.reads(hall.colleague, one.id));
    CHECK_FALSE(hall.reads(hall.auditor, one.id));
    const auto newcomer = hall.add_user("nynne", {{core::Role::caseworker, hall.school}});
    CHECK(hall.reads(newcomer, one.id));
}

SCENARIO("a block keeps out whoever else may read", "[rights]") {
    RightsHall hall;
    auto made = hall.a_case();
    made.confidentiality = core::Confidentiality::open;
    made.caseworker = hall.user;
    const auto one = hall.open(hall.user, made).value();
    const auto document = hall.journal(hall.user, one).value();
    REQUIRE(hall.reads(hall.colleague, one.id));
    hall.grant(hall.user, one.id, hall.colleague).value();
    const auto blocked = hall.block(hall.user, one.id, hall.colleague).value();
    CHECK_FALSE(hall.reads(hall.colleague, one.id));
    CHECK(hall.read_document(hall.colleague, document.id).error().code == ErrorCode::not_found);
    CHECK(hall.reads(hall.teacher, one.id));

    THEN("new roles don't help, nor standing in for someone") {
        hall.identity.set_roles(hall.colleague, {{core::Role::leader, hall.authority}}).value();
        CHECK_FALSE(hall.reads(hall.colleague, one.id));
        hall.substitute(hall.leader, hall.leader, hall.colleague, hall.today(), hall.today()).value();
        CHECK_FALSE(hall.reads(hall.colleague, one.id));
        CHECK(hall.take_back(hall.colleague, blocked).error().code == ErrorCode::not_found);
    }
    THEN("they read again when it is taken back") {
        hall.take_back(hall.leader, blocked).value();
        CHECK(hall.reads(hall.colleague, one.id));
    }
}

SCENARIO("a caseworker may block themselves while somebody is left who manages the case", "[rights]") {
    RightsHall hall;
    const auto one = a_closed_case(hall);
    hall.block(hall.user, one.id, hall.user).value();
    CHECK_FALSE(hall.reads(hall.user, one.id));
    const auto refused = hall.block(hall.leader, one.id, hall.leader);
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(hall.reads(hall.leader, one.id));
}

SCENARIO("a grant ends by itself after its last day", "[rights]") {
    RightsHall hall;
    const auto one = a_closed_case(hall);
    const auto document = hall.journal(hall.user, one).value();
    hall.grant(hall.user, one.id, hall.teacher, hall.today()).value();
    const auto group = hall.kept(one.id).access_group;
    const auto midnight = core::danish_midnight(hall.today() + days{1});
    hall.clock.set(midnight - hours{1} + std::chrono::seconds{3599});
    const auto fresh = hall.identity.sign_in("tove", "hemmeligt", "192.0.2.1").value().token;
    CHECK(hall.reads(hall.teacher, one.id));

    WHEN("the next request comes in the first second after it") {
        hall.clock.set(midnight);
        const auto groups = hall.identity.caller_of(tests::with_cookie(fresh)).value()->principal.groups;
        CHECK(std::ranges::count(groups, group) == 0);
        CHECK_FALSE(hall.reads(hall.teacher, one.id));
        CHECK_FALSE(hall.read_document(hall.teacher, document.id).has_value());
        const auto events = hall.history(one.id);
        CHECK(events.front().payload.find("expired") != std::string::npos);
        CHECK_FALSE(events.front().actor);
        CHECK(hall.kept(one.id).access_group != group);
    }
}

SCENARIO("grants and blocks are the caseworker's and the leaders' to give", "[rights]") {
    RightsHall hall;
    auto made = hall.a_case();
    made.caseworker = hall.user;
    made.confidentiality = core::Confidentiality::open;
    const auto one = hall.open(hall.user, made).value();
    CHECK(hall.grant(hall.colleague, one.id, hall.auditor).error().code == ErrorCode::forbidden);
    CHECK(hall.grant(hall.teacher, one.id, hall.auditor).error().code == ErrorCode::forbidden);
    CHECK(hall.grant(hall.auditor, one.id, hall.auditor).error().code == ErrorCode::not_found);
    CHECK(hall.grant(hall.leader, one.id, hall.auditor).has_value());
    CHECK(hall.reads(hall.auditor, one.id));
    CHECK(hall.grant(hall.user, one.id, hall.auditor).error().code == ErrorCode::conflict);
}

TEST_CASE("a grant or block that can't be meant is refused by its field", "[rights]") {
    RightsHall hall;
    const auto one = a_closed_case(hall);
    using core::CaseAccessKind;
    const auto field_of = [&](const services::NewCaseAccess& made) {
        const auto given = hall.give(hall.user, one.id, made);
        REQUIRE(given.has_error());
        CHECK(given.error().code == ErrorCode::invalid_input);
        return given.error().field;
    };
    const auto someone = std::optional{hall.teacher};
    const auto nobody = std::optional<core::UserId>{};
    const auto no_unit = std::optional<core::UnitId>{};
    CHECK(field_of({CaseAccessKind::grant, nobody, no_unit, "Grund", {}}) == "user");
    CHECK(field_of({CaseAccessKind::grant, someone, hall.unit, "Grund", {}}) == "user");
    CHECK(field_of({CaseAccessKind::block, nobody, hall.unit, "Grund", {}}) == "user");
    CHECK(field_of({CaseAccessKind::grant, core::UserId{999}, no_unit, "Grund", {}}) == "user");
    CHECK(field_of({CaseAccessKind::grant, nobody, core::UnitId{999}, "Grund", {}}) == "unit");
    CHECK(field_of({CaseAccessKind::grant, someone, no_unit, " ", {}}) == "reason");
    CHECK(field_of({CaseAccessKind::grant, someone, no_unit, std::string(501, 'x'), {}}) == "reason");
    CHECK(field_of({CaseAccessKind::grant, someone, no_unit, "a\nb", {}}) == "reason");
    CHECK(field_of({CaseAccessKind::grant, someone, no_unit, "Grund", hall.today() - days{1}}) == "until");
    CHECK(hall.history(one.id).size() == 1);
}

SCENARIO("post follows the case that it was journaled on", "[rights]") {
    RightsHall hall;
    const auto one = a_closed_case(hall);
    const auto document = hall.journal(hall.user, one, "Scannet brev").value();
    const auto item =
        hall.write([&](services::Transaction& tx) -> core::Result<core::IncomingId> {
                core::IncomingItem made;
                made.received_at = hall.clock.now();
                made.file_name = "scan.pdf";
                made.content = document.content;
                made.unit = hall.unit;
                made.access_group = services::GroupStore{tx}.ensure({core::GroupKind::unit, hall.unit, std::nullopt});
                const auto id = services::IncomingStore{tx}.add(made);
                TRY(services::IncomingStore{tx}.set_journaled(id, 1, document.id));
                return id;
            })
            .value();
    const auto group_of_item = [&] {
        return hall.db
            ->read([&](services::Transaction& tx) -> core::Result<core::GroupId> {
                return services::IncomingStore{tx}.find(item)->access_group;
            })
            .value();
    };
    CHECK(group_of_item() == one.access_group);
    hall.grant(hall.user, one.id, hall.teacher).value();
    CHECK(group_of_item() == hall.kept(one.id).access_group);
    CHECK(group_of_item() != one.access_group);
}

SCENARIO("everybody who may read a case is told why, and overseers who else may", "[rights]") {
    RightsHall hall;
    const auto one = a_closed_case(hall);
    hall.grant(hall.user, one.id, hall.teacher, hall.today()).value();
    hall.block(hall.user, one.id, hall.colleague).value();
    const auto why = [&](core::UserId who) {
        const auto principal = hall.principal(who);
        return hall.db->read([&](services::Transaction& tx) { return services::why_readable(tx, principal, one.id); });
    };
    REQUIRE(why(hall.user).value().reasons.size() == 1);
    CHECK(why(hall.user).value().reasons.front().ground == core::ReadingGround::caseworker);
    CHECK(why(hall.leader).value().reasons.front().ground == core::ReadingGround::leader);
    const auto granted = why(hall.teacher).value().reasons.front();
    CHECK(granted.ground == core::ReadingGround::personal_grant);
    CHECK(granted.grant->given_by == hall.user);
    CHECK(why(hall.colleague).error().code == ErrorCode::not_found);

    const auto readers = [&](core::UserId who) {
        const auto principal = hall.principal(who);
        return hall.db->read([&](services::Transaction& tx) { return services::readers_of_case(tx, principal, one.id); }
        );
    };
    for (const auto overseer : {hall.auditor, hall.user, hall.leader}) {
        const auto all = readers(overseer).value();
        std::set<core::UserId> reading, blocked;
        for (const auto& reader : all) (reader.why.block ? blocked : reading).insert(reader.user);
        CHECK(reading == std::set{hall.user, hall.leader, hall.teacher});
        CHECK(blocked == std::set{hall.colleague});
    }
    CHECK(readers(hall.teacher).error().code == ErrorCode::not_found);
    CHECK(readers(hall.colleague).error().code == ErrorCode::not_found);
}
