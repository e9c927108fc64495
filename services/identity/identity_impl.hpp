#pragma once

#include "services/identity/identity.hpp"
#include "services/identity/kept_callers.hpp"
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
          seen(database) {}

    Database& db;
    const core::Clock& clock;
    IdentitySettings settings;
    Passwords passwords;
    KeptCallers kept;
    SeenSessions seen;
    OnAnswer on_answer;
};

/// The name as it is kept: letters in lower case. Empty if it can't be anyone's.
std::string sign_in_name(std::string_view typed);

}  // namespace services
