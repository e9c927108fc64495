#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <semaphore>
#include <string>

#include "core/time.hpp"
#include "services/http/http_client.hpp"
#include "services/openid/id_token.hpp"
#include "services/openid/jwt.hpp"
#include "services/openid/settings.hpp"

/// A provider of OpenID Connect as it is talked to: discovery, keys, the exchange of a code for an ID token.
namespace services {

/// The secret of one attempt to sign in, which only the browser that began it has. All that binds the provider's answer
/// to that browser follows from it, so that nothing need be kept here.
struct OpenIdSecret {
    std::string value;

    std::string state() const;
    std::string nonce() const;
    std::string verifier() const;  ///< PKCE (RFC 7636)
};

struct OpenIdPerson {
    nlohmann::json claims;  ///< of the ID token, and what the userinfo endpoint adds
    std::string id_token;   ///< as it came: for signing out
};

/// Few talk to providers at once: one that hangs must not hold the workers that everybody's requests need.
using OpenIdPlaces = std::counting_semaphore<4>;

class OpenIdProvider {
  public:
    /// `places` is shared by all providers. Throws std::runtime_error where a file with a secret can't be read.
    OpenIdProvider(
        OpenIdSettings settings, const core::Clock& clock, OpenIdPlaces& places, HttpCaller call = call_http
    );

    const OpenIdSettings& settings() const { return settings_; }

    /// Where the browser goes to sign in. `back` is the address it comes back to.
    OpenIdResult<std::string> sign_in_address(const OpenIdSecret& secret, const std::string& back);
    /// Who has come back with a code.
    OpenIdResult<OpenIdPerson> redeem(const std::string& code, const OpenIdSecret& secret, const std::string& back);
    /// Where the browser goes to sign out there too, and comes back to `back` from; nothing where the provider does not
    /// offer it or does not answer.
    std::optional<std::string> sign_out_address(const std::string& id_token, const std::string& back);

  private:
    struct Discovered {
        std::string authorize, token, keys, userinfo, end_session;
        bool takes_basic{true};
    };
    OpenIdResult<std::shared_ptr<const Discovered>> discovered();
    OpenIdResult<std::shared_ptr<const Discovered>> discover();
    /// The provider's keys; fetched anew where the token was signed by one that is not among them.
    OpenIdResult<std::shared_ptr<const KeySet>> keys_for(const Jwt& token, const Discovered& found);
    OpenIdResult<nlohmann::json> tokens(
        const std::string& code, const OpenIdSecret& secret, const std::string& back, const Discovered& found
    );
    OpenIdResult<void> add_userinfo(nlohmann::json& claims, const std::string& access_token, const Discovered& found);
    OpenIdResult<nlohmann::json> asked(const HttpCall& call, const char* what) const;

    OpenIdSettings settings_;
    const core::Clock& clock_;
    OpenIdPlaces& places_;
    HttpCaller call_;
    std::string client_secret_, private_key_;

    std::mutex mutex_;  ///< of what follows; never held while the provider is asked
    std::shared_ptr<const Discovered> discovered_;
    core::Timestamp discovered_at_{};
    std::shared_ptr<const KeySet> keys_;
    core::Timestamp keys_asked_at_{};
};

}  // namespace services
