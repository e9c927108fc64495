#include <catch2/catch.hpp>
#include <thread>

#include "services/identity/token.hpp"
#include "services/store/session_store.hpp"
#include "tests/unit/identity/identity_fixture.hpp"

using namespace std::chrono_literals;
using tests::with_bearer;
using tests::with_cookie;

namespace {

/// Waits for what another thread does, for at most ten seconds.
template <class Condition>
bool becomes(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

}  // namespace

TEST_CASE_METHOD(tests::House, "a request with the session's cookie is the person's", "[identity]") {
    const auto request = with_cookie(token());
    const auto caller = identity.caller_of(request);
    REQUIRE(caller);
    CHECK(caller.value()->id() == user);
    CHECK(caller.value()->user.full_name == "Jens Kristian Krogh");
    CHECK_FALSE(caller.value()->by_token);
    CHECK(caller.value()->csrf.size() == 43);
    CHECK(identity.caller_of(request).value() == caller.value());  // kept, not made again
}

TEST_CASE_METHOD(tests::House, "a made-up cookie or none is nobody's", "[identity]") {
    CHECK(identity.caller_of(with_cookie(services::random_token())).has_error());
    CHECK(identity.caller_of(with_cookie("")).has_error());
    CHECK(identity.caller_of(services::Request{}).error().code == core::ErrorCode::not_signed_in);
}

TEST_CASE_METHOD(tests::House, "a session ends by its length, however busy it is", "[identity]") {
    const auto request = with_cookie(token());
    for (int half_hours = 0; half_hours < 19; ++half_hours) {
        clock.advance(30min);
        REQUIRE(identity.caller_of(request));
    }
    clock.advance(30min);
    CHECK(identity.caller_of(request).has_error());
}

TEST_CASE_METHOD(tests::House, "a session ends when it is idle for an hour", "[identity]") {
    const auto request = with_cookie(token());
    clock.advance(59min);
    REQUIRE(identity.caller_of(request));
    clock.advance(1h - 1s);
    REQUIRE(identity.caller_of(request));
    clock.advance(1h);
    CHECK(identity.caller_of(request).has_error());
    CHECK(identity.caller_of(request).has_error());
}

TEST_CASE_METHOD(tests::House, "the database hears of a session's use, so that a restart keeps it", "[identity]") {
    const auto kept = token();
    clock.advance(50min);
    REQUIRE(identity.caller_of(with_cookie(kept)));
    const auto seen_at = [&] {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<core::Timestamp> {
                return services::SessionStore{tx}.find(services::token_hash(kept))->seen_at;
            })
            .value();
    };
    CHECK(becomes([&] { return seen_at() == clock.now(); }));
    clock.advance(50min);
    services::Identity restarted{*db, clock, tests::cheap_settings()};
    CHECK(restarted.caller_of(with_cookie(kept)));
}

TEST_CASE_METHOD(tests::House, "roles that are given or taken are felt by the next request", "[identity]") {
    const auto request = with_cookie(token());
    const auto may_open = [&] {
        const auto caller = identity.caller_of(request);
        return core::may(caller.value()->principal, core::Action::open_case, {.unit = unit, .group = {}});
    };
    CHECK(may_open());
    REQUIRE(identity.set_roles(user, {{core::Role::auditor, authority}}));
    CHECK_FALSE(may_open());
    REQUIRE(identity.set_roles(user, {{core::Role::leader, authority}}));
    CHECK(may_open());
}

TEST_CASE_METHOD(tests::House, "a change made by another process is felt by the next request", "[identity]") {
    const auto request = with_cookie(token());
    REQUIRE(identity.caller_of(request));
    services::Identity other{*db, clock, tests::cheap_settings()};
    REQUIRE(other.set_roles(user, {}));
    CHECK(identity.caller_of(request).value()->principal.roles.empty());
}

TEST_CASE_METHOD(tests::House, "someone who is no longer active is out at once", "[identity]") {
    const auto request = with_cookie(token());
    const auto api = with_bearer(identity.add_api_token("jekr").value());
    REQUIRE(identity.caller_of(request));
    REQUIRE(identity.caller_of(api));
    REQUIRE(identity.set_active(user, false));
    CHECK(identity.caller_of(request).has_error());
    CHECK(identity.caller_of(api).has_error());
    CHECK(sign_in("hemmeligt").error().code == core::ErrorCode::not_signed_in);
    CHECK(identity.add_api_token("jekr").error().code == core::ErrorCode::not_found);
}

TEST_CASE_METHOD(tests::House, "a new password ends the sessions that the old one began", "[identity]") {
    const auto request = with_cookie(token());
    REQUIRE(identity.caller_of(request));
    REQUIRE(identity.set_password(user, "nyt og bedre"));
    CHECK(identity.caller_of(request).has_error());
    CHECK(sign_in("hemmeligt").has_error());
    CHECK(sign_in("nyt og bedre"));
}

TEST_CASE_METHOD(tests::House, "signing out ends this session, and no other", "[identity]") {
    const auto first = token();
    const auto second = token();
    services::Identity other_node{*db, clock, tests::cheap_settings()};
    REQUIRE(identity.caller_of(with_cookie(first)));
    REQUIRE(other_node.caller_of(with_cookie(first)));
    identity.sign_out(first);
    CHECK(identity.caller_of(with_cookie(first)).has_error());
    CHECK(other_node.caller_of(with_cookie(first)).has_error());
    CHECK(identity.caller_of(with_cookie(second)));
}

TEST_CASE_METHOD(tests::House, "an API token acts as its user and is no cookie", "[identity]") {
    const auto made = identity.add_api_token("jekr").value();
    const auto caller = identity.caller_of(with_bearer(made));
    REQUIRE(caller);
    CHECK(caller.value()->id() == user);
    CHECK(caller.value()->by_token);
    clock.advance(24h * 30);
    CHECK(identity.caller_of(with_bearer(made)));
    CHECK(identity.caller_of(with_cookie(made)).has_error());
    CHECK(identity.caller_of(with_bearer(token())).has_error());
    CHECK(identity.add_api_token("ingen").error().code == core::ErrorCode::not_found);
}

TEST_CASE_METHOD(tests::House, "more sessions than are kept in memory still work", "[identity]") {
    auto few = tests::cheap_settings();
    few.kept_callers = 2;
    services::Identity small{*db, clock, few};
    std::vector<std::string> tokens;
    for (int people = 0; people < 5; ++people) tokens.push_back(token());
    for (int rounds = 0; rounds < 2; ++rounds)
        for (const auto& kept : tokens) CHECK(small.caller_of(with_cookie(kept)));
}
