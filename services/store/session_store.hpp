#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Who is signed in, by the hash of their token; and who failed to.
namespace services {

struct Session {
    core::UserId user;
    std::string csrf;
    core::Timestamp created_at{};
    core::Timestamp seen_at{};
    core::Timestamp ends_at{};
};

/// What an API token may be used for.
struct TokenScopes {
    bool read{true};
    bool write{true};
    bool intake{true};  ///< handing post in; a token for a scanner has this alone
    friend bool operator==(const TokenScopes&, const TokenScopes&) = default;
};

struct ApiToken {
    core::ApiTokenId id;
    core::UserId user;
    std::string name;
    TokenScopes scopes{};
    core::Timestamp created_at{};
    std::optional<core::UserId> created_by{};
    std::optional<core::Timestamp> ends_at{};
    std::optional<core::Timestamp> used_at{};
};

class SessionStore {
  public:
    explicit SessionStore(Transaction& tx) : tx_(tx) {}

    void add(std::string_view token_hash, const Session& session);
    std::optional<Session> find(std::string_view token_hash) const;
    /// Of a session or API token.
    void touch(std::string_view token_hash, core::Timestamp seen_at);
    void end(std::string_view token_hash);
    void end_all_of(core::UserId user);
    void remove_ended(core::Timestamp now);

    core::ApiTokenId add_api_token(std::string_view token_hash, const ApiToken& made);  ///< the id is not read
    std::optional<ApiToken> api_token(std::string_view token_hash) const;               ///< unless it was revoked
    std::vector<ApiToken> api_tokens(core::UserId user) const;  ///< that were not revoked, oldest first
    /// Whether there was one to revoke.
    bool revoke_api_token(core::UserId user, core::ApiTokenId id, core::Timestamp now);

    struct Failures {
        std::int64_t count{};
        core::Timestamp next_at{};  ///< no attempt counts before this
    };
    std::optional<Failures> failures(std::string_view key) const;
    void set_failures(std::string_view key, const Failures& failures);
    void clear_failures(std::string_view key);
    /// Removes what could be tried again before that moment.
    void forget_failures(core::Timestamp before);

    /// By the event log; nothing for those who never did.
    std::optional<core::Timestamp> last_sign_in(core::UserId user) const;

  private:
    Transaction& tx_;
};

}  // namespace services
