#include "services/identity/identity_routes.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "services/identity/origin.hpp"
#include "services/store/people_store.hpp"

namespace services {

namespace {

using nlohmann::json;

/// What the form shows besides its fields.
struct SignInForm {
    std::string name, next, problem;
    bool is_wrong{}, is_expired{};
    std::chrono::seconds wait{};
};

struct Site {
    Identity& identity;
    const Workplace& workplace;
    OtherDoors doors;
};

Response sign_in_page(const Request& request, const Site& site, const SignInForm& form, int status) {
    const auto& workplace = site.workplace;
    auto frame = public_frame(request, {}, {}, workplace);
    frame.kind = FrameKind::bare;
    frame.title = translate(frame.language, "Log ind");
    frame.path = sign_in_path(form.next);
    auto doors = json::array();
    for (const auto& door : site.doors.links)
        doors.push_back(
            {{"text", door.text},
             {"path", form.next.empty() ? door.path : door.path + "?next=" + percent_encoded(form.next)}}
        );
    const bool has_words = !form.problem.empty() && site.doors.words_for;
    const json data{
        {"doors", std::move(doors)},
        {"problem", has_words ? site.doors.words_for(frame.language, form.problem) : std::string{}},
        {"name", form.name},
        {"next", form.next},
        {"csrf", ""},  // nobody is signed in yet: where the request comes from is what is looked at
        {"is_wrong", form.is_wrong},
        {"is_slowed", form.wait.count() > 0},
        {"wait_seconds", form.wait.count()},
        {"is_expired", form.is_expired},
    };
    return page(workplace, "identity/sign_in", data, frame, status);
}

core::Result<Response> ask(const Request& request, const Site& site) {
    const auto next = local_path(request.query_value("next").value_or(""));
    const auto caller = site.identity.caller_of(request);
    if (caller) return redirect(next.empty() ? start_of(caller.value()->principal) : next);
    SignInForm form;
    form.next = next;
    form.problem = request.query_value("problem").value_or("");
    form.is_expired = form.problem.empty() && !session_token(request).empty();
    return sign_in_page(request, site, form, 200);
}

core::Result<Response> sign_in(const Request& request, const Site& site) {
    auto& identity = site.identity;
    if (is_cross_site(request)) return core::Error{core::ErrorCode::forbidden, "the request comes from another site"};
    SignInForm form;
    form.name = request.form_value("name");
    form.next = local_path(request.form_value("next"));
    const auto made = identity.sign_in(form.name, request.form_value("password"), request.client);
    if (made) return welcome(request, identity, made.value(), form.next);
    const auto code = made.error().code;
    if (code == core::ErrorCode::not_signed_in) {
        form.is_wrong = true;
        return sign_in_page(request, site, form, 401);
    }
    if (code != core::ErrorCode::too_many) return made.error();
    form.wait = std::max(identity.wait_for(form.name, request.client), std::chrono::seconds{1});
    auto response = sign_in_page(request, site, form, 429);
    response.set("retry-after", std::to_string(form.wait.count()));
    return response;
}

/// The policy for forms does not let a form's answer lead to another site (form-action), so that a page does.
Response signed_out_page(const Request& request, const Site& site, const Link& elsewhere) {
    auto frame = public_frame(request, {}, {}, site.workplace);
    frame.kind = FrameKind::bare;
    frame.title = translate(frame.language, "Logget ud");
    frame.path = "/log-ind";
    const json data{{"path", elsewhere.path}, {"name", elsewhere.text}};
    auto response = page(site.workplace, "identity/signed_out", data, frame);
    response.set("refresh", "0; url=" + elsewhere.path);
    response.set("cache-control", "no-store");
    return response;
}

/// Signing out needs no one signed in, but must be asked for from here.
core::Result<Response> sign_out(const Request& request, const Site& site) {
    if (is_cross_site(request)) return core::Error{core::ErrorCode::forbidden, "the request comes from another site"};
    const auto elsewhere = site.doors.also_sign_out ? site.doors.also_sign_out(request) : std::nullopt;
    site.identity.sign_out(session_token(request));
    auto response = elsewhere ? signed_out_page(request, site, *elsewhere) : redirect("/log-ind");
    response.add("set-cookie", ended_session_cookie(request));
    return response;
}

/// GET /api/v1/me: {id, name, full_name, initials, email, roles: [{role, unit: {id, name}}]}
core::Result<Response> tell_who(const Caller& caller, Database& db) {
    auto roles = json::array();
    TRY(db.read([&](Transaction& tx) -> core::Result<void> {
        for (const auto& held : caller.principal.roles) {
            const auto unit = UnitStore{tx}.find(held.unit);
            roles.push_back(
                {{"role", core::name_of(held.role)},
                 {"unit", {{"id", held.unit.value}, {"name", unit ? unit->name : std::string{}}}}}
            );
        }
        return core::done();
    }));
    const auto& user = caller.user;
    return services::json(json{
        {"id", user.id.value},
        {"name", user.name},
        {"full_name", user.full_name},
        {"initials", user.initials},
        {"email", user.email},
        {"roles", std::move(roles)},
    }
                              .dump());
}

}  // namespace

void add_identity_routes(Router& router, Identity& identity, const Workplace& workplace, OtherDoors doors) {
    const auto site = std::make_shared<const Site>(Site{identity, workplace, std::move(doors)});
    router.add(Method::get, "/log-ind", [site](const Request& request) { return ask(request, *site); });
    router.add(Method::post, "/log-ind", [site](const Request& request) { return sign_in(request, *site); });
    router.add(Method::post, "/log-ud", [site](const Request& request) { return sign_out(request, *site); });
    const auto me = [&](const Request&, const Caller& caller) { return tell_who(caller, workplace.db); };
    router.add(Method::get, "/api/v1/me", signed_in(identity, me), BodyLimit::none, Pace::quick);
}

}  // namespace services
