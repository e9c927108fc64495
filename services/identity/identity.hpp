#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"
#include "services/http/message.hpp"
#include "services/store/database.hpp"
#include "services/store/people_store.hpp"
#include "services/store/session_store.hpp"

/// Who is asking: signing in and out, sessions, API tokens, users and their roles.
namespace services {

/// The person behind a request. Handlers take it by const reference and ask `core::may(caller.principal, …)`.
struct Caller {
    core::Principal principal;
    User user;
    std::string csrf;  ///< of the session; empty for an API token
    std::int64_t rights_version{};
    bool by_token{false};                      ///< an API token: no cookie, so no CSRF to fear
    TokenScopes scopes{};                      ///< of the token; all for a session
    std::vector<std::string> stands_in_for{};  ///< names of those whose substitute they are now

    core::UserId id() const { return principal.user; }
};

struct IdentitySettings {
    std::chrono::seconds session_length{std::chrono::hours{10}};
    std::chrono::seconds idle_limit{std::chrono::hours{1}};
    std::uint64_t hash_passes{2};               ///< argon2id; libsodium's "interactive" limits
    std::size_t hash_memory_bytes{64u << 20};   ///< of each password that is checked, two at once
    std::int64_t free_failures_by_name{4};      ///< failed sign-ins before the next ones are slowed down
    std::int64_t free_failures_by_address{20};  ///< more, as a whole town hall may share one address
    std::size_t kept_callers{4096};             ///< worked-out Callers held in memory
};

struct SignedIn {
    std::string token;  ///< for the cookie; only its hash is kept
    std::chrono::seconds length{};
};

struct NewUser {
    std::string name;  ///< 1 to 64 of a-z, 0-9, '.', '-', '_', and æøå
    std::string full_name;
    std::string initials;  ///< empty: from the full name
    std::string email;
    std::string password;  ///< at least 8 characters
    std::vector<core::RoleInUnit> roles;
};

/// What is known of a person, but for sign-in name and password.
struct UserChange {
    std::string full_name;
    std::string initials;  ///< empty: from the full name
    std::string email;
    bool active{true};
    std::vector<core::RoleInUnit> roles;
};

struct NewToken {
    core::UserId user;
    std::string name;  ///< what it is for: 1 to 100 bytes, one line
    TokenScopes scopes{};
    std::optional<core::Date> last_day{};  ///< absent: until it is revoked
};

/// Someone for whom another system vouches: a provider of OpenID Connect, whose word has been checked.
struct VouchedFor {
    std::string issuer, subject;
    std::string name;  ///< what the provider calls them: by it an administrator links existing users
    std::string full_name, email;
    /// What the provider's claims give; absent: roles are given here.
    std::optional<std::vector<core::RoleInUnit>> roles;
    bool creates{};        ///< made a user, if nobody here is them
    std::string id_token;  ///< the provider wants it back when they sign out
};

using CallerHandler = std::function<core::Result<Response>(const Request&, const Caller&)>;

class Identity {
  public:
    Identity(Database& db, const core::Clock& clock, IdentitySettings settings);
    ~Identity();

    /// Errors: not_signed_in (name or password is wrong; nobody learns which), too_many (failed too often lately, by
    /// name or by address; see wait_for), unavailable (too many passwords are being checked at this moment).
    core::Result<SignedIn> sign_in(std::string_view name, std::string_view password, std::string_view client);
    /// How long until an attempt with this name from this address counts; zero: at once.
    std::chrono::seconds wait_for(std::string_view name, std::string_view client) const;
    void sign_out(std::string_view token);

    /// Signs in without a password. Who it is, is found by issuer and subject, or, the first time, by the name that an
    /// administrator has linked. Their roles become what the provider gives; where it gives none, they have lost those
    /// they had, and are not signed in: nothing. Errors: not_found (nobody is linked, and none is to be made),
    /// forbidden (not active), conflict (nobody would be left to administer).
    core::Result<std::optional<SignedIn>> sign_in_vouched_for(const VouchedFor& person);

    /// By the session cookie or `Authorization: Bearer …`. Kept Callers are used while rights_version() stands.
    /// Errors: not_signed_in.
    core::Result<std::shared_ptr<const Caller>> caller_of(const Request& request);

    /// Errors: invalid_input with its field, conflict if the name is taken.
    core::Result<core::UserId> add_user(const NewUser& made, std::optional<core::UserId> by);
    /// Ends the person's sessions: who knew the old password is out. Errors: invalid_input, not_found.
    core::Result<void> set_password(
        core::UserId user, std::string_view password, std::optional<core::UserId> by = std::nullopt
    );
    /// Replaces the roles; felt by the person's next request. Errors: not_found, invalid_input (no such unit), conflict
    /// if nobody would be left to administer.
    core::Result<void> set_roles(
        core::UserId user, const std::vector<core::RoleInUnit>& roles, std::optional<core::UserId> by = std::nullopt
    );
    /// Someone who is not active is out at once and can't sign in. Errors: not_found, conflict if nobody would be left
    /// to administer.
    core::Result<void> set_active(core::UserId user, bool active, std::optional<core::UserId> by = std::nullopt);
    /// Writes all of it, unless somebody else did since the version that was read. Someone who is no longer active is
    /// out at once. Errors: not_found, invalid_input with its field, conflict (of versions, or if nobody would be left
    /// to administer).
    core::Result<void> change_user(
        core::UserId user, std::int64_t version, const UserChange& change, std::optional<core::UserId> by
    );
    /// A new Bearer token that acts as the user, in everything and until it is revoked. Errors: not_found.
    core::Result<std::string> add_api_token(std::string_view user_name);
    /// Errors: not_found, invalid_input with its field.
    core::Result<std::string> add_api_token(const NewToken& made, std::optional<core::UserId> by);
    /// Felt by the token's next request. Errors: not_found.
    core::Result<void> revoke_api_token(core::UserId user, core::ApiTokenId id, std::optional<core::UserId> by);

    /// Hears of every answer that is given to someone who is signed in, before it is sent; an error is sent in its
    /// place. To be set before the first request.
    using OnAnswer = std::function<core::Result<void>(const Request&, const Caller&, const Response&)>;
    void on_answer(OnAnswer heard);
    /// The hash of the token by which the request was let in, as far as this node remembers; empty for a guest, and for
    /// a token that opens nothing.
    std::string let_in_by(const Request& request) const;
    /// What the handler answers; the same again where the request names a key that it has answered (only_once.hpp).
    core::Result<Response> answer(const Request& request, const Caller& caller, const CallerHandler& handler) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// What a provider calls someone, as it is kept and compared: without regard to capitals of a to z.
std::string linked_name(std::string_view typed);

/// The token of a request's session cookie; empty if it has none.
std::string_view session_token(const Request& request);
/// The cookie that holds the session's token; "__Host-" prefixed under TLS.
std::string session_cookie(const Request& request, const SignedIn& signed_in);
std::string ended_session_cookie(const Request& request);

/// A handler for those who are signed in. A browser that is not is sent to /log-ind and comes back afterwards; an API
/// client gets 401 with WWW-Authenticate. A request that changes something and comes with a cookie must carry the
/// session's CSRF token (form field `csrf` or header X-CSRF-Token), else it is forbidden. An API token's scopes must
/// cover the request: handing post in, else reading, else changing.
Handler signed_in(Identity& identity, CallerHandler handler);

}  // namespace services
