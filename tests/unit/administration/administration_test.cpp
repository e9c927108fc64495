#include <catch2/catch.hpp>

#include "services/administration/administration.hpp"
#include "services/administration/administration_routes.hpp"
#include "services/store/event_log.hpp"
#include "tests/unit/identity/identity_fixture.hpp"

using services::Method;
using services::Request;
using services::Response;

namespace {

const services::Pages& pages() {
    static const services::Pages all;
    return all;
}

struct Office : tests::House {
    services::Workplace workplace{*db, clock, "Eksempel Kommune", pages()};
    services::Router router;
    core::UserId admin = add_user("admin", {{core::Role::administrator, authority}});
    std::string admins_token = identity.sign_in("admin", "hemmeligt", "192.0.2.1").value().token;

    Office() { services::add_administration_routes(router, identity, workplace); }

    core::Result<Response> send(Method method, const std::string& path, const std::string& token) {
        auto request = tests::with_cookie(token);
        request.method = method;
        request.path = request.raw_target = path;
        request.headers.emplace_back("x-csrf-token", identity.caller_of(request).value()->csrf);
        return send(request);
    }
    core::Result<Response> send(Request request) {
        const auto match = router.find(request.method, request.path);
        REQUIRE(match.handler != nullptr);
        request.path_parameters = match.parameters;
        return (*match.handler)(request);
    }
    std::string page(const std::string& path) {
        return std::get<std::string>(send(Method::get, path, admins_token).value().body);
    }
    std::vector<services::Event> events() {
        return db
            ->read([](services::Transaction& tx) -> core::Result<std::vector<services::Event>> {
                return services::EventLog{tx}.after(core::EventId{0}, 100);
            })
            .value();
    }
    services::JobQueue::Counts jobs() {
        return db
            ->read([](services::Transaction& tx) -> core::Result<services::JobQueue::Counts> {
                return services::JobQueue{tx}.counts();
            })
            .value();
    }
};

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE_METHOD(Office, "only administrators see and do what is beneath /administration", "[administration]") {
    const auto job = kill_a_job();
    const auto caseworkers = token();
    for (const auto* const path : {"/administration/jobs", "/administration/brugere", "/administration/enheder"})
        CHECK(send(Method::get, path, caseworkers).error().code == core::ErrorCode::forbidden);
    const auto retry = "/administration/jobs/" + std::to_string(job.value) + "/igen";
    CHECK(send(Method::post, retry, caseworkers).error().code == core::ErrorCode::forbidden);
    CHECK(send(Method::post, "/administration/jobs/igen", caseworkers).error().code == core::ErrorCode::forbidden);
    CHECK(jobs().dead == 1);
}

TEST_CASE_METHOD(Office, "a dead job is shown with its error, and tried again on request", "[administration]") {
    CHECK(holds(page("/administration/jobs"), "Alt kører"));
    const auto job = kill_a_job();
    const auto shown = page("/administration/jobs");
    CHECK(holds(shown, "the worker was killed"));
    CHECK(holds(shown, "href=\"/postbakke/1\""));
    const auto retry = "/administration/jobs/" + std::to_string(job.value) + "/igen";
    REQUIRE(holds(shown, "action=\"" + retry + "\""));

    const auto response = send(Method::post, retry, admins_token);
    REQUIRE(response);
    CHECK(response.value().status == 303);
    CHECK(jobs().dead == 0);
    CHECK(jobs().waiting == 1);
    CHECK(events().back().kind == services::EventKind::job_retried);
    CHECK(events().back().subject == job.value);
    CHECK(events().back().actor == admin);
    CHECK(send(Method::post, retry, admins_token).error().code == core::ErrorCode::not_found);
}

TEST_CASE_METHOD(Office, "all dead jobs are tried again at once", "[administration]") {
    kill_a_job();
    REQUIRE(send(Method::post, "/administration/jobs/igen", admins_token));
    CHECK(jobs().dead == 0);
    CHECK(jobs().waiting == 1);
}

TEST_CASE_METHOD(Office, "users are listed with their roles and found by part of their name", "[administration]") {
    REQUIRE(identity.set_active(user, false));
    const auto all = page("/administration/brugere");
    CHECK(holds(all, "Sagsbehandler i Teknik og Miljø"));
    CHECK(holds(all, "Administrator i Eksempel Kommune"));
    CHECK(holds(all, "Lukket"));
    CHECK(holds(all, "i dag kl. 10.00"));  // the administrator's own sign-in, in Danish time

    auto request = tests::with_cookie(admins_token);
    request.path = request.raw_target = "/administration/brugere";
    request.query = {{"q", "JEK"}};
    const auto few = std::get<std::string>(send(request).value().body);
    CHECK(holds(few, "Sagsbehandler i Teknik og Miljø"));
    CHECK_FALSE(holds(few, "Administrator i Eksempel Kommune"));
}

TEST_CASE_METHOD(Office, "units are listed beneath the one they belong to", "[administration]") {
    add_unit("Byg", unit);
    const auto shown = page("/administration/enheder");
    const auto authority_at = shown.find(">Eksempel Kommune</a>", shown.find("sg-depth-0\""));
    const auto unit_at = shown.find(">Teknik og Miljø</a>", shown.find("sg-depth-1\""));
    const auto office_at = shown.find(">Byg</a>", shown.find("sg-depth-2\""));
    REQUIRE(authority_at != std::string::npos);
    REQUIRE(unit_at != std::string::npos);
    REQUIRE(office_at != std::string::npos);
    CHECK(authority_at < unit_at);
    CHECK(unit_at < office_at);
}
