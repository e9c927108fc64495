#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "services/http/message.hpp"
#include "services/openid/provider.hpp"

/// One attempt to sign in by a provider, there and back. The browser keeps it, in a cookie that only it has.
namespace services {

struct OpenIdAttempt {
    OpenIdSecret secret;
    std::string provider;
    std::string next;  ///< a path of ours, or empty
    core::Timestamp began_at{};
};

OpenIdAttempt new_attempt(const OpenIdProvider& provider, std::string_view next, core::Timestamp now);

/// For `set-cookie`. `name` tells the doors apart that somebody may stand at: "saglig_openid".
std::string attempt_cookie(const Request& request, std::string_view name, const OpenIdAttempt& attempt);
std::string ended_attempt_cookie(const Request& request, std::string_view name);
/// What the browser kept; nothing where it kept none, or it can't be read.
std::optional<OpenIdAttempt> attempt_of(const Request& request, std::string_view name);

/// Who has come back to `back`, if it is who went.
OpenIdResult<OpenIdPerson> returned(
    const Request& request,
    OpenIdProvider& provider,
    const std::optional<OpenIdAttempt>& attempt,
    const std::string& back,
    core::Timestamp now
);

/// Where this house stands for a browser: "https://sager.example.dk". `public_url` may be empty: as the request says.
std::string house_address(const std::string& public_url, const Request& request);

}  // namespace services
