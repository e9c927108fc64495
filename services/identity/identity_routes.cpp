#include "services/identity/identity_routes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/identity/origin.hpp"
#include "services/store/people_store.hpp"

namespace services {

namespace {

using nlohmann::json;

/// What the form shows besides its fields.
struct SignInForm {
    std::string name, next;
    bool is_wrong{}, is_expired{};
    std::chrono::seconds wait{};
};

Response sign_in_page(const Request& request, const Workplace& workplace, const SignInForm& form, int status) {
    auto frame = public_frame(request, {}, {}, workplace);
    frame.kind = FrameKind::bare;
    frame.title = translate(frame.language, "Log ind");
    frame.path = sign_in_path(form.next);
    const json data{
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

core::Result<Response> ask(const Request& request, Identity& identity, const Workplace& workplace) {
    const auto next = local_path(request.query_value("next").value_or(""));
    const auto caller = identity.caller_of(request);
    if (caller) return redirect(next.empty() ? start_of(caller.value()->principal) : next);
    SignInForm form;
    form.next = next;
    form.is_expired = !session_token(request).empty();
    return sign_in_page(request, workplace, form, 200);
}

/// The request as the browser's next one will be, to find out who has just signed in.
Request with_session(const Request& request, const SignedIn& signed_in) {
    Request next;
    next.is_tls = request.is_tls;
    const auto cookie = session_cookie(request, signed_in);
    next.headers.emplace_back("cookie", cookie.substr(0, cookie.find(';')));
    return next;
}

core::Result<Response> sign_in(const Request& request, Identity& identity, const Workplace& workplace) {
    if (is_cross_site(request)) return core::Error{core::ErrorCode::forbidden, "the request comes from another site"};
    SignInForm form;
    form.name = request.form_value("name");
    form.next = local_path(request.form_value("next"));
    const auto made = identity.sign_in(form.name, request.form_value("password"), request.client);
    if (made) {
        TRY(const auto caller, identity.caller_of(with_session(request, made.value())));
        auto response = redirect(form.next.empty() ? start_of(caller->principal) : form.next);
        response.add("set-cookie", session_cookie(request, made.value()));
        return response;
    }
    const auto code = made.error().code;
    if (code == core::ErrorCode::not_signed_in) {
        form.is_wrong = true;
        return sign_in_page(request, workplace, form, 401);
    }
    if (code != core::ErrorCode::too_many) return made.error();
    form.wait = std::max(identity.wait_for(form.name, request.client), std::chrono::seconds{1});
    auto response = sign_in_page(request, workplace, form, 429);
    response.set("retry-after", std::to_string(form.wait.count()));
    return response;
}

/// Signing out needs no one signed in, but must be asked for from here.
core::Result<Response> sign_out(const Request& request, Identity& identity) {
    if (is_cross_site(request)) return core::Error{core::ErrorCode::forbidden, "the request comes from another site"};
    identity.sign_out(session_token(request));
    auto response = redirect("/log-ind");
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

void add_identity_routes(Router& router, Identity& identity, const Workplace& workplace) {
    router.add(Method::get, "/log-ind", [&](const Request& request) { return ask(request, identity, workplace); });
    router.add(Method::post, "/log-ind", [&](const Request& request) { return sign_in(request, identity, workplace); });
    router.add(Method::post, "/log-ud", [&](const Request& request) { return sign_out(request, identity); });
    const auto me = [&](const Request&, const Caller& caller) { return tell_who(caller, workplace.db); };
    router.add(Method::get, "/api/v1/me", signed_in(identity, me), BodyLimit::none, Pace::quick);
}

}  // namespace services
