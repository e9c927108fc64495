#pragma once

#include <optional>
#include <string>
#include <string_view>

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

class SessionStore {
  public:
    explicit SessionStore(Transaction& tx) : tx_(tx) {}

    void add(std::string_view token_hash, const Session& session);
    std::optional<Session> find(std::string_view token_hash) const;
    void touch(std::string_view token_hash, core::Timestamp seen_at);
    void end(std::string_view token_hash);
    void end_all_of(core::UserId user);
    void remove_ended(core::Timestamp now);

    void add_api_token(std::string_view token_hash, core::UserId user, core::Timestamp now);
    std::optional<core::UserId> user_of_api_token(std::string_view token_hash) const;

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
