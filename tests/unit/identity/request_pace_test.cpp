#include "services/identity/request_pace.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/test_clock.hpp"

using core::Error;
using core::ErrorCode;
using core::Result;
using services::Request;
using services::RequestPace;
using services::Response;

namespace {

std::string field(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

Request from(const std::string& address, const std::string& token = {}) {
    Request request;
    request.path = "/api/v1/me";
    request.client = address;
    if (!token.empty()) request.headers = {{"authorization", "Bearer " + token}};
    return request;
}

/// Lets in whoever shows "right"; counts how often it was asked.
struct Door {
    tests::TestClock clock;
    std::set<std::string> let_in{};
    RequestPace pace{clock, {.per_minute = 3, .guest_per_minute = 2}, [this](const Request& request) {
                         const std::string shown{request.header("authorization")};
                         return let_in.contains(shown) ? shown : std::string{};
                     }};
    int asked = 0;

    Response ask(const Request& request) {
        const auto handler = [&](const Request& heard) -> Result<Response> {
            ++asked;
            const auto shown = heard.header("authorization");
            if (shown.empty() || heard.path == "/api/v1/openapi.yaml") return services::text("open to all");
            if (!shown.ends_with("right")) return Error{ErrorCode::not_signed_in, "nobody"};
            let_in.insert(std::string{shown});
            return services::text("welcome");
        };
        return pace.answer(request, handler).value();
    }
};

}  // namespace

TEST_CASE_METHOD(Door, "a token has its requests a minute and is told where it stands", "[identity]") {
    const auto first = ask(from("192.0.2.1", "right"));
    CHECK(first.status == 200);
    CHECK(field(first, "ratelimit-limit") == "3");
    CHECK(field(first, "ratelimit-remaining") == "2");
    CHECK(field(first, "ratelimit-reset") == "60");
    clock.advance(std::chrono::seconds{20});
    CHECK(field(ask(from("192.0.2.9", "right")), "ratelimit-remaining") == "1");  // wherever it comes from
    CHECK(field(ask(from("192.0.2.1", "right")), "ratelimit-remaining") == "0");
    const auto refused = ask(from("192.0.2.1", "right"));
    CHECK(refused.status == 429);
    CHECK(field(refused, "content-type") == "application/problem+json");
    CHECK(field(refused, "retry-after") == "40");
    CHECK(field(refused, "ratelimit-remaining") == "0");
    CHECK(field(refused, "ratelimit-reset") == "40");
    CHECK(asked == 3);
    clock.advance(std::chrono::seconds{40});
    CHECK(ask(from("192.0.2.1", "right")).status == 200);
}

TEST_CASE_METHOD(Door, "who is signed in is not held up by the guests of the same address", "[identity]") {
    CHECK(ask(from("192.0.2.1", "right")).status == 200);
    CHECK(ask(from("192.0.2.1")).status == 200);
    CHECK(ask(from("192.0.2.1")).status == 200);
    CHECK(ask(from("192.0.2.1")).status == 429);
    CHECK(ask(from("192.0.2.2")).status == 200);
    CHECK(ask(from("192.0.2.1", "right")).status == 200);
}

TEST_CASE_METHOD(Door, "wrong tokens count for their address, however many they are", "[identity]") {
    CHECK(ask(from("192.0.2.1", "one")).status == 401);
    CHECK(ask(from("192.0.2.1", "two")).status == 401);
    CHECK(ask(from("192.0.2.1", "three")).status == 429);
    CHECK(asked == 2);
}

TEST_CASE_METHOD(Door, "a made-up token at a door that is open to all gains nothing", "[identity]") {
    const auto at_open_door = [&](const std::string& token) {
        auto request = from("192.0.2.1", token);
        request.path = "/api/v1/openapi.yaml";
        return ask(request).status;
    };
    CHECK(at_open_door("one") == 200);
    CHECK(at_open_door("two") == 200);
    CHECK(at_open_door("three") == 429);
    CHECK(ask(from("192.0.2.1", "one")).status == 429);
}

TEST_CASE_METHOD(Door, "an address of IPv6 is a network of them", "[identity]") {
    CHECK(ask(from("2001:db8::1")).status == 200);
    CHECK(ask(from("2001:db8::2")).status == 200);
    CHECK(ask(from("2001:db8::3")).status == 429);
    CHECK(ask(from("2001:db8:0:1::3")).status == 200);
}

TEST_CASE_METHOD(Door, "a clock that is set back holds nobody for long", "[identity]") {
    for (int i = 0; i < 3; ++i) ask(from("192.0.2.1"));
    clock.advance(-std::chrono::hours{1});
    CHECK(ask(from("192.0.2.1")).status == 200);
}

TEST_CASE("where there is no limit nothing is told of one", "[identity]") {
    const tests::TestClock clock;
    const auto nobody = [](const Request&) { return std::string{}; };
    RequestPace pace{clock, {.per_minute = 5, .guest_per_minute = 0}, nobody};
    CHECK(pace.is_on());
    CHECK_FALSE(RequestPace{clock, {}, nobody}.is_on());
    for (int i = 0; i < 50; ++i) {
        const auto response =
            pace.answer(from("192.0.2.1"), [](const Request&) { return Result<Response>{services::text("")}; }).value();
        CHECK(response.status == 200);
        CHECK(field(response, "ratelimit-limit").empty());
    }
}
