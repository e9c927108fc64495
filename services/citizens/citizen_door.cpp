#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "services/citizens/citizen_desk.hpp"
#include "services/identity/origin.hpp"
#include "services/identity/token.hpp"
#include "services/openid/attempt.hpp"
#include "services/openid/claims.hpp"

/// Signing in to see one's own cases. It gives no rights that a user has, and being signed in as a user gives none
/// here: another cookie, another table, another door.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace {

constexpr auto session_length = 4h;
constexpr auto idle_limit = 30min;
constexpr auto seen_precision = 60s;
constexpr std::string_view attempt_name = "saglig_citizen_openid";
constexpr std::string_view front = "/mine-sager";

std::string_view cookie_name(const Request& request) {
    return request.is_tls ? "__Host-saglig_citizen" : "saglig_citizen";
}

std::string cookie(const Request& request, std::string_view token, std::chrono::seconds length) {
    auto text = std::string{cookie_name(request)} + '=' + std::string{token} +
                "; Path=/; Max-Age=" + std::to_string(length.count()) + "; HttpOnly; SameSite=Lax";
    return request.is_tls ? text + "; Secure" : text;
}

std::string back_to(const CitizenDesk& desk, const Request& request) {
    return house_address(desk.public_url, request) + "/mine-sager/log-ind/retur";
}

/// A path beneath /mine-sager, or empty.
std::string own_path(std::string_view typed) {
    auto path = local_path(typed);
    const bool is_own = path.starts_with(front) && (path.size() == front.size() || path[front.size()] == '/');
    return is_own ? path : std::string{};
}

/// Who is signed in, as long as the session lasts.
std::optional<Citizen> citizen_of(const CitizenDesk& desk, const Request& request) {
    const auto token = request.cookie(cookie_name(request));
    if (token.empty() || desk.provider == nullptr) return std::nullopt;
    const auto hash = token_hash(token);
    const auto now = desk.workplace.clock.now();
    auto& db = desk.workplace.db;
    const auto session = db.read([&](Transaction& tx) -> Result<std::optional<CitizenSession>> {
                               return CitizenSessionStore{tx}.find(hash);
                           }).value();
    if (!session || now >= session->ends_at || now - session->seen_at >= idle_limit) return std::nullopt;
    if (now - session->seen_at >= seen_precision) {
        const auto touched = db.write([&](Transaction& tx) -> Result<void> {
            CitizenSessionStore{tx}.touch(hash, now);
            return core::done();
        });
        static_cast<void>(touched);
    }
    return Citizen{session->number, session->name, session->csrf, hash};
}

/// What keeps somebody from signing in, beside the problems that a provider has.
constexpr std::string_view no_number = "no_number", too_low = "too_low";

std::string words_for(Language language, std::string_view problem) {
    const auto is = [&](OpenIdProblem one) { return problem == name_of(one); };
    if (problem.empty()) return {};
    if (problem == no_number)
        return translate(
            language,
            "Dit login fortæller os ikke, hvem du er i CPR eller CVR, og så kan vi ikke finde dine sager. Prøv et "
            "andet "
            "login, eller kontakt kommunen."
        );
    if (problem == too_low)
        return translate(
            language, "Dit login er ikke sikkert nok til at vise sager. Log ind på en måde, der kræver mere af dig."
        );
    if (is(OpenIdProblem::provider_down) || is(OpenIdProblem::busy))
        return translate(language, "Login virker ikke lige nu. Prøv igen om lidt.");
    if (is(OpenIdProblem::started_anew))
        return translate(language, "Dit login blev begyndt et andet sted eller for længe siden. Begynd forfra her.");
    if (is(OpenIdProblem::refused))
        return translate(language, "Du blev ikke logget ind. Fortrød du, så kan du begynde igen her.");
    return translate(language, "Svaret på dit login kunne ikke godkendes. Prøv igen, eller kontakt kommunen.");
}

struct Door {
    std::string next{}, problem{};
    bool is_out{};
    std::string elsewhere{};  ///< where one signs out at the provider, too
};

Result<Response> door_page(const CitizenDesk& desk, const Request& request, const Door& door) {
    const auto language = page_language(request);
    const bool is_offered = desk.provider != nullptr;
    auto sign_in = std::string{is_offered ? "/mine-sager/log-ind" : ""};
    if (is_offered && !door.next.empty()) sign_in += "?next=" + percent_encoded(door.next);
    const Json data{
        {"is_offered", is_offered},
        {"sign_in_path", std::move(sign_in)},
        {"provider", is_offered ? desk.provider->settings().name : std::string{}},
        {"problem", words_for(language, door.problem)},
        {"is_out", door.is_out},
        {"elsewhere_path", door.elsewhere},
        {"contact", desk.settings.contact},
    };
    auto frame = public_frame(
        request, translate(language, "Mine sager"), {{"/", translate(language, "Forside")}}, desk.workplace
    );
    frame.path = front;
    auto response = page(desk.workplace, "citizens/door", data, frame);
    response.set("cache-control", "no-store");
    return response;
}

Response told(const CitizenDesk& desk, std::string_view problem, std::string_view detail, const std::string& next) {
    if (desk.on_problem) desk.on_problem(problem, detail);
    auto path = std::string{front} + "?problem=" + std::string{problem};
    if (!next.empty()) path += "&next=" + percent_encoded(next);
    return redirect(path);
}

Result<Response> get_front(const CitizenDesk& desk, const Request& request) {
    if (const auto who = citizen_of(desk, request)) {
        TRY(auto response, show_own_cases(desk, request, *who));
        response.set("cache-control", "no-store");
        return response;
    }
    Door door;
    door.next = own_path(request.query_value("next").value_or(""));
    door.problem = request.query_value("problem").value_or("");
    door.is_out = request.query_value("ud").has_value();
    return door_page(desk, request, door);
}

Result<Response> leave(const CitizenDesk& desk, const Request& request) {
    if (desk.provider == nullptr) return redirect(std::string{front});
    const auto next = own_path(request.query_value("next").value_or(""));
    const auto attempt = new_attempt(*desk.provider, next, desk.workplace.clock.now());
    const auto address = desk.provider->sign_in_address(attempt.secret, back_to(desk, request));
    if (address.has_error()) return told(desk, name_of(address.error().problem), address.error().detail, next);
    auto response = redirect(address.value());
    response.set("cache-control", "no-store");
    response.add("set-cookie", attempt_cookie(request, attempt_name, attempt));
    return response;
}

bool are_digits(const std::string& text, std::size_t count) {
    return text.size() == count && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Who the claims say that it is. Somebody who signs in for an organisation sees its cases, not their own.
std::optional<core::CitizenNumber> number_of(const CitizenSettings& settings, const Json& claims) {
    const auto company = core::bare_identifier(claimed_text(claims, settings.cvr_claim));
    if (are_digits(company, 8)) return core::CitizenNumber{core::IdentifierKind::cvr, company};
    const auto person = core::bare_identifier(claimed_text(claims, settings.cpr_claim));
    if (are_digits(person, 10)) return core::CitizenNumber{core::IdentifierKind::cpr, person};
    return std::nullopt;
}

bool is_sure_enough(const CitizenSettings& settings, const Json& claims) {
    const auto level = claimed_text(claims, settings.level_claim);
    return settings.levels.empty() || std::ranges::find(settings.levels, level) != settings.levels.end();
}

Result<Response> let_in(
    const CitizenDesk& desk,
    const Request& request,
    const OpenIdPerson& person,
    const core::CitizenNumber& number,
    const std::string& next
) {
    const auto now = desk.workplace.clock.now();
    const auto token = random_token();
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        CitizenSessionStore sessions{tx};
        sessions.remove_ended(now, now - idle_limit);
        sessions.add(
            token_hash(token),
            {
                .number = number,
                .name = claimed_text(person.claims, "name"),
                .csrf = random_token(),
                .id_token = person.id_token,
                .created_at = now,
                .seen_at = now,
                .ends_at = now + session_length,
            }
        );
        return core::done();
    }));
    auto response = redirect(next.empty() ? std::string{front} : next);
    response.add("set-cookie", cookie(request, token, session_length));
    return response;
}

Result<Response> come_back(const CitizenDesk& desk, const Request& request) {
    if (desk.provider == nullptr) return redirect(std::string{front});
    const auto attempt = attempt_of(request, attempt_name);
    const auto next = own_path(attempt ? attempt->next : std::string{});
    const auto answer = [&]() -> Result<Response> {
        const auto person =
            returned(request, *desk.provider, attempt, back_to(desk, request), desk.workplace.clock.now());
        if (person.has_error()) return told(desk, name_of(person.error().problem), person.error().detail, next);
        const auto& claims = person.value().claims;
        if (!is_sure_enough(desk.settings, claims))
            return told(desk, too_low, "the level of assurance is not one that is enough", next);
        const auto number = number_of(desk.settings, claims);
        if (!number) return told(desk, no_number, "neither claim holds a number", next);
        return let_in(desk, request, person.value(), *number, next);
    };
    TRY(auto response, answer());
    response.set("cache-control", "no-store");
    response.add("set-cookie", ended_attempt_cookie(request, attempt_name));
    return response;
}

Result<Response> sign_out(const CitizenDesk& desk, const Request& request) {
    if (is_cross_site(request)) return Error{ErrorCode::forbidden, "the request comes from another site"};
    Door door;
    door.is_out = true;
    const auto token = request.cookie(cookie_name(request));
    if (!token.empty()) {
        const auto hash = token_hash(token);
        TRY(const auto ended, desk.workplace.db.write([&](Transaction& tx) -> Result<std::optional<CitizenSession>> {
            CitizenSessionStore sessions{tx};
            auto session = sessions.find(hash);
            sessions.end(hash);
            return session;
        }));
        if (ended && desk.provider != nullptr) {
            const auto back = house_address(desk.public_url, request) + std::string{front};
            door.elsewhere = desk.provider->sign_out_address(ended->id_token, back).value_or("");
        }
    }
    TRY(auto response, door_page(desk, request, door));
    response.add("set-cookie", cookie(request, "", 0s));
    return response;
}

Result<void> check_citizen_intent(const Request& request, const Citizen& who) {
    if (!changes_something(request)) return core::done();
    if (is_cross_site(request)) return Error{ErrorCode::forbidden, "the request comes from another site"};
    if (!is_same_secret(request.form_value("csrf"), who.csrf))
        return Error{ErrorCode::forbidden, "the CSRF token is missing or not the session's"};
    return core::done();
}

}  // namespace

Handler as_citizen(const CitizenDesk& desk, CitizenHandler handler) {
    return [desk, handler = std::move(handler)](const Request& request) -> Result<Response> {
        const auto who = citizen_of(desk, request);
        if (!who) {
            auto path = std::string{front};
            if (!changes_something(request)) path += "?next=" + percent_encoded(request.raw_target);
            return redirect(path);
        }
        TRY(check_citizen_intent(request, *who));
        TRY(auto response, handler(request, *who));
        response.set("cache-control", "no-store");
        response.set("referrer-policy", "same-origin");
        return response;
    };
}

void add_citizen_door(Router& router, const CitizenDesk& desk) {
    using Act = Result<Response> (*)(const CitizenDesk&, const Request&);
    const auto add = [&](Method method, std::string_view pattern, Act act) {
        router.add(method, pattern, [desk, act](const Request& request) { return act(desk, request); });
    };
    add(Method::get, "/mine-sager", get_front);
    add(Method::get, "/mine-sager/log-ind", leave);
    add(Method::get, "/mine-sager/log-ind/retur", come_back);
    add(Method::post, "/mine-sager/log-ud", sign_out);
}

void add_citizen_routes(Router& router, const CitizenDesk& desk) {
    add_citizen_door(router, desk);
    add_own_case_pages(router, desk);
    add_writing_pages(router, desk);
    add_power_pages(router, desk);
    add_reader_pages(router, desk);
    add_rest_pages(router, desk);
}

}  // namespace services
