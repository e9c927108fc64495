#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/access_requests/access_requests.hpp"

/// What a request for access is about: the documents that were found, and what is decided of each.
namespace services {

/// A document on the file list as its worker sees it.
struct ListedAccessDocument {
    core::AccessDocument chosen;
    std::optional<core::Document> document;  ///< absent: the reader may not read it
    std::string case_number;                 ///< empty then, too
    std::int64_t same_as{};                  ///< the place before it that has the very same bytes; 0: none
};
/// In the order of the file list. Asks nobody about the request: for one that may be read.
std::vector<ListedAccessDocument> access_documents(
    Transaction& tx, const core::Principal& who, core::AccessRequestId id
);

/// Puts documents on the file list, or all of a case that were not withdrawn; how many were not there before. The
/// request's own case is not about itself. Errors: not_found (the request, or what may not be read), forbidden,
/// conflict (it has ended), invalid_input.
core::Result<std::int64_t> choose_documents(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, const std::vector<core::DocumentId>& documents
);
core::Result<std::int64_t> choose_case(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, core::CaseId of
);
core::Result<void> leave_document(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, core::DocumentId document
);
inline constexpr std::size_t access_documents_max = 2'000;

struct NewAccessDecision {
    core::AccessDecision decision{};
    std::vector<std::string> exemptions{};  ///< one at least unless all is given
    std::string reason{};                   ///< as the letter says it; 1,000 characters at most
    bool is_extracted{};
    bool is_widened{};  ///< must have been considered to hold anything back (offentlighedslovens § 14)
};
/// Errors: not_found, forbidden, conflict, invalid_input with its field (exemptions, is_extracted, is_widened, reason).
core::Result<void> decide_access(
    Transaction& tx,
    const Acting& acting,
    core::AccessRequestId id,
    core::DocumentId document,
    const NewAccessDecision& decision
);

}  // namespace services
