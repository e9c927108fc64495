#pragma once

#include <nlohmann/json_fwd.hpp>

#include "services/identity/identity.hpp"
#include "services/identity/kept_callers.hpp"
#include "services/identity/only_once.hpp"
#include "services/identity/password.hpp"
#include "services/identity/seen_sessions.hpp"

/// What Identity is made of; for the files that implement it.
namespace services {

struct Identity::Impl {
    Impl(Database& database, const core::Clock& time, IdentitySettings set)
        : db(database),
          clock(time),
          settings(set),
          passwords(set.hash_passes, set.hash_memory_bytes),
          kept(set.kept_callers),
          seen(database),
          only_once(database, time) {}

    Database& db;
    const core::Clock& clock;
    IdentitySettings settings;
    Passwords passwords;
    KeptCallers kept;
    SeenSessions seen;
    OnlyOnce only_once;
    OnAnswer on_answer;
};

/// A session of someone who has shown who they are, with the event that says so.
SignedIn begin_session(Transaction& tx, core::UserId user, const IdentitySettings& settings, core::Timestamp now);

/// Errors: conflict, if taking the right from this person leaves nobody with it.
core::Result<void> check_someone_administers(Transaction& tx, const User& user);
bool administers(const std::vector<core::RoleInUnit>& roles);
nlohmann::json roles_json(const std::vector<core::RoleInUnit>& roles);
/// Errors: invalid_input, if a field can't be a person's.
core::Result<void> check_person(const User& user);
/// The event that a person was made or changed; nobody: Saglig itself did it.
void note_user_change(
    Transaction& tx,
    core::UserId user,
    std::optional<core::UserId> by,
    core::Timestamp now,
    const nlohmann::json& payload
);

/// The name as it is kept: letters in lower case. Empty if it can't be anyone's.
std::string sign_in_name(std::string_view typed);

}  // namespace services
