#include "tests/unit/rights/rights_fixture.hpp"

using core::ErrorCode;
using std::chrono::days;
using tests::RightsHall;

SCENARIO("a substitute reads and acts as the absent one for a period, and the log names who acted", "[rights]") {
    RightsHall hall;
    auto made = hall.a_case();
    made.confidentiality = core::Confidentiality::restricted;
    made.caseworker = hall.user;
    const auto one = hall.open(hall.user, made).value();
    const auto first = hall.today() + days{1};
    hall.substitute(hall.user, hall.user, hall.teacher, first, first + days{1}).value();
    CHECK_FALSE(hall.reads(hall.teacher, one.id));

    hall.clock.set(core::danish_midnight(first));
    hall.keep_current();
    CHECK(hall.reads(hall.teacher, one.id));
    CHECK(hall.principal(hall.teacher).stands_in_for == std::vector{hall.user});
    const auto changed = hall.change(hall.teacher, one.id, one.version, tests::titled("Ny titel")).value();
    CHECK(hall.history(one.id).front().actor == hall.teacher);
    CHECK(hall.grant(hall.teacher, one.id, hall.colleague).has_value());

    THEN("it is over after the last day") {
        hall.clock.set(core::danish_midnight(first + days{2}));
        hall.keep_current();
        CHECK_FALSE(hall.reads(hall.teacher, one.id));
        CHECK(hall.principal(hall.teacher).stands_in_for.empty());
        CHECK(
            hall.change(hall.teacher, one.id, changed.version, tests::titled("Igen")).error().code ==
            ErrorCode::not_found
        );
    }
    THEN("it follows what the absent one gains and loses meanwhile") {
        hall.identity.set_roles(hall.user, {{core::Role::caseworker, hall.school}}).value();
        CHECK(hall.reads(hall.teacher, one.id));
        hall.identity.set_active(hall.user, false).value();
        CHECK_FALSE(hall.reads(hall.teacher, one.id));
    }
    THEN("a request in the first second after it finds them without") {
        const auto token = hall.identity.sign_in("tove", "hemmeligt", "192.0.2.1").value().token;
        CHECK(hall.identity.caller_of(tests::with_cookie(token)).value()->stands_in_for.size() == 1);
        hall.clock.set(core::danish_midnight(first + days{2}));
        const auto later = hall.identity.sign_in("tove", "hemmeligt", "192.0.2.1").value().token;
        CHECK(hall.identity.caller_of(tests::with_cookie(later)).value()->stands_in_for.empty());
        CHECK_FALSE(hall.reads(hall.teacher, one.id));
    }
}

SCENARIO("substitutes don't pass on what they have from others", "[rights]") {
    RightsHall hall;
    auto made = hall.a_case();
    made.confidentiality = core::Confidentiality::restricted;
    made.caseworker = hall.user;
    const auto one = hall.open(hall.user, made).value();
    hall.substitute(hall.user, hall.user, hall.colleague, hall.today(), hall.today()).value();
    hall.substitute(hall.colleague, hall.colleague, hall.teacher, hall.today(), hall.today()).value();
    CHECK(hall.reads(hall.colleague, one.id));
    CHECK_FALSE(hall.reads(hall.teacher, one.id));
}

SCENARIO("an administrator's rights don't pass to a substitute", "[rights]") {
    RightsHall hall;
    const auto admin = hall.add_user("ane", {{core::Role::administrator, hall.authority}});
    hall.substitute(admin, admin, hall.teacher, hall.today(), hall.today()).value();
    CHECK_FALSE(core::may(hall.principal(hall.teacher), core::Action::administer, {}));
    hall.substitute(hall.auditor, hall.auditor, hall.teacher, hall.today(), hall.today()).value();
    CHECK_FALSE(core::may(hall.principal(hall.teacher), core::Action::read_log, {}));
}

SCENARIO("a substitute is named by the absent one or by the leader of all their units", "[rights]") {
    RightsHall hall;
    const auto name = [&](core::UserId by, core::UserId absent, core::UserId other) {
        return hall.substitute(by, absent, other, hall.today(), hall.today());
    };
    CHECK(name(hall.leader, hall.user, hall.colleague).has_value());
    CHECK(name(hall.colleague, hall.user, hall.colleague).error().code == ErrorCode::forbidden);
    CHECK(name(hall.leader, hall.teacher, hall.leader).error().code == ErrorCode::forbidden);
    CHECK(name(hall.leader, hall.auditor, hall.leader).error().code == ErrorCode::forbidden);
    hall.identity.set_roles(
                     hall.user, {{core::Role::caseworker, hall.unit}, {core::Role::caseworker, hall.school}}
    ).value();
    CHECK(name(hall.leader, hall.user, hall.leader).error().code == ErrorCode::forbidden);
}

TEST_CASE("a substitution that can't be meant is refused by its field", "[rights]") {
    RightsHall hall;
    const auto field_of = [&](core::UserId absent, core::UserId other, core::Date first, core::Date last) {
        const auto named = hall.substitute(hall.user, absent, other, first, last);
        REQUIRE(named.has_error());
        CHECK(named.error().code == ErrorCode::invalid_input);
        return named.error().field;
    };
    const auto today = hall.today();
    CHECK(field_of(hall.user, hall.user, today, today) == "substitute");
    CHECK(field_of(hall.user, core::UserId{999}, today, today) == "substitute");
    CHECK(field_of(core::UserId{999}, hall.teacher, today, today) == "absent");
    CHECK(field_of(hall.user, hall.teacher, today, today - days{1}) == "last");
    CHECK(field_of(hall.user, hall.teacher, today + days{2}, today + days{1}) == "last");
    CHECK(field_of(hall.user, hall.teacher, today, today + days{400}) == "last");
}

SCENARIO("a substitution is ended early by either of the two, and by nobody else", "[rights]") {
    RightsHall hall;
    const auto named =
        hall.substitute(hall.user, hall.user, hall.teacher, hall.today(), hall.today() + days{5}).value();
    const auto end = [&](core::UserId by) {
        const auto who = hall.principal(by);
        return hall.write([&](services::Transaction& tx) {
            return services::end_substitution(tx, {who, hall.clock.now()}, named.id);
        });
    };
    CHECK(end(hall.colleague).error().code == ErrorCode::not_found);
    CHECK(end(hall.teacher).has_value());
    CHECK(end(hall.user).error().code == ErrorCode::not_found);
    CHECK(hall.principal(hall.teacher).stands_in_for.empty());
}
