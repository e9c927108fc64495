#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "services/identity/identity_routes.hpp"
#include "tests/unit/identity/identity_fixture.hpp"

using services::Method;
using services::Request;
using services::Response;
using tests::with_bearer;
using tests::with_cookie;

namespace {

const services::Pages& pages() {
    static const services::Pages all;
    return all;
}

/// The routes as a browser meets them, without a socket.
struct Site : tests::House {
    services::Workplace workplace{*db, clock, "Eksempel Kommune", pages()};
    services::Router router;

    Site() { services::add_identity_routes(router, identity, workplace); }

    core::Result<Response> send(Request request) {
        const auto match = router.find(request.method, request.path);
        REQUIRE(match.handler != nullptr);
        return (*match.handler)(request);
    }
    static Request form(std::initializer_list<std::pair<std::string, std::string>> fields) {
        Request request;
        request.method = Method::post;
        request.path = request.raw_target = "/log-ind";
        request.client = "192.0.2.1";
        for (const auto& [name, value] : fields) {
            services::FormPart part;
            part.name = name;
            part.value = value;
            request.parts.push_back(part);
        }
        return request;
    }
    static Request asking(std::string path) {
        Request request;
        request.method = Method::get;
        request.path = request.raw_target = std::move(path);
        request.headers.emplace_back("accept", "text/html");
        return request;
    }
};

std::string field(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

std::string body(const Response& response) {
    return std::get<std::string>(response.body);
}

bool holds(const Response& response, std::string_view text) {
    return body(response).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE_METHOD(Site, "signing in leads to where one was going, with a session", "[identity]") {
    const auto response = send(form({{"name", "jekr"}, {"password", "hemmeligt"}, {"next", "/sager/7"}})).value();
    CHECK(response.status == 303);
    CHECK(field(response, "location") == "/sager/7");
    const auto cookie = field(response, "set-cookie");
    REQUIRE(cookie.starts_with("saglig_session="));
    Request next;
    next.headers = {{"cookie", cookie.substr(0, cookie.find(';'))}};
    CHECK(identity.caller_of(next).value()->id() == user);
}

TEST_CASE_METHOD(Site, "signing in leads to one's own start where nowhere of ours is asked for", "[identity]") {
    for (const auto* const next : {"", "//ond.example", "/\\ond.example", "https://ond.example"})
        CHECK(
            field(send(form({{"name", "jekr"}, {"password", "hemmeligt"}, {"next", next}})).value(), "location") ==
            "/overblik"
        );
}

TEST_CASE_METHOD(Site, "a wrong password shows the form again, without the password", "[identity]") {
    const auto response = send(form({{"name", "jekr"}, {"password", "gal kode"}, {"next", "/sager"}})).value();
    CHECK(response.status == 401);
    CHECK(holds(response, "passer ikke sammen"));
    CHECK(holds(response, "value=\"jekr\""));
    CHECK(holds(response, "value=\"/sager\""));
    CHECK_FALSE(holds(response, "gal kode"));
    CHECK(field(response, "set-cookie").empty());
}

TEST_CASE_METHOD(Site, "who fails too often is told how long to wait", "[identity]") {
    for (int failures = 0; failures < 6; ++failures) {
        clock.advance(identity.wait_for("jekr", "192.0.2.1"));
        CHECK(send(form({{"name", "jekr"}, {"password", "gal kode"}})).value().status == 401);
    }
    const auto response = send(form({{"name", "jekr"}, {"password", "hemmeligt"}})).value();
    CHECK(response.status == 429);
    CHECK(field(response, "retry-after") == "2");
    CHECK(holds(response, "Vent 2 sekunder"));
}

TEST_CASE_METHOD(Site, "another site can't sign anyone in or out", "[identity]") {
    auto request = form({{"name", "jekr"}, {"password", "hemmeligt"}});
    request.headers = {{"host", "sag.example"}, {"origin", "https://ond.example"}};
    CHECK(send(request).error().code == core::ErrorCode::forbidden);
    request.path = "/log-ud";
    CHECK(send(request).error().code == core::ErrorCode::forbidden);
}

TEST_CASE_METHOD(Site, "signing out ends the session and its cookie", "[identity]") {
    auto request = with_cookie(token());
    REQUIRE(identity.caller_of(request));
    request.method = Method::post;
    request.path = "/log-ud";
    const auto response = send(request).value();
    CHECK(field(response, "location") == "/log-ind");
    CHECK(field(response, "set-cookie").find("Max-Age=0") != std::string::npos);
    CHECK(identity.caller_of(request).has_error());
}

TEST_CASE_METHOD(Site, "the form says that a session has ended, and only then", "[identity]") {
    auto request = asking("/log-ind");
    CHECK_FALSE(holds(send(request).value(), "udløbet"));
    request.headers.emplace_back("cookie", "saglig_session=udtjent");
    CHECK(holds(send(request).value(), "udløbet"));
}

TEST_CASE_METHOD(Site, "those who are signed in need not do it again", "[identity]") {
    auto request = asking("/log-ind");
    request.headers.emplace_back("cookie", "saglig_session=" + token());
    CHECK(field(send(request).value(), "location") == "/overblik");
}

TEST_CASE_METHOD(Site, "the API tells a token's owner who they are", "[identity]") {
    const auto response = send(with_bearer(identity.add_api_token("jekr").value())).value();
    const auto told = nlohmann::json::parse(body(response));
    CHECK(told["name"] == "jekr");
    CHECK(told["initials"] == "JK");
    CHECK(told["roles"][0]["role"] == "caseworker");
    CHECK(told["roles"][0]["unit"]["name"] == "Teknik og Miljø");
}

TEST_CASE_METHOD(Site, "a toast is shown once, and undoes only here", "[identity]") {
    const auto shown = [&](std::string_view undo) {
        const auto cookie =
            field(services::with_toast(services::redirect("/sager"), "Brevet er \"lagt\"", undo), "set-cookie");
        auto request = with_cookie(token());
        request.headers.emplace_back("cookie", cookie.substr(0, cookie.find(';')));
        return services::staff_frame(request, *identity.caller_of(request).value(), "Sager", workplace);
    };
    const auto frame = shown("/sager/7/fortryd");
    REQUIRE(frame.toast);
    CHECK(frame.toast->text == "Brevet er \"lagt\"");
    CHECK(frame.toast->undo_path == "/sager/7/fortryd");
    CHECK(shown("//ond.example").toast->undo_path.empty());
    const auto response = services::page(workplace, "web/error", nlohmann::json::object(), frame);
    CHECK(field(response, "set-cookie").find("Max-Age=0") != std::string::npos);

    auto garbled = with_cookie(token());
    for (const auto* const value : {"%%%", "bm90IGpzb24", "e30", "WzFd", "eyJ0ZXh0IjoxfQ"}) {
        garbled.headers.back() = {"cookie", "saglig_toast=" + std::string{value}};
        CHECK_FALSE(services::staff_frame(garbled, services::Caller{}, "Sager", workplace).toast);
    }
}

TEST_CASE_METHOD(Site, "errors are pages for people and problem details for programs", "[identity]") {
    const core::Error error{core::ErrorCode::not_found, "there is no such case"};
    auto request = asking("/sager/7");
    const auto for_all = services::error_page(error, request, identity, workplace);
    CHECK(for_all.status == 404);
    CHECK(holds(for_all, "sg-open"));
    request.headers.emplace_back("cookie", "saglig_session=" + token());
    const auto for_staff = services::error_page(error, request, identity, workplace);
    CHECK(holds(for_staff, "sg-staff"));
    CHECK(holds(for_staff, "Jens Kristian Krogh"));
    request.path = "/api/v1/cases/7";
    CHECK(
        field(services::error_page(error, request, identity, workplace), "content-type") == "application/problem+json"
    );
}

TEST_CASE_METHOD(Site, "the menu's counts are at most two seconds old", "[identity]") {
    add_user("admin", {{core::Role::administrator, authority}});
    const auto made = identity.sign_in("admin", "hemmeligt", "192.0.2.1").value();
    const auto request = with_cookie(made.token);
    const auto dead_jobs = [&] {
        const auto caller = identity.caller_of(request).value();
        return workplace.counter->of(*caller, *db, clock.now()).failed_jobs;
    };
    CHECK(dead_jobs() == 0);
    kill_a_job();
    CHECK(dead_jobs() == 0);
    clock.advance(std::chrono::seconds{2});
    CHECK(dead_jobs() == 1);
}
