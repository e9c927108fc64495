#include "services/identity/identity.hpp"
#include "services/identity/origin.hpp"
#include "services/identity/token.hpp"

/// Cookies, and the door that handlers for those who are signed in stand behind.
namespace services {

namespace {

/// "__Host-" has the browser refuse the cookie unless it is Secure, for this host alone and for all its paths (RFC
/// 6265bis § 4.1.3.2), so that no sibling host can plant one.
std::string_view cookie_name(const Request& request) {
    return request.is_tls ? "__Host-saglig_session" : "saglig_session";
}

std::string cookie(const Request& request, std::string_view value, std::chrono::seconds length) {
    std::string text{cookie_name(request)};
    text += '=';
    text += value;
    text += "; Path=/; Max-Age=" + std::to_string(length.count()) + "; HttpOnly; SameSite=Lax";
    if (request.is_tls) text += "; Secure";
    return text;
}

bool is_api(const Request& request) {
    return request.path.starts_with("/api/") || request.path.starts_with("/oio/");
}

bool is_browser(const Request& request) {
    return !is_api(request) && request.header("accept").find("text/html") != std::string_view::npos;
}

/// The page that htmx asks on behalf of: "https://host/sager?x=1" without scheme and host.
std::string path_of_url(std::string_view url) {
    const auto host = url.find("://");
    if (host == std::string_view::npos) return {};
    const auto path = url.find('/', host + 3);
    return path == std::string_view::npos ? std::string{} : std::string{url.substr(path)};
}

/// A person is sent to sign in and comes back; a program is told.
core::Result<Response> ask_to_sign_in(const Request& request, const core::Error& error) {
    if (!request.header("hx-request").empty() && !is_api(request)) {
        auto response = problem(error, request);
        response.set("hx-redirect", sign_in_path(path_of_url(request.header("hx-current-url"))));
        return response;
    }
    const bool only_reads = request.method == Method::get || request.method == Method::head;
    if (is_browser(request) && only_reads) return redirect(sign_in_path(request.raw_target));
    return error;
}

core::Result<void> check_intent(const Request& request, const Caller& caller) {
    if (caller.by_token || !changes_something(request)) return core::done();
    if (is_cross_site(request)) return core::Error{core::ErrorCode::forbidden, "the request comes from another site"};
    const auto header = request.header("x-csrf-token");
    const auto given = header.empty() ? request.form_value("csrf") : std::string{header};
    if (!is_same_secret(given, caller.csrf))
        return core::Error{core::ErrorCode::forbidden, "the CSRF token is missing or not the session's"};
    return core::done();
}

/// What the request does, as far as an API token's scopes are concerned.
core::Result<void> check_scope(const Request& request, const Caller& caller) {
    const bool is_intake = request.method == Method::post && request.path == "/api/v1/intake";
    const auto refused = [](const char* detail) { return core::Error{core::ErrorCode::forbidden, detail}; };
    if (is_intake && !caller.scopes.intake) return refused("the token does not carry the scope intake");
    if (is_intake) return core::done();
    if (changes_something(request) && !caller.scopes.write) return refused("the token does not carry the scope write");
    if (!changes_something(request) && !caller.scopes.read) return refused("the token does not carry the scope read");
    return core::done();
}

}  // namespace

std::string_view session_token(const Request& request) {
    return request.cookie(cookie_name(request));
}

std::string session_cookie(const Request& request, const SignedIn& signed_in) {
    return cookie(request, signed_in.token, signed_in.length);
}

std::string ended_session_cookie(const Request& request) {
    return cookie(request, "", std::chrono::seconds{0});
}

Handler signed_in(Identity& identity, CallerHandler handler) {
    return [&identity, handler = std::move(handler)](const Request& request) -> core::Result<Response> {
        const auto caller = identity.caller_of(request);
        if (!caller) return ask_to_sign_in(request, caller.error());
        TRY(check_intent(request, *caller.value()));
        TRY(check_scope(request, *caller.value()));
        return identity.answer(request, *caller.value(), handler);
    };
}

}  // namespace services
