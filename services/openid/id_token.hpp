#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "services/openid/jwt.hpp"

/// Whether a provider's ID token says that this person has signed in here and now (OpenID Connect Core § 3.1.3.7).
namespace services {

/// What keeps someone from signing in by a provider; the sign-in page has a sentence for each.
enum class OpenIdProblem {
    provider_down,  ///< it does not answer, or not in a way that can be used
    clock,          ///< one of the two clocks is wrong
    untrusted,      ///< the token is not the provider's, not for us, or not for this sign-in
    started_anew,   ///< the sign-in began elsewhere or too long ago
    refused,        ///< the provider says no, or the person does
    nobody,         ///< nobody here is linked to the person, and no rule makes one
    no_rule,        ///< no rule gives the person anything
    inactive,       ///< the person here is not active
    last_one,       ///< the rules would leave nobody to administer
    busy            ///< too many sign in at this moment
};
std::string_view name_of(OpenIdProblem problem);

struct OpenIdFailure {
    OpenIdProblem problem{};
    std::string detail;  ///< one English sentence for the log; no personal data
};
template <class T>
using OpenIdResult = boost::outcome_v2::basic_result<T, OpenIdFailure, boost::outcome_v2::policy::terminate>;

struct ExpectedToken {
    std::string issuer, client_id, nonce;
    std::string access_token{};  ///< that came with it; compared with at_hash where the token has one
    core::Timestamp now{};
    std::chrono::seconds skew{};
};

/// The claims of a token whose signature has been checked.
OpenIdResult<void> check_id_token(const nlohmann::json& claims, const ExpectedToken& expected);

}  // namespace services
