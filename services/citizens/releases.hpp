#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/store/citizen_store.hpp"

/// What those who work on a case show its parties: documents one by one, or nothing of the case at all. Whoever may
/// journal on the case may. Each is an event.
namespace services {

core::CitizenNumber number_of(const core::Party& party);

struct NewRelease {
    core::PartyId party;
    std::string title;                        ///< as the party sees it, one line
    std::vector<std::int64_t> attachments{};  ///< places of those that the party sees with it, under their own titles
};
/// Errors: not_found, forbidden, invalid_input ("party", "title", "attachments": the document has no such one),
/// conflict ("document": it is internal or withdrawn; "party": the party sees it already).
core::Result<PartyDocumentNote> release_document(
    Transaction& tx, const Acting& acting, core::DocumentId id, const NewRelease& made
);
/// Errors: not_found, forbidden, invalid_input ("reason").
core::Result<void> take_back_release(
    Transaction& tx, const Acting& acting, core::DocumentId id, std::int64_t release, const std::string& reason
);
/// Released to, or written by, somebody. Errors: not_found.
core::Result<std::vector<PartyDocumentNote>> read_releases(
    Transaction& tx, const core::Principal& who, core::DocumentId id
);

/// Keeps the case back from one of its parties, or from all; or shows it again. Errors: not_found, forbidden,
/// invalid_input ("party", "reason"), conflict where it is shown already.
core::Result<void> keep_case_back(
    Transaction& tx,
    const Acting& acting,
    core::CaseId id,
    std::optional<core::PartyId> party,
    const std::string& reason
);
core::Result<void> show_case_again(
    Transaction& tx, const Acting& acting, core::CaseId id, std::optional<core::PartyId> party
);

}  // namespace services
