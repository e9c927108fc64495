#include <catch2/catch.hpp>

#include "services/openid/openid_links.hpp"
#include "services/openid/openid_routes.hpp"
#include "services/store/event_log.hpp"
#include "tests/unit/identity/identity_fixture.hpp"
#include "tests/unit/openid/provider_fixture.hpp"

using namespace std::chrono_literals;
using services::Method;
using services::Request;
using services::Response;
using tests::issuer;

namespace {

const services::Pages& pages() {
    static const services::Pages all;
    return all;
}

services::OpenIdSettings with_rules() {
    auto settings = tests::TestProvider::settings();
    settings.rules = {
        {.claim = "groups",
         .equals = "teknik",
         .role = core::Role::caseworker,
         .unit = "Teknik og Miljø",
         .creates = true},
        {.claim = "groups", .equals = "ledere", .role = core::Role::leader, .unit = ""},
    };
    return settings;
}

/// The way there and back as a browser goes it, with a provider that does as it is told.
struct Journey : tests::House {
    services::Workplace workplace{*db, clock, "Eksempel Kommune", pages()};
    tests::TestProvider there{clock};
    std::vector<std::string> problems;
    services::OpenIdDesk desk{
        identity, workplace, "", [this](auto, std::string_view problem, auto) { problems.emplace_back(problem); }};
    services::Router router;

    Journey() {
        services::add_openid_routes(router, desk);
        provided(tests::TestProvider::settings());
    }
    void provided(services::OpenIdSettings settings) {
        desk.providers.clear();
        desk.providers.push_back(
            std::make_unique<services::OpenIdProvider>(std::move(settings), clock, desk.places, there.caller())
        );
    }
    Response send(const std::string& path, Request request = {}) {
        request.path = request.raw_target = path;
        request.headers.emplace_back("host", "sag.example.dk");
        const auto match = router.find(Method::get, path);
        REQUIRE(match.handler != nullptr);
        request.path_parameters = match.parameters;
        return (*match.handler)(request).value();
    }

    static std::string field(const Response& response, std::string_view name, std::string_view starts = "") {
        for (const auto& [key, value] : response.headers)
            if (key == name && value.starts_with(starts)) return value;
        return {};
    }

    /// The cookie and the state of a sign-in that has begun.
    struct Begun {
        std::string cookie, state;
    };
    Begun begin(const std::string& next = "") {
        Request request;
        if (!next.empty()) request.query.emplace_back("next", next);
        const auto response = send("/log-ind/openid/kommune", request);
        const auto url = field(response, "location");
        const auto value = [&](const std::string& name) {
            const auto from = url.find(name + '=') + name.size() + 1;
            return url.substr(from, url.find('&', from) - from);
        };
        there.nonce = value("nonce");
        auto cookie = field(response, "set-cookie", "saglig_openid=");
        return {cookie.substr(0, cookie.find(';')), value("state")};
    }
    Response come_back(const Begun& begun, std::vector<std::pair<std::string, std::string>> more = {}) {
        Request request;
        request.headers.emplace_back("cookie", begun.cookie);
        request.query = {{"state", begun.state}, {"code", "en-kode"}};
        for (auto& one : more) request.query.push_back(std::move(one));
        return send("/log-ind/openid/kommune/retur", request);
    }
    Response whole_way() { return come_back(begin()); }

    std::shared_ptr<const services::Caller> signed_in(const Response& response) {
        auto cookie = field(response, "set-cookie", "saglig_session=");
        Request next;
        next.headers = {{"cookie", cookie.substr(0, cookie.find(';'))}};
        const auto caller = identity.caller_of(next);
        return caller ? caller.value() : nullptr;
    }
    /// What the sign-in page is told.
    std::string problem_of(const Response& response) {
        CHECK(field(response, "set-cookie", "saglig_session=").empty());
        const auto location = field(response, "location");
        const auto at = location.find("problem=");
        return at == std::string::npos ? "" : location.substr(at + 8);
    }
    void link(core::UserId to, const std::string& name) {
        const services::Caller by{};
        REQUIRE(db->write([&](services::Transaction& tx) {
            auto admin = by;
            admin.principal.user = user;
            return services::add_link(tx, admin, clock.now(), {to, issuer, name});
        }));
    }
    std::string last_payload() {
        return db
            ->read([](services::Transaction& tx) -> core::Result<std::string> {
                const auto found = services::EventLog{tx}.matching({.kind = services::EventKind::user_changed});
                return found.empty() ? std::string{} : found.front().payload;
            })
            .value();
    }
};

}  // namespace

TEST_CASE_METHOD(
    Journey, "someone whom an administrator has linked by name comes in, and then by subject", "[openid]"
) {
    link(user, "JEKR@eksempel.dk");
    there.claims = {{"preferred_username", "jekr@Eksempel.dk"}, {"sub", "7f3a"}};
    const auto first = signed_in(come_back(begin("/sager/7?fane=noter")));
    REQUIRE(first);
    CHECK(first->id() == user);
    CHECK(first->principal.roles == std::vector<core::RoleInUnit>{{core::Role::caseworker, unit}});

    there.claims["preferred_username"] = "nyt.navn@eksempel.dk";
    REQUIRE(signed_in(whole_way()));

    // Another subject that has taken the name over is somebody else.
    there.claims = {{"preferred_username", "jekr@eksempel.dk"}, {"sub", "en-anden"}};
    CHECK(problem_of(whole_way()) == "nobody");
}

TEST_CASE_METHOD(Journey, "one comes to where one was going, and the attempt is over", "[openid]") {
    link(user, "jekr");
    there.claims = {{"preferred_username", "jekr"}};
    const auto response = come_back(begin("/sager/7?fane=noter"));
    CHECK(response.status == 303);
    CHECK(field(response, "location") == "/sager/7?fane=noter");
    CHECK(field(response, "set-cookie", "saglig_openid=").starts_with("saglig_openid=; Path=/; Max-Age=0"));
    CHECK(field(come_back(begin("//ond.example")), "location") == "/overblik");
}

TEST_CASE_METHOD(Journey, "an e-mail address alone makes nobody anyone", "[openid]") {
    there.claims = {{"email", "jekr@eksempel.dk"}, {"name", "Jens Kristian Krogh"}};
    CHECK(problem_of(whole_way()) == "nobody");
}

TEST_CASE_METHOD(Journey, "a rule that makes users makes one, with the roles that rules give", "[openid]") {
    provided(with_rules());
    there.claims = {
        {"groups", {"teknik", "ledere"}},
        {"preferred_username", "Søren.Ål@eksempel.dk"},
        {"name", "Søren Ål"},
        {"email", "saal@eksempel.dk"}};
    const auto made = signed_in(whole_way());
    REQUIRE(made);
    CHECK(made->user.name == "søren.ål");
    CHECK(made->user.full_name == "Søren Ål");
    CHECK(made->user.email == "saal@eksempel.dk");
    CHECK(made->principal.roles.size() == 2);
    CHECK(signed_in(whole_way())->id() == made->id());
    // Nobody signs in as them by a password.
    CHECK_FALSE(identity.sign_in("søren.ål", "", "192.0.2.1"));
}

TEST_CASE_METHOD(Journey, "a name that is taken gets a number, and one that can't be is another", "[openid]") {
    provided(with_rules());
    there.claims = {{"groups", "teknik"}, {"preferred_username", "jekr"}, {"sub", "a"}};
    CHECK(signed_in(whole_way())->user.name == "jekr2");
    there.claims = {{"groups", "teknik"}, {"preferred_username", "навн"}, {"sub", "b"}, {"name", "To\nlinjer"}};
    const auto odd = signed_in(whole_way());
    CHECK(odd->user.name == "bruger");
    CHECK(odd->user.full_name == "bruger");
}

TEST_CASE_METHOD(Journey, "rights are worked out anew at each sign-in", "[openid]") {
    provided(with_rules());
    there.claims = {{"groups", {"teknik", "ledere"}}};
    const auto before = signed_in(whole_way());
    there.claims = {{"groups", {"teknik"}}};
    const auto after = signed_in(whole_way());
    CHECK(after->principal.roles == std::vector<core::RoleInUnit>{{core::Role::caseworker, unit}});
    CHECK(last_payload().find("\"by\":\"openid\"") != std::string::npos);

    const auto payload = last_payload();
    signed_in(whole_way());
    CHECK(last_payload() == payload);
}

TEST_CASE_METHOD(Journey, "someone for whom no rule holds any more loses what they had", "[openid]") {
    provided(with_rules());
    there.claims = {{"groups", {"teknik"}}};
    const auto first = whole_way();
    REQUIRE(signed_in(first));
    there.claims = {{"groups", {"andre"}}};
    CHECK(problem_of(whole_way()) == "no_rule");
    const auto still = signed_in(first);
    REQUIRE(still);  // the session lasts, with nothing to see
    CHECK(still->principal.roles.empty());
}

TEST_CASE_METHOD(Journey, "someone unknown for whom no rule makes a user stays outside", "[openid]") {
    provided(with_rules());
    there.claims = {{"groups", {"ledere"}}};
    CHECK(problem_of(whole_way()) == "no_rule");
}

TEST_CASE_METHOD(Journey, "a rule for a unit that there is not gives nothing", "[openid]") {
    auto settings = with_rules();
    settings.rules[0].unit = "Findes Ikke";
    provided(settings);
    there.claims = {{"groups", {"teknik"}}};
    CHECK(problem_of(whole_way()) == "no_rule");
}

TEST_CASE_METHOD(Journey, "rules never leave the house without an administrator", "[openid]") {
    provided(with_rules());
    const auto administrator = add_user("chef", {{core::Role::administrator, authority}});
    link(administrator, "chef");
    there.claims = {{"groups", {"teknik"}}, {"preferred_username", "chef"}};
    CHECK(problem_of(whole_way()) == "last_one");
    add_user("vice", {{core::Role::administrator, authority}});
    CHECK(signed_in(whole_way())->id() == administrator);
}

TEST_CASE_METHOD(Journey, "someone who is not active stays outside", "[openid]") {
    link(user, "jekr");
    there.claims = {{"preferred_username", "jekr"}};
    REQUIRE(identity.set_active(user, false));
    CHECK(problem_of(whole_way()) == "inactive");
}

TEST_CASE_METHOD(Journey, "only the browser that began a sign-in can end it", "[openid]") {
    link(user, "jekr");
    there.claims = {{"preferred_username", "jekr"}};
    const auto mine = begin(), theirs = begin();
    CHECK(problem_of(come_back({mine.cookie, theirs.state})) == "started_anew");
    CHECK(problem_of(come_back({"", mine.state})) == "started_anew");
    CHECK(problem_of(come_back({"saglig_openid=x.y.z", mine.state})) == "started_anew");
    CHECK(there.asked("/token") == 0);
    // The nonce is that of `theirs`, which began last.
    CHECK(problem_of(come_back(mine)) == "untrusted");
    CHECK(signed_in(come_back(theirs)));
}

TEST_CASE_METHOD(Journey, "a sign-in has ten minutes", "[openid]") {
    link(user, "jekr");
    there.claims = {{"preferred_username", "jekr"}};
    const auto begun = begin();
    clock.advance(10min);
    CHECK(signed_in(come_back(begun)));
    const auto slow = begin();
    clock.advance(10min + 1s);
    CHECK(problem_of(come_back(slow)) == "started_anew");
}

TEST_CASE_METHOD(Journey, "what the provider says is told in a few words, and to the log", "[openid]") {
    CHECK(problem_of(come_back(begin(), {{"error", "access_denied"}})) == "refused");
    CHECK(problem_of(come_back(begin(), {{"error", "temporarily_unavailable"}})) == "provider_down");
    CHECK(problem_of(come_back(begin(), {{"iss", "https://ond.example"}})) == "untrusted");
    there.is_down = true;
    CHECK(problem_of(come_back(begin())) == "provider_down");
    CHECK(problems == std::vector<std::string>{"refused", "provider_down", "untrusted", "provider_down"});
}

TEST_CASE_METHOD(Journey, "a link that is removed opens nothing, and ends what it had opened", "[openid]") {
    link(user, "jekr");
    there.claims = {{"preferred_username", "jekr"}};
    const auto response = whole_way();
    const auto caller = signed_in(response);
    REQUIRE(caller);
    REQUIRE(db->write([&](services::Transaction& tx) -> core::Result<void> {
        const auto links = services::read_links(tx, user);
        return services::remove_link(tx, *caller, clock.now(), user, links.value().at(0).id);
    }));
    CHECK_FALSE(signed_in(response));
    CHECK(problem_of(whole_way()) == "nobody");
}

TEST_CASE_METHOD(Journey, "a name at the provider is one user's, and a user has one there", "[openid]") {
    link(user, "jekr");
    const auto other = add_user("anden", {});
    const auto linked = [&](core::UserId to, const std::string& name) {
        return db->write([&](services::Transaction& tx) {
            services::Caller admin;
            admin.principal.user = user;
            return services::add_link(tx, admin, clock.now(), {to, issuer, name});
        });
    };
    CHECK(linked(other, "JEKR").error().field == "name");
    CHECK(linked(user, "et andet").error().code == core::ErrorCode::conflict);
    CHECK(linked(other, "").error().code == core::ErrorCode::invalid_input);
    CHECK(linked(core::UserId{999}, "x").error().code == core::ErrorCode::not_found);
}

TEST_CASE_METHOD(Journey, "signing out leads past the provider, once, where the session began there", "[openid]") {
    link(user, "jekr");
    there.claims = {{"preferred_username", "jekr"}};
    const auto doors = services::openid_doors(desk);
    REQUIRE(doors.links.size() == 1);
    auto cookie = field(whole_way(), "set-cookie", "saglig_session=");
    Request request;
    request.headers = {{"cookie", cookie.substr(0, cookie.find(';'))}, {"host", "sag.example.dk"}};
    const auto link = doors.also_sign_out(request);
    REQUIRE(link);
    CHECK(link->path.starts_with(issuer + "/logout?id_token_hint="));
    CHECK_FALSE(doors.also_sign_out(request));

    Request by_password;
    by_password.headers = {{"cookie", "saglig_session=" + token()}};
    CHECK_FALSE(doors.also_sign_out(by_password));
}
