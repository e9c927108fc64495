#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/access_requests/access_answers.hpp"
#include "services/post_list/post_check.hpp"
#include "services/store/access_publication_store.hpp"

/// What somebody was given, given to everybody: the file of an answer on a public page, under a title of its own, after
/// the check that all goes through which everyone may read. Who asked is never told.
namespace services {

/// What stands in the way of publishing, and what the gate finds.
struct PublicationCheck {
    std::optional<AccessAnswer> answer;  ///< absent: nothing was sent that could be published
    bool is_private{};                   ///< it was asked as a party or about the asker's own data
    bool names_asker{};                  ///< the asker's name stands in the file
    bool is_unread{};                    ///< the file has not been read, so that nobody knows what is in it
    std::vector<PostHit> hits;           ///< of the gate's finders, at most 200
};
PublicationCheck check_publication(Transaction& tx, const core::AccessRequest& one, const std::string& title);

struct NewPublication {
    std::string title;   ///< one line
    std::string reason;  ///< wanted where the gate found something: 1 to 1,000 characters
};
/// By those who review the post list in the case's unit. Errors: not_found, forbidden, conflict (fields "answer",
/// "private", "asker", "unread", "published"), invalid_input (title, reason).
core::Result<void> publish_answer(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, const NewPublication& made
);
/// Errors: not_found, forbidden, conflict (not public), invalid_input (reason).
core::Result<void> take_answer_down(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, const std::string& reason
);

/// Where everyone reads one, and fetches its file.
inline constexpr const char* publications_path = "/aktindsigt/offentliggjort";
std::string publication_path(core::AccessRequestId id);
std::string publication_file_path(core::AccessRequestId id);

/// For everyone. Errors: not_found, also where it was taken down.
core::Result<AccessPublication> read_publication(Transaction& tx, core::AccessRequestId id);

}  // namespace services
