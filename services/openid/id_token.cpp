#include "services/openid/id_token.hpp"

#include <algorithm>
#include <optional>

#include "services/identity/token.hpp"
#include "services/openid/base64url.hpp"
#include "services/openid/claims.hpp"
#include "services/openid/signing.hpp"

namespace services {

using nlohmann::json;

namespace {

constexpr std::int64_t end_of_time = 253'402'300'799;
/// A token is redeemed seconds after it was issued; an older one has come another way.
constexpr std::chrono::seconds oldest{600};

OpenIdFailure untrusted(const char* what) {
    return {OpenIdProblem::untrusted, what};
}

std::optional<core::Timestamp> time_claim(const json& claims, const char* name) {
    const auto member = claims.find(name);
    if (member == claims.end() || !member->is_number()) return std::nullopt;
    const auto value = member->get<double>();  // NumericDate may have fractions (RFC 7519 § 2)
    if (!(value >= 0 && value <= static_cast<double>(end_of_time))) return std::nullopt;
    return core::Timestamp{std::chrono::seconds{static_cast<std::int64_t>(value)}};
}

bool is_for(const json& claims, const std::string& client_id) {
    const auto audience = claims.find("aud");
    if (audience == claims.end()) return false;
    if (audience->is_string()) return *audience == client_id;
    return audience->is_array() && std::ranges::find(*audience, json(client_id)) != audience->end();
}

/// Where there are several receivers, or azp says it, the token must have been asked for by us.
bool is_asked_for_by(const json& claims, const std::string& client_id) {
    const auto& audience = claims.at("aud");
    if (!claims.contains("azp")) return !audience.is_array() || audience.size() == 1;
    return claims.at("azp") == client_id;
}

OpenIdResult<void> check_times(const json& claims, const ExpectedToken& expected) {
    const auto ends_at = time_claim(claims, "exp"), made_at = time_claim(claims, "iat");
    if (!ends_at || !made_at) return untrusted("the ID token has no exp or iat");
    if (*ends_at <= expected.now - expected.skew)
        return OpenIdFailure{OpenIdProblem::clock, "the ID token has run out, by this machine's clock"};
    if (*made_at > expected.now + expected.skew)
        return OpenIdFailure{OpenIdProblem::clock, "the ID token comes from the future, by this machine's clock"};
    if (*made_at < expected.now - expected.skew - oldest)
        return OpenIdFailure{OpenIdProblem::clock, "the ID token is too old, by this machine's clock"};
    if (const auto begins_at = time_claim(claims, "nbf"); begins_at && *begins_at > expected.now + expected.skew)
        return OpenIdFailure{OpenIdProblem::clock, "the ID token does not hold yet, by this machine's clock"};
    return boost::outcome_v2::success();
}

}  // namespace

std::string_view name_of(OpenIdProblem problem) {
    switch (problem) {
        case OpenIdProblem::provider_down:
            return "provider_down";
        case OpenIdProblem::clock:
            return "clock";
        case OpenIdProblem::untrusted:
            return "untrusted";
        case OpenIdProblem::started_anew:
            return "started_anew";
        case OpenIdProblem::refused:
            return "refused";
        case OpenIdProblem::nobody:
            return "nobody";
        case OpenIdProblem::no_rule:
            return "no_rule";
        case OpenIdProblem::inactive:
            return "inactive";
        case OpenIdProblem::last_one:
            return "last_one";
        case OpenIdProblem::busy:
            return "busy";
    }
    return "unknown";
}

OpenIdResult<void> check_id_token(const json& claims, const ExpectedToken& expected) {
    if (!claims.is_object()) return untrusted("the ID token has no claims");
    if (claimed_text(claims, "iss") != expected.issuer) return untrusted("the ID token is from another issuer");
    if (!is_for(claims, expected.client_id)) return untrusted("the ID token is for another client");
    if (!is_asked_for_by(claims, expected.client_id)) return untrusted("another client asked for the ID token");
    // 255 characters at most (§ 2); what is longer would be kept for ever.
    const auto subject = claimed_text(claims, "sub");
    if (subject.empty() || subject.size() > 255) return untrusted("the ID token names nobody");
    if (!is_same_secret(claimed_text(claims, "nonce"), expected.nonce))
        return untrusted("the ID token is for another sign-in (nonce)");
    TRY(check_times(claims, expected));
    if (claims.contains("at_hash")) {
        const auto half = base64url(sha256_bytes(expected.access_token).substr(0, 16));  // § 3.1.3.6
        if (claimed_text(claims, "at_hash") != half) return untrusted("the ID token belongs to another access token");
    }
    return boost::outcome_v2::success();
}

}  // namespace services
