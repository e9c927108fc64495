#pragma once

#include <string>
#include <string_view>

#include "services/access_requests/access_requests.hpp"
#include "services/store/access_review_store.hpp"

/// What a person saw of what is covered, in a word that changes whenever it does: so that nobody moves, lifts or passes
/// what somebody else has changed since. What is the same again, after a change that was undone, has the same word.
namespace services {

/// Of all boxes, covered words and decided pages of a document, for ETag and If-Match (RFC 9110 § 13.1.1).
std::string reviewed_tag(Transaction& tx, core::AccessRequestId id, core::DocumentId document);
inline constexpr const char* if_match_field = "if-match";
/// `if_match` is the header's value; empty: whatever there is. Errors: conflict (field if_match_field).
core::Result<void> check_reviewed(
    Transaction& tx, core::AccessRequestId id, core::DocumentId document, std::string_view if_match
);

/// Of a single box: where it lies and by what.
std::string tag_of(const AccessBlackout& box);
/// Of one page: its boxes, among those of the document, and what was decided of it, if anything was.
std::string tag_of_page(const std::vector<AccessBlackout>& boxes, std::int64_t page, const DecidedAccessPage* decided);
/// Whether they are as they were seen; empty: whatever they are. What is gone is for the next step to say. Errors:
/// conflict (field "seen").
core::Result<void> check_box_seen(
    Transaction& tx, core::AccessRequestId id, core::DocumentId document, std::int64_t blackout, std::string_view seen
);
core::Result<void> check_page_seen(
    Transaction& tx, core::AccessRequestId id, core::DocumentId document, std::int64_t page, std::string_view seen
);

}  // namespace services
