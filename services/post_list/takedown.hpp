#pragma once

#include <string>

#include "core/result.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"
#include "services/store/post_list_store.hpp"

namespace services {

struct Takedown {
    std::string exemption;  ///< a name of core/rules/exemptions.hpp; everyone is told
    std::string reason;     ///< for the log, of at most 255 characters
};

/// Takes what is published off the post list, entry and document, at once: what reads the list in the next moment does
/// not see it, and an answer that is kept on the way lives for half a minute at most. A tombstone stays that says that,
/// when and by which paragraph. Errors: not_found, forbidden, invalid_input (field "exemption" or "reason"), conflict
/// where it is not published.
core::Result<ListedPost> take_down(Transaction& tx, const Acting& acting, core::PostListId id, const Takedown& why);

/// Lays what was taken down, or held back, before a person once more: it waits for a new decision as a held entry does,
/// and nothing of it is shown until then. The tombstone stays until it is shown again, and is told with the entry after
/// that. Errors: not_found, forbidden, invalid_input (field "reason"), conflict where it is not withheld (field
/// "state") or where the document itself is not to be listed ("document").
core::Result<void> reopen_post(Transaction& tx, const Acting& acting, core::PostListId id, const std::string& reason);

}  // namespace services
