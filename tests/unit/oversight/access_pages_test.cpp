#include "tests/unit/oversight/oversight_fixture.hpp"

using services::Method;
using tests::holds;
using tests::OversightHall;

namespace {

std::string access_path(const core::Case& one) {
    return "/sager/" + std::to_string(one.id.value) + "/adgang";
}
std::string user_path(core::UserId id) {
    return "/administration/brugere/" + std::to_string(id.value);
}

}  // namespace

SCENARIO("the page says why one may read the case, and lets its caseworker grant and block", "[oversight]") {
    OversightHall hall;
    const auto one = hall.a_restricted_case();
    const auto path = access_path(one);
    CHECK(holds(hall.page("jekr", path), "Sagens sagsbehandler"));
    CHECK(holds(hall.page("lene", path), "Leder i Teknik og Miljø, som sagen hører til"));
    CHECK(hall.send("tove", Method::get, path).error().code == core::ErrorCode::not_found);

    const auto teacher = "p" + std::to_string(hall.teacher.value);
    hall.post("jekr", path, {{"kind", "grant"}, {"who", teacher}, {"reason", "Kender barnet"}});
    const auto hers = hall.page("tove", path);
    CHECK(holds(hers, "Personlig adgang, givet af Jens Kristian Krogh"));
    CHECK_FALSE(holds(hers, "Kender barnet"));
    CHECK(holds(hall.page("jekr", path), "Kender barnet"));
    CHECK(
        hall.send("tove", Method::post, path, {{"who", teacher}, {"reason", "x"}}).error().code ==
        core::ErrorCode::forbidden
    );

    THEN("what can't be meant comes back with its reason") {
        const auto refused = hall.post("jekr", path, {{"kind", "grant"}, {"who", ""}, {"reason", "Hjælp"}});
        CHECK(refused.status == 422);
        CHECK(holds(std::get<std::string>(refused.body), "Vælg en person eller en enhed."));
        const auto late = hall.post("jekr", path, {{"who", teacher}, {"reason", "Hjælp"}, {"until", "i går"}});
        CHECK(holds(std::get<std::string>(late.body), "Vælg en dag, der ikke er gået."));
    }
    THEN("whoever blocks themselves is led away from the case") {
        const auto me = "p" + std::to_string(hall.user.value);
        const auto gone = hall.post("jekr", path, {{"kind", "block"}, {"who", me}, {"reason", "Min fætter"}});
        CHECK(tests::header(gone, "location") == "/sager");
        CHECK(hall.send("jekr", Method::get, path).has_error());
    }
}

SCENARIO("a substitute is told so on every page", "[oversight]") {
    OversightHall hall;
    const auto today = core::iso_date(hall.today());
    const auto teacher = std::to_string(hall.teacher.value);
    hall.post(
        "jekr",
        "/stedfortraedere",
        {{"absent", std::to_string(hall.user.value)}, {"substitute", teacher}, {"first", today}, {"last", today}}
    );
    CHECK(holds(hall.page("tove", "/stedfortraedere"), "Du er stedfortræder for Jens Kristian Krogh"));
    CHECK_FALSE(holds(hall.page("kirsten", "/stedfortraedere"), "Du er stedfortræder"));
}

SCENARIO("a change of rights is shown before it is saved", "[oversight]") {
    OversightHall hall;
    hall.add_user("admin", {{core::Role::administrator, hall.authority}});
    const auto one = hall.open(hall.user, hall.a_case()).value();
    const auto path = user_path(hall.teacher);
    const OversightHall::Pairs fields{
        {"version", "1"},
        {"full_name", "Tove Dam"},
        {"active", "ja"},
        {"role", "caseworker"},
        {"unit", std::to_string(hall.unit.value)}};
    const auto version = hall.db
                             ->read([&](services::Transaction& tx) -> core::Result<std::int64_t> {
                                 return services::UserStore{tx}.find(hall.teacher)->version;
                             })
                             .value();
    auto sent = fields;
    sent[0].second = std::to_string(version);
    const auto shown = std::get<std::string>(hall.post("admin", path, sent).body);
    CHECK(holds(shown, "Se ændringen, før den gemmes"));
    CHECK(holds(shown, one.number));
    CHECK_FALSE(holds(shown, "plejebolig"));
    CHECK_FALSE(hall.reads(hall.teacher, one.id));

    sent.emplace_back("trin", "gem");
    CHECK(hall.post("admin", path, sent).status == 303);
    CHECK(hall.reads(hall.teacher, one.id));
    CHECK(hall.post("admin", path, sent).status == 422);  // somebody else's version by now
    CHECK(hall.send("jekr", Method::get, path).error().code == core::ErrorCode::forbidden);
}

SCENARIO("an API token opens what its scopes say, until it is revoked", "[oversight]") {
    OversightHall hall;
    const auto token =
        hall.identity.add_api_token({.user = hall.user, .name = "Læser", .scopes = {true, false, false}}, {}).value();
    const auto ask = [&](Method method) {
        auto request = tests::with_bearer(token);
        request.method = method;
        request.path = request.raw_target = "/sager/ny";
        const auto match = hall.router.find(method, request.path);
        request.path_parameters = match.parameters;
        return (*match.handler)(request);
    };
    CHECK(ask(Method::get).has_value());
    CHECK(ask(Method::post).error().code == core::ErrorCode::forbidden);
    hall.identity.revoke_api_token(hall.user, core::ApiTokenId{1}, std::nullopt).value();
    CHECK(ask(Method::get).error().code == core::ErrorCode::not_signed_in);

    const auto brief =
        hall.identity.add_api_token({.user = hall.user, .name = "I dag", .last_day = hall.today()}, {}).value();
    CHECK(hall.identity.caller_of(tests::with_bearer(brief)).has_value());
    hall.clock.set(core::danish_midnight(hall.today() + std::chrono::days{1}));
    CHECK(hall.identity.caller_of(tests::with_bearer(brief)).has_error());
}
