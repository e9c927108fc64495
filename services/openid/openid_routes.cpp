#include "services/openid/openid_routes.hpp"

#include <algorithm>

#include "services/identity/origin.hpp"
#include "services/identity/token.hpp"
#include "services/openid/attempt.hpp"
#include "services/openid/claims.hpp"
#include "services/store/openid_store.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::ErrorCode;
using core::Result;

namespace {

constexpr std::string_view attempt_name = "saglig_openid";

std::string back_to(const OpenIdDesk& desk, const Request& request, const OpenIdProvider& provider) {
    return house_address(desk.public_url, request) + "/log-ind/openid/" + provider.settings().key + "/retur";
}

Response told(
    const OpenIdDesk& desk, const OpenIdProvider& provider, const OpenIdFailure& failure, const std::string& next
) {
    if (desk.on_problem) desk.on_problem(provider.settings().key, name_of(failure.problem), failure.detail);
    auto path = sign_in_path(next);
    path += (path.find('?') == std::string::npos ? "?problem=" : "&problem=") + std::string{name_of(failure.problem)};
    return redirect(path);
}

/// GET /log-ind/openid/{provider}: to the provider.
Result<Response> leave(const OpenIdDesk& desk, const Request& request) {
    auto* provider = desk.find(request.parameter("provider"));
    if (provider == nullptr) return core::Error{ErrorCode::not_found, "there is no such provider"};
    const auto attempt = new_attempt(*provider, request.query_value("next").value_or(""), desk.workplace.clock.now());
    const auto address = provider->sign_in_address(attempt.secret, back_to(desk, request, *provider));
    if (address.has_error()) return told(desk, *provider, address.error(), attempt.next);
    auto response = redirect(address.value());
    response.set("cache-control", "no-store");
    response.add("set-cookie", attempt_cookie(request, attempt_name, attempt));
    return response;
}

/// What the rules give. A unit that there is not gives nothing.
std::vector<core::RoleInUnit> roles_by(Transaction& tx, const std::vector<OpenIdRule>& rules) {
    std::vector<core::RoleInUnit> roles;
    const auto units = UnitStore{tx}.all();
    for (const auto& rule : rules) {
        const auto unit = std::ranges::find_if(units, [&](const Unit& one) {
            return rule.unit.empty() ? !one.parent.has_value() : one.name == rule.unit;
        });
        if (unit == units.end()) continue;
        const core::RoleInUnit held{rule.role, unit->id};
        if (std::ranges::find(roles, held) == roles.end()) roles.push_back(held);
    }
    return roles;
}

VouchedFor vouched_for(const OpenIdDesk& desk, const OpenIdSettings& settings, const OpenIdPerson& person) {
    const auto held = rules_that_hold(settings.rules, person.claims);
    VouchedFor made{
        .issuer = settings.issuer,
        .subject = claimed_text(person.claims, "sub"),
        .name = claimed_text(person.claims, settings.name_claim),
        .full_name = claimed_text(person.claims, "name"),
        .email = claimed_text(person.claims, "email"),
        .roles = {},
        .creates = std::ranges::any_of(held, &OpenIdRule::creates),
        .id_token = person.id_token,
    };
    if (settings.rules.empty()) return made;
    made.roles = desk.workplace.db
                     .read([&](Transaction& tx) -> Result<std::vector<core::RoleInUnit>> { return roles_by(tx, held); })
                     .value();
    return made;
}

OpenIdProblem problem_of(const core::Error& error, bool has_rules) {
    if (error.code == ErrorCode::forbidden) return OpenIdProblem::inactive;
    if (error.code == ErrorCode::conflict) return OpenIdProblem::last_one;
    return has_rules ? OpenIdProblem::no_rule : OpenIdProblem::nobody;
}

/// GET /log-ind/openid/{provider}/retur: back from the provider.
Result<Response> come_back(const OpenIdDesk& desk, const Request& request) {
    auto* provider = desk.find(request.parameter("provider"));
    if (provider == nullptr) return core::Error{ErrorCode::not_found, "there is no such provider"};
    const auto attempt = attempt_of(request, attempt_name);
    const auto next = attempt ? attempt->next : std::string{};
    const auto answer = [&]() -> Result<Response> {
        const auto person =
            returned(request, *provider, attempt, back_to(desk, request, *provider), desk.workplace.clock.now());
        if (person.has_error()) return told(desk, *provider, person.error(), next);
        const auto vouched = vouched_for(desk, provider->settings(), person.value());
        const auto made = desk.identity.sign_in_vouched_for(vouched);
        if (made.has_error()) {
            // A text that can't be kept is the provider's fault, and no reason to tell the person more.
            const auto problem = made.error().code == ErrorCode::invalid_input
                                     ? OpenIdProblem::untrusted
                                     : problem_of(made.error(), vouched.roles.has_value());
            return told(desk, *provider, {problem, made.error().detail}, next);
        }
        if (!made.value())
            return told(desk, *provider, {OpenIdProblem::no_rule, "no rule gives the person a role"}, next);
        return welcome(request, desk.identity, *made.value(), next);
    };
    TRY(auto response, answer());
    response.set("cache-control", "no-store");
    response.add("set-cookie", ended_attempt_cookie(request, attempt_name));
    return response;
}

std::string words_for(Language language, std::string_view problem) {
    const auto is = [&](OpenIdProblem one) { return problem == name_of(one); };
    if (is(OpenIdProblem::provider_down))
        return translate(language, "Login-tjenesten svarer ikke. Prøv igen om lidt, eller brug din adgangskode.");
    if (is(OpenIdProblem::clock))
        return translate(
            language, "Urene hos login-tjenesten og Saglig går ikke ens. Sig det til en administrator; prøv så igen."
        );
    if (is(OpenIdProblem::untrusted))
        return translate(
            language, "Svaret fra login-tjenesten kunne ikke godkendes. Prøv igen, og sig det til en administrator."
        );
    if (is(OpenIdProblem::started_anew))
        return translate(language, "Dit login blev begyndt et andet sted eller for længe siden. Begynd forfra her.");
    if (is(OpenIdProblem::refused)) return translate(language, "Login-tjenesten afviste dig, eller du fortrød.");
    if (is(OpenIdProblem::nobody))
        return translate(
            language, "Du er kendt hos login-tjenesten, men ikke i Saglig. Bed en administrator om adgang."
        );
    if (is(OpenIdProblem::no_rule))
        return translate(
            language,
            "Login-tjenesten siger ikke noget om dig, der giver adgang til Saglig. Bed en administrator om adgang."
        );
    if (is(OpenIdProblem::inactive))
        return translate(language, "Din bruger i Saglig er lukket. Spørg en administrator.");
    if (is(OpenIdProblem::last_one))
        return translate(
            language, "Du er den sidste administrator, og login-tjenesten giver dig ikke rollen. Brug din adgangskode."
        );
    if (is(OpenIdProblem::busy)) return translate(language, "Mange logger ind lige nu. Prøv igen om et øjeblik.");
    return {};
}

std::optional<Link> also_sign_out(OpenIdDesk& desk, const Request& request) {
    const auto token = session_token(request);
    if (token.empty() || desk.providers.empty()) return std::nullopt;
    const auto session = desk.workplace.db
                             .write([&](Transaction& tx) -> Result<std::optional<OpenIdSession>> {
                                 return OpenIdStore{tx}.end_session(token_hash(token));
                             })
                             .value();
    auto* provider = session ? desk.of_issuer(session->issuer) : nullptr;
    if (provider == nullptr) return std::nullopt;
    auto address = provider->sign_out_address(session->id_token, house_address(desk.public_url, request) + "/log-ind");
    if (!address) return std::nullopt;
    return Link{std::move(*address), provider->settings().name};
}

}  // namespace

OpenIdProvider* OpenIdDesk::find(std::string_view key) const {
    const auto found = std::ranges::find_if(providers, [&](const auto& one) { return one->settings().key == key; });
    return found == providers.end() ? nullptr : found->get();
}

OpenIdProvider* OpenIdDesk::of_issuer(std::string_view issuer) const {
    const auto found =
        std::ranges::find_if(providers, [&](const auto& one) { return one->settings().issuer == issuer; });
    return found == providers.end() ? nullptr : found->get();
}

std::unique_ptr<OpenIdDesk> make_openid_desk(
    Identity& identity,
    const Workplace& workplace,
    std::string public_url,
    const std::vector<OpenIdSettings>& settings,
    decltype(OpenIdDesk::on_problem) on_problem
) {
    // NOLINTNEXTLINE(modernize-make-unique): clang 14 makes no aggregate from parentheses
    auto desk = std::unique_ptr<OpenIdDesk>(
        new OpenIdDesk{identity, workplace, std::move(public_url), std::move(on_problem)}  // can't be moved
    );
    for (const auto& one : settings)
        desk->providers.push_back(std::make_unique<OpenIdProvider>(one, workplace.clock, desk->places));
    return desk;
}

OtherDoors openid_doors(OpenIdDesk& desk) {
    OtherDoors doors;
    for (const auto& provider : desk.providers)
        doors.links.push_back({"/log-ind/openid/" + provider->settings().key, provider->settings().name});
    doors.words_for = words_for;
    doors.also_sign_out = [&desk](const Request& request) { return also_sign_out(desk, request); };
    return doors;
}

void add_openid_routes(Router& router, OpenIdDesk& desk) {
    router.add(Method::get, "/log-ind/openid/{provider}", [&desk](const Request& request) {
        return leave(desk, request);
    });
    router.add(Method::get, "/log-ind/openid/{provider}/retur", [&desk](const Request& request) {
        return come_back(desk, request);
    });
}

}  // namespace services
