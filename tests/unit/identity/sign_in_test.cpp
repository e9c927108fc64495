#include <catch2/catch.hpp>

#include "services/identity/sign_in_pace.hpp"
#include "services/store/event_log.hpp"
#include "services/store/session_store.hpp"
#include "tests/unit/identity/identity_fixture.hpp"

using namespace std::chrono_literals;
using core::ErrorCode;

namespace {

ErrorCode error_of(const core::Result<services::SignedIn>& outcome) {
    REQUIRE(outcome.has_error());
    return outcome.error().code;
}

std::vector<services::Event> events(services::Database& db) {
    return db
        .read([](services::Transaction& tx) -> core::Result<std::vector<services::Event>> {
            return services::EventLog{tx}.after(core::EventId{0}, 100);
        })
        .value();
}

}  // namespace

TEST_CASE_METHOD(tests::House, "the right name and password give a token, and an event says so", "[identity]") {
    const auto made = sign_in("hemmeligt");
    REQUIRE(made);
    CHECK(made.value().token.size() == 43);
    CHECK(made.value().length == 10h);
    const auto last = events(*db).back();
    CHECK(last.kind == services::EventKind::signed_in);
    CHECK(last.actor == user);
}

TEST_CASE_METHOD(tests::House, "the name is known in capitals too", "[identity]") {
    add_user("søren.ål", {});
    CHECK(identity.sign_in("JEKR", "hemmeligt", "192.0.2.1"));
    CHECK(identity.sign_in("SØREN.ÅL", "hemmeligt", "192.0.2.1"));
}

TEST_CASE_METHOD(tests::House, "a wrong password and an unknown name are answered alike", "[identity]") {
    const auto wrong = sign_in("hemmeligT");
    const auto unknown = identity.sign_in("ingen", "hemmeligt", "192.0.2.1");
    const auto impossible = identity.sign_in("jekr'; --", "hemmeligt", "192.0.2.1");
    CHECK(error_of(wrong) == ErrorCode::not_signed_in);
    CHECK(error_of(unknown) == ErrorCode::not_signed_in);
    CHECK(error_of(impossible) == ErrorCode::not_signed_in);
    CHECK(wrong.error().detail == unknown.error().detail);
}

TEST_CASE_METHOD(tests::House, "only the token's hash is kept", "[identity]") {
    const auto kept = token();
    const auto found = db->read([&](services::Transaction& tx) -> core::Result<bool> {
        return services::SessionStore{tx}.find(kept).has_value();
    });
    CHECK_FALSE(found.value());
}

TEST_CASE_METHOD(
    tests::House, "the fifth failure in a row makes the next attempt wait, whatever its password", "[identity]"
) {
    for (int failures = 0; failures < 4; ++failures) {
        CHECK(error_of(sign_in("forkert!")) == ErrorCode::not_signed_in);
        CHECK(identity.wait_for("jekr", "192.0.2.1") == 0s);
    }
    CHECK(error_of(sign_in("forkert!")) == ErrorCode::not_signed_in);
    CHECK(error_of(sign_in("hemmeligt")) == ErrorCode::too_many);
    CHECK(identity.wait_for("jekr", "192.0.2.1") == 1s);

    clock.advance(1s);
    CHECK(error_of(sign_in("forkert!")) == ErrorCode::not_signed_in);
    CHECK(identity.wait_for("jekr", "192.0.2.1") == 2s);
    clock.advance(1s);
    CHECK(error_of(sign_in("hemmeligt")) == ErrorCode::too_many);
    clock.advance(1s);
    CHECK(sign_in("hemmeligt"));
    CHECK(error_of(sign_in("forkert!")) == ErrorCode::not_signed_in);
    CHECK(identity.wait_for("jekr", "192.0.2.1") == 0s);
}

TEST_CASE_METHOD(tests::House, "one person's failures do not slow another down", "[identity]") {
    add_user("anna", {});
    for (int failures = 0; failures < 6; ++failures) (void)sign_in("forkert!");
    CHECK(error_of(sign_in("hemmeligt")) == ErrorCode::too_many);
    CHECK(identity.sign_in("anna", "hemmeligt", "192.0.2.1"));
}

TEST_CASE_METHOD(tests::House, "an address that tries many names is slowed down", "[identity]") {
    for (int names = 0; names < 21; ++names)
        CHECK(
            error_of(identity.sign_in("navn" + std::to_string(names), "forkert!", "192.0.2.9")) ==
            ErrorCode::not_signed_in
        );
    CHECK(error_of(sign_in("hemmeligt", "192.0.2.9")) == ErrorCode::too_many);
    CHECK(sign_in("hemmeligt", "192.0.2.1"));
}

TEST_CASE_METHOD(tests::House, "attempts that succeed do not add up against an address", "[identity]") {
    for (int times = 0; times < 30; ++times) REQUIRE(sign_in("hemmeligt"));
}

TEST_CASE_METHOD(tests::House, "an hour without attempts is forgiven", "[identity]") {
    for (int failures = 0; failures < 8; ++failures) {
        (void)sign_in("forkert!");
        clock.advance(identity.wait_for("jekr", "192.0.2.1"));
    }
    clock.advance(1h + 1s);
    CHECK(error_of(sign_in("forkert!")) == ErrorCode::not_signed_in);
    CHECK(identity.wait_for("jekr", "192.0.2.1") == 0s);
}

TEST_CASE("the pause doubles up to a quarter of an hour", "[identity]") {
    CHECK(services::pause_after(4, 4) == 0s);
    CHECK(services::pause_after(5, 4) == 1s);
    CHECK(services::pause_after(8, 4) == 8s);
    CHECK(services::pause_after(14, 4) == 512s);
    CHECK(services::pause_after(15, 4) == 15min);
    CHECK(services::pause_after(1'000'000'000, 4) == 15min);
}

TEST_CASE("addresses of one IPv6 network count as one", "[identity]") {
    CHECK(services::address_key("2001:db8:1:2::1") == services::address_key("2001:db8:1:2:ffff::9"));
    CHECK(services::address_key("2001:db8:1:2::1") != services::address_key("2001:db8:1:3::1"));
    CHECK(services::address_key("192.0.2.1") != services::address_key("192.0.2.2"));
}

TEST_CASE_METHOD(tests::House, "a user is made only of what fits", "[identity]") {
    services::NewUser made;
    made.name = "anna";
    made.full_name = "Anna Ås";
    made.password = "hemmeligt";
    const auto field_when = [&](auto&& change) {
        auto changed = made;
        change(changed);
        const auto outcome = identity.add_user(changed, std::nullopt);
        REQUIRE(outcome.has_error());
        CHECK(outcome.error().code == ErrorCode::invalid_input);
        return outcome.error().field;
    };
    CHECK(field_when([](auto& it) { it.name = ""; }) == "name");
    CHECK(field_when([](auto& it) { it.name = "anna ås"; }) == "name");
    CHECK(field_when([](auto& it) { it.name = std::string(65, 'a'); }) == "name");
    CHECK(field_when([](auto& it) { it.name = "ann\xC3"; }) == "name");
    CHECK(field_when([](auto& it) { it.full_name = ""; }) == "full_name");
    CHECK(field_when([](auto& it) { it.password = "kort"; }) == "password");
    CHECK(field_when([](auto& it) { it.password = "ååååååå"; }) == "password");
    CHECK(field_when([](auto& it) { it.email = "anna"; }) == "email");
    CHECK(field_when([](auto& it) { it.roles = {{core::Role::leader, core::UnitId{99}}}; }) == "roles");
    REQUIRE(identity.add_user(made, std::nullopt));
    made.name = "ANNA";
    CHECK(identity.add_user(made, std::nullopt).error().code == ErrorCode::conflict);
}

TEST_CASE_METHOD(tests::House, "someone always administers", "[identity]") {
    const auto admin = add_user("admin", {{core::Role::administrator, authority}});
    CHECK(identity.set_roles(admin, {}).error().code == ErrorCode::conflict);
    CHECK(identity.set_active(admin, false).error().code == ErrorCode::conflict);
    add_user("admin2", {{core::Role::administrator, authority}});
    CHECK(identity.set_active(admin, false, user));
    CHECK(events(*db).back().kind == services::EventKind::user_changed);
    CHECK(events(*db).back().actor == user);
}
