#include "services/identity/doors.hpp"

namespace services {

namespace {

/// The request as the browser's next one will be, to find out who has just signed in.
Request with_session(const Request& request, const SignedIn& signed_in) {
    Request next;
    next.is_tls = request.is_tls;
    const auto cookie = session_cookie(request, signed_in);
    next.headers.emplace_back("cookie", cookie.substr(0, cookie.find(';')));
    return next;
}

}  // namespace

core::Result<Response> welcome(
    const Request& request, Identity& identity, const SignedIn& signed_in, const std::string& next
) {
    TRY(const auto caller, identity.caller_of(with_session(request, signed_in)));
    auto response = redirect(next.empty() ? start_of(caller->principal) : next);
    response.add("set-cookie", session_cookie(request, signed_in));
    return response;
}

}  // namespace services
