#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "services/identity/identity.hpp"
#include "services/store/openid_store.hpp"

/// Which users are whom at a provider, as an administrator says it. All of it is for administrators alone, and leaves
/// an event.
namespace services {

struct NewLink {
    core::UserId user;
    std::string issuer;
    std::string name;  ///< what the provider calls them: 1 to 255 bytes, one line
};

/// Errors: not_found, invalid_input with its field, conflict if the user is linked there already, or the name is
/// another's.
core::Result<void> add_link(Transaction& tx, const Caller& caller, core::Timestamp now, const NewLink& made);
/// They can't sign in by it any more, and are signed out. Errors: not_found.
core::Result<void> remove_link(
    Transaction& tx, const Caller& caller, core::Timestamp now, core::UserId user, std::int64_t link
);
/// Errors: not_found.
core::Result<std::vector<OpenIdLink>> read_links(Transaction& tx, core::UserId user);

}  // namespace services
