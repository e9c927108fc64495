#include "services/openid/attempt.hpp"

#include <algorithm>
#include <charconv>

#include "services/identity/origin.hpp"
#include "services/identity/token.hpp"
#include "services/openid/base64url.hpp"

namespace services {

namespace {

constexpr std::chrono::seconds attempt_holds{600};

std::string cookie_name(const Request& request, std::string_view name) {
    return (request.is_tls ? "__Host-" : "") + std::string{name};
}

std::string cookie(
    const Request& request, std::string_view name, const std::string& value, std::chrono::seconds length
) {
    // Lax: the provider leads back by a plain link, which carries it; nothing else from another site does.
    auto text = cookie_name(request, name) + '=' + value + "; Path=/; Max-Age=" + std::to_string(length.count());
    text += "; HttpOnly; SameSite=Lax";
    return request.is_tls ? text + "; Secure" : text;
}

std::string written(const OpenIdAttempt& attempt) {
    return attempt.secret.value + '.' + std::to_string(attempt.began_at.time_since_epoch().count()) + '.' +
           attempt.provider + '.' + base64url(attempt.next);
}

}  // namespace

OpenIdAttempt new_attempt(const OpenIdProvider& provider, std::string_view next, core::Timestamp now) {
    return {{random_token()}, provider.settings().key, local_path(next), now};
}

std::string attempt_cookie(const Request& request, std::string_view name, const OpenIdAttempt& attempt) {
    return cookie(request, name, written(attempt), attempt_holds);
}
std::string ended_attempt_cookie(const Request& request, std::string_view name) {
    return cookie(request, name, "", std::chrono::seconds{0});
}

std::optional<OpenIdAttempt> attempt_of(const Request& request, std::string_view name) {
    std::string_view rest = request.cookie(cookie_name(request, name));
    const auto part = [&rest] {
        const auto dot = std::min(rest.find('.'), rest.size());
        const auto taken = rest.substr(0, dot);
        rest.remove_prefix(std::min(dot + 1, rest.size()));
        return taken;
    };
    OpenIdAttempt attempt;
    attempt.secret.value = part();
    const auto time = part();
    attempt.provider = part();
    const auto next = from_base64url(part());
    std::int64_t began = 0;
    const auto [end, error] = std::from_chars(time.data(), time.data() + time.size(), began);
    if (attempt.secret.value.size() != 43 || error != std::errc{} || end != time.data() + time.size() || !next)
        return std::nullopt;
    if (began < 0 || began > 253'402'300'799) return std::nullopt;
    attempt.began_at = core::Timestamp{std::chrono::seconds{began}};
    attempt.next = local_path(*next);
    return attempt;
}

OpenIdResult<OpenIdPerson> returned(
    const Request& request,
    OpenIdProvider& provider,
    const std::optional<OpenIdAttempt>& attempt,
    const std::string& back,
    core::Timestamp now
) {
    const auto anew = [](const char* what) { return OpenIdFailure{OpenIdProblem::started_anew, what}; };
    if (!attempt || attempt->provider != provider.settings().key) return anew("this browser did not begin it");
    const auto age = now - attempt->began_at;
    if (age > attempt_holds || age < -attempt_holds) return anew("it began too long ago");
    if (!is_same_secret(request.query_value("state").value_or(""), attempt->secret.state()))
        return anew("the state is not this browser's");
    // RFC 9207: an answer that names its issuer must be from the one that was asked.
    if (const auto issuer = request.query_value("iss"); issuer && *issuer != provider.settings().issuer)
        return OpenIdFailure{OpenIdProblem::untrusted, "the answer is from another issuer"};
    if (const auto error = request.query_value("error")) {
        const bool is_down = *error == "server_error" || *error == "temporarily_unavailable";
        return OpenIdFailure{
            is_down ? OpenIdProblem::provider_down : OpenIdProblem::refused,
            "the provider answered " + percent_encoded(error->substr(0, 60))};
    }
    return provider.redeem(request.query_value("code").value_or(""), attempt->secret, back);
}

std::string house_address(const std::string& public_url, const Request& request) {
    if (!public_url.empty()) return public_url;
    return (request.is_tls ? "https://" : "http://") + std::string{request.header("host")};
}

}  // namespace services
