#include "services/openid/provider.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "services/identity/token.hpp"
#include "services/openid/base64url.hpp"
#include "services/openid/claims.hpp"
#include "services/openid/signing.hpp"

namespace services {

using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace {

constexpr auto patience = 5s;
constexpr std::size_t answer_limit_bytes = 512u << 10;
constexpr auto discovery_holds = 1h;
constexpr auto keys_pause = 30s;  ///< between two fetches: tokens with made-up keys must not make us ask and ask

class Place {
  public:
    explicit Place(OpenIdPlaces& places) : places_(places), has_one_(places.try_acquire()) {}
    ~Place() {
        if (has_one_) places_.release();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool has_one() const { return has_one_; }

  private:
    OpenIdPlaces& places_;
    bool has_one_;
};

OpenIdFailure busy() {
    return {OpenIdProblem::busy, "too many sign in by providers at this moment"};
}

OpenIdFailure down(std::string what) {
    return {OpenIdProblem::provider_down, std::move(what)};
}

std::string content_of(const std::filesystem::path& file) {
    if (file.empty()) return {};
    std::ifstream in{file};
    if (!in) throw std::runtime_error{"there is no readable file " + file.string()};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    return text;
}

/// Plain HTTP is for a provider on this very machine: tests, and proxies that speak TLS.
bool is_safe(const std::string& url) {
    return url.starts_with("https://") || url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:");
}

std::string with_query(const std::string& address, const Headers& values) {
    auto url = address;
    char sign = address.find('?') == std::string::npos ? '?' : '&';
    for (const auto& [name, value] : values) {
        url += sign + name + '=' + form_encoded(value);
        sign = '&';
    }
    return url;
}

std::string form(const Headers& values) {
    std::string body;
    for (const auto& [name, value] : values) body += (body.empty() ? "" : "&") + name + '=' + form_encoded(value);
    return body;
}

std::string plain_base64(std::string_view bytes) {
    auto text = base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    while (text.size() % 4 != 0) text += '=';
    return text;
}

}  // namespace

std::string OpenIdSecret::state() const {
    return base64url(sha256_bytes("state:" + value));
}
std::string OpenIdSecret::nonce() const {
    return base64url(sha256_bytes("nonce:" + value));
}
std::string OpenIdSecret::verifier() const {
    return base64url(sha256_bytes("verifier:" + value));
}

OpenIdProvider::OpenIdProvider(OpenIdSettings settings, const core::Clock& clock, OpenIdPlaces& places, HttpCaller call)
    : settings_(std::move(settings)),
      clock_(clock),
      places_(places),
      call_(std::move(call)),
      client_secret_(content_of(settings_.client_secret_file)),
      private_key_(content_of(settings_.private_key_file)) {}

OpenIdResult<Json> OpenIdProvider::asked(const HttpCall& call, const char* what) const {
    const auto answer = call_(call);
    if (answer.status == 0) return down(std::string{what} + ": " + answer.error);
    auto body = Json::parse(answer.body, nullptr, false);
    if (answer.status != 200) {
        // RFC 6749 § 5.2: the error's name is made for programs, and is not about the person.
        const auto error = body.is_object() ? claimed_text(body, "error") : std::string{};
        return down(std::string{what} + ": it answered " + std::to_string(answer.status) + ' ' + error.substr(0, 60));
    }
    if (!body.is_object()) return down(std::string{what} + ": the answer is no JSON object");
    return body;
}

OpenIdResult<std::shared_ptr<const OpenIdProvider::Discovered>> OpenIdProvider::discover() {
    auto address = settings_.issuer;
    while (address.ends_with('/')) address.pop_back();
    address += "/.well-known/openid-configuration";
    TRY(const auto told,
        asked({.url = address, .patience = patience, .answer_limit_bytes = answer_limit_bytes}, "discovery"));
    if (claimed_text(told, "issuer") != settings_.issuer) return down("discovery: it calls itself another issuer");
    auto found = std::make_shared<Discovered>();
    found->authorize = claimed_text(told, "authorization_endpoint");
    found->token = claimed_text(told, "token_endpoint");
    found->keys = claimed_text(told, "jwks_uri");
    found->userinfo = claimed_text(told, "userinfo_endpoint");
    found->end_session = claimed_text(told, "end_session_endpoint");
    for (const auto* needed : {&found->authorize, &found->token, &found->keys})
        if (!is_safe(*needed)) return down("discovery: an endpoint is missing or not reached by HTTPS");
    for (auto* extra : {&found->userinfo, &found->end_session})
        if (!is_safe(*extra)) extra->clear();
    const auto ways = told.find("token_endpoint_auth_methods_supported");
    if (ways != told.end() && ways->is_array())
        found->takes_basic = std::ranges::find(*ways, Json("client_secret_basic")) != ways->end();
    return std::shared_ptr<const Discovered>{std::move(found)};
}

OpenIdResult<std::shared_ptr<const OpenIdProvider::Discovered>> OpenIdProvider::discovered() {
    const auto now = clock_.now();
    {
        const std::lock_guard lock{mutex_};
        if (discovered_ && now - discovered_at_ < discovery_holds) return discovered_;
    }
    auto found = discover();
    const std::lock_guard lock{mutex_};
    if (found.has_error()) {
        // What was found an hour ago is better than nothing: endpoints seldom move.
        if (discovered_) return discovered_;
        return found;
    }
    discovered_ = found.value();
    discovered_at_ = now;
    return discovered_;
}

OpenIdResult<std::shared_ptr<const KeySet>> OpenIdProvider::keys_for(const Jwt& token, const Discovered& found) {
    const auto now = clock_.now();
    {
        const std::lock_guard lock{mutex_};
        if (keys_ && keys_->has_key_for(token)) return keys_;
        if (keys_ && now - keys_asked_at_ < keys_pause)
            return OpenIdFailure{OpenIdProblem::untrusted, "the ID token is signed by a key that is not known"};
        keys_asked_at_ = now;
    }
    TRY(const auto told,
        asked({.url = found.keys, .patience = patience, .answer_limit_bytes = answer_limit_bytes}, "keys"));
    auto keys = KeySet::read(told.dump());
    if (keys.has_error()) return down("keys: " + keys.error().detail);
    const std::lock_guard lock{mutex_};
    keys_ = std::make_shared<const KeySet>(std::move(keys).value());
    return keys_;
}

OpenIdResult<std::string> OpenIdProvider::sign_in_address(const OpenIdSecret& secret, const std::string& back) {
    const Place place{places_};
    if (!place.has_one()) return busy();
    TRY(const auto found, discovered());
    std::string scopes;
    for (const auto& scope : settings_.scopes) scopes += (scopes.empty() ? "" : " ") + scope;
    Headers values{
        {"response_type", "code"},
        {"client_id", settings_.client_id},
        {"redirect_uri", back},
        {"scope", scopes},
        {"state", secret.state()},
        {"nonce", secret.nonce()},
        {"code_challenge", base64url(sha256_bytes(secret.verifier()))},
        {"code_challenge_method", "S256"},
    };
    if (!settings_.acr_values.empty()) values.emplace_back("acr_values", settings_.acr_values);
    return with_query(found->authorize, values);
}

OpenIdResult<Json> OpenIdProvider::tokens(
    const std::string& code, const OpenIdSecret& secret, const std::string& back, const Discovered& found
) {
    Headers values{
        {"grant_type", "authorization_code"},
        {"code", code},
        {"redirect_uri", back},
        {"code_verifier", secret.verifier()},
    };
    Headers headers{{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    if (!private_key_.empty()) {
        const auto now = clock_.now().time_since_epoch().count();
        const Json claims{
            {"iss", settings_.client_id},
            {"sub", settings_.client_id},
            {"aud", found.token},
            {"jti", random_token()},
            {"iat", now},
            {"exp", now + 60},
        };
        values.emplace_back("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        values.emplace_back("client_assertion", rs256_signed(claims, private_key_, settings_.private_key_id));
        values.emplace_back("client_id", settings_.client_id);
    } else if (!client_secret_.empty() && found.takes_basic) {
        const auto both = form_encoded(settings_.client_id) + ':' + form_encoded(client_secret_);  // RFC 6749 § 2.3.1
        headers.emplace_back("Authorization", "Basic " + plain_base64(both));
    } else {
        values.emplace_back("client_id", settings_.client_id);
        if (!client_secret_.empty()) values.emplace_back("client_secret", client_secret_);
    }
    return asked(
        {.url = found.token,
         .body = form(values),
         .headers = std::move(headers),
         .patience = patience,
         .answer_limit_bytes = answer_limit_bytes},
        "token"
    );
}

OpenIdResult<void> OpenIdProvider::add_userinfo(
    Json& claims, const std::string& access_token, const Discovered& found
) {
    if (found.userinfo.empty() || access_token.empty()) return boost::outcome_v2::success();
    TRY(const auto told,
        asked(
            {.url = found.userinfo,
             .headers = {{"Authorization", "Bearer " + access_token}, {"Accept", "application/json"}},
             .patience = patience,
             .answer_limit_bytes = answer_limit_bytes},
            "userinfo"
        ));
    // Core § 5.3.2: it may be somebody else's, by a token that was swapped.
    if (claimed_text(told, "sub") != claimed_text(claims, "sub"))
        return OpenIdFailure{OpenIdProblem::untrusted, "userinfo tells of another person"};
    for (const auto& [name, value] : told.items())
        if (!claims.contains(name)) claims[name] = value;
    return boost::outcome_v2::success();
}

OpenIdResult<OpenIdPerson> OpenIdProvider::redeem(
    const std::string& code, const OpenIdSecret& secret, const std::string& back
) {
    const Place place{places_};
    if (!place.has_one()) return busy();
    TRY(const auto found, discovered());
    TRY(const auto told, tokens(code, secret, back, *found));
    const auto id_token = claimed_text(told, "id_token");
    const auto access_token = claimed_text(told, "access_token");
    auto token = read_jwt(id_token);
    if (token.has_error()) return OpenIdFailure{OpenIdProblem::untrusted, token.error().detail};
    TRY(const auto keys, keys_for(token.value(), *found));
    if (!keys->verifies(token.value()))
        return OpenIdFailure{OpenIdProblem::untrusted, "the ID token's signature is wrong"};
    auto& claims = token.value().claims;
    TRY(check_id_token(
        claims,
        {.issuer = settings_.issuer,
         .client_id = settings_.client_id,
         .nonce = secret.nonce(),
         .access_token = access_token,
         .now = clock_.now(),
         .skew = settings_.clock_skew}
    ));
    TRY(add_userinfo(claims, access_token, *found));
    return OpenIdPerson{.claims = std::move(claims), .id_token = id_token};
}

std::optional<std::string> OpenIdProvider::sign_out_address(const std::string& id_token, const std::string& back) {
    const Place place{places_};
    if (!place.has_one()) return std::nullopt;
    const auto found = discovered();
    if (found.has_error() || found.value()->end_session.empty()) return std::nullopt;
    return with_query(
        found.value()->end_session,
        {{"id_token_hint", id_token}, {"client_id", settings_.client_id}, {"post_logout_redirect_uri", back}}
    );
}

}  // namespace services
