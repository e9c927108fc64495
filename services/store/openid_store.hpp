#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Who a person is to a provider of OpenID Connect, and which sessions began there.
namespace services {

struct OpenIdLink {
    std::int64_t id{};
    std::string issuer;
    core::UserId user;
    std::string name;     ///< what the provider calls them, lower case; empty: made by a rule
    std::string subject;  ///< empty: has not come yet
    core::Timestamp linked_at{};
    std::optional<core::UserId> linked_by{};
    std::optional<core::Timestamp> seen_at{};
};

struct OpenIdSession {
    std::string issuer;
    std::string id_token;
};

class OpenIdStore {
  public:
    explicit OpenIdStore(Transaction& tx) : tx_(tx) {}

    void add(const OpenIdLink& link);  ///< the id in `link` is not read
    std::vector<OpenIdLink> of_user(core::UserId user) const;
    std::optional<OpenIdLink> by_subject(std::string_view issuer, std::string_view subject) const;
    /// One that an administrator made and nobody has come by yet.
    std::optional<OpenIdLink> by_name(std::string_view issuer, std::string_view name) const;
    bool is_name_taken(std::string_view issuer, std::string_view name) const;
    void seen(std::int64_t link, std::string_view subject, core::Timestamp now);
    /// Whether there was one.
    bool remove(core::UserId user, std::int64_t link);

    void add_session(
        std::string_view token_hash, const OpenIdSession& session, core::Timestamp ends_at, core::Timestamp now
    );
    /// Forgets it; nothing where the session did not begin at a provider.
    std::optional<OpenIdSession> end_session(std::string_view token_hash);

  private:
    Transaction& tx_;
};

}  // namespace services
