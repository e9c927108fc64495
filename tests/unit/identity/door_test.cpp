#include <catch2/catch.hpp>

#include "services/identity/origin.hpp"
#include "tests/unit/identity/identity_fixture.hpp"

using core::ErrorCode;
using services::Method;
using services::Request;
using services::Response;
using tests::with_bearer;
using tests::with_cookie;

namespace {

std::string field(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

/// A handler that tells whom it was called for.
struct Door : tests::House {
    services::Handler handler = services::signed_in(identity, [](const Request&, const services::Caller& caller) {
        return core::Result<Response>{services::text(caller.user.name)};
    });

    std::string csrf(const std::string& token) { return identity.caller_of(with_cookie(token)).value()->csrf; }

    Request posting(const std::string& token, const std::string& given_csrf) {
        auto request = with_cookie(token);
        request.method = Method::post;
        services::FormPart part;
        part.name = "csrf";
        part.value = given_csrf;
        request.parts = {part};
        return request;
    }

    ErrorCode refusal(const Request& request) {
        const auto outcome = handler(request);
        REQUIRE(outcome.has_error());
        return outcome.error().code;
    }
};

}  // namespace

TEST_CASE_METHOD(Door, "those who are signed in come through", "[identity]") {
    const auto response = handler(with_cookie(token()));
    REQUIRE(response);
    CHECK(std::get<std::string>(response.value().body) == "jekr");
}

TEST_CASE_METHOD(Door, "a browser is sent to sign in and comes back afterwards", "[identity]") {
    auto request = with_cookie("");
    request.raw_target = "/sager/7?vis=alt&s=%C3%A6";
    request.headers.emplace_back("accept", "text/html,application/xhtml+xml");
    const auto response = handler(request).value();
    CHECK(response.status == 303);
    CHECK(field(response, "location") == "/log-ind?next=/sager/7%3Fvis%3Dalt%26s%3D%25C3%25A6");
}

TEST_CASE_METHOD(Door, "a program that is not signed in gets an error", "[identity]") {
    auto request = with_bearer("forkert");
    CHECK(refusal(request) == ErrorCode::not_signed_in);
    request.headers.emplace_back("accept", "text/html");
    CHECK(refusal(request) == ErrorCode::not_signed_in);  // what is beneath /api/ never redirects
    const auto answer = services::problem(handler(request).error(), request);
    CHECK(answer.status == 401);
    CHECK(field(answer, "www-authenticate") == "Bearer");
}

TEST_CASE_METHOD(Door, "a part of a page asked for by htmx has the whole page go to sign in", "[identity]") {
    auto request = with_cookie("");
    request.headers.emplace_back("hx-request", "true");
    request.headers.emplace_back("hx-current-url", "https://sag.example/postbakke?side=2");
    const auto response = handler(request).value();
    CHECK(response.status == 401);
    CHECK(field(response, "hx-redirect") == "/log-ind?next=/postbakke%3Fside%3D2");
}

TEST_CASE_METHOD(Door, "a change by cookie needs the session's CSRF token", "[identity]") {
    const auto mine = token();
    const auto another = token();
    CHECK(refusal(posting(mine, "")) == ErrorCode::forbidden);
    CHECK(refusal(posting(mine, csrf(another))) == ErrorCode::forbidden);
    CHECK(refusal(posting(mine, csrf(mine).substr(1))) == ErrorCode::forbidden);
    CHECK(handler(posting(mine, csrf(mine))));

    auto by_header = posting(mine, "");
    by_header.headers.emplace_back("x-csrf-token", csrf(mine));
    CHECK(handler(by_header));
    for (const auto method : {Method::put, Method::patch, Method::delete_}) {
        auto request = posting(mine, "");
        request.method = method;
        CHECK(refusal(request) == ErrorCode::forbidden);
    }
}

TEST_CASE_METHOD(Door, "a change that another site sends is refused even with the token", "[identity]") {
    const auto mine = token();
    auto request = posting(mine, csrf(mine));
    const auto headers = request.headers;
    const auto sent_with = [&](const std::string& name, const std::string& value) {
        request.headers = headers;
        request.headers.emplace_back(name, value);
        return handler(request).has_value();
    };
    CHECK(sent_with("origin", "http://sag.example"));
    CHECK(sent_with("sec-fetch-site", "same-origin"));
    CHECK_FALSE(sent_with("origin", "https://ond.example"));
    CHECK_FALSE(sent_with("origin", "https://sag.example.ond.example"));
    CHECK_FALSE(sent_with("origin", "null"));
    CHECK_FALSE(sent_with("sec-fetch-site", "cross-site"));
    CHECK_FALSE(sent_with("sec-fetch-site", "same-site"));
}

TEST_CASE_METHOD(Door, "an API token needs no CSRF token", "[identity]") {
    auto request = with_bearer(identity.add_api_token("jekr").value());
    request.method = Method::post;
    CHECK(handler(request));
}

TEST_CASE("the session's cookie is kept from scripts, and from plain connections under TLS", "[identity]") {
    Request request;
    const services::SignedIn made{"abc", std::chrono::hours{10}};
    CHECK(
        services::session_cookie(request, made) == "saglig_session=abc; Path=/; Max-Age=36000; HttpOnly; SameSite=Lax"
    );
    request.is_tls = true;
    CHECK(
        services::session_cookie(request, made) ==
        "__Host-saglig_session=abc; Path=/; Max-Age=36000; HttpOnly; SameSite=Lax; Secure"
    );
    CHECK(
        services::ended_session_cookie(request) ==
        "__Host-saglig_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
    );
}

TEST_CASE_METHOD(
    tests::House, "under TLS a cookie that a plain connection could have planted is not read", "[identity]"
) {
    auto request = with_cookie(token());
    CHECK(identity.caller_of(request));
    request.is_tls = true;
    CHECK(identity.caller_of(request).has_error());
}

TEST_CASE("only a path of ours is gone on to", "[identity]") {
    CHECK(services::local_path("/sager?x=1") == "/sager?x=1");
    for (const auto* const path :
         {"",
          "sager",
          "//ond.example",
          "/\\ond.example",
          "\\\\ond.example",
          "https://ond.example",
          "javascript:alert(1)",
          "/\t/ond.example",
          "/\n/ond.example",
          " //ond.example",
          "/sager\r\nset-cookie: x=y"})
        CHECK(services::local_path(path).empty());
    CHECK(services::sign_in_path("//ond.example") == "/log-ind");
}
