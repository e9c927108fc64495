#pragma once

#include <string>
#include <vector>

#include "services/drafts/drafts.hpp"

/// The end of a draft's way: somebody approves it, by the rule of four eyes where it is asked for, and it is journaled.
namespace services {

/// Asks `person` to approve the draft; it appears on their overview. Errors: not_found, forbidden, invalid_input (field
/// approver: nobody who may journal on the case, or own work where two are needed), conflict.
core::Result<core::Draft> ask_for_approval(
    Transaction& tx, const Acting& acting, const core::Draft& before, core::UserId person
);
/// By the one who was asked or anybody else who may journal on the case. `version` is the draft as it was read.
/// Errors: not_found, forbidden (field approver: own work where two are needed), conflict.
core::Result<core::Draft> approve_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, std::int64_t version
);
/// Back to writing, with the reason; the one who asked may take it back without one. Errors: not_found, forbidden,
/// invalid_input, conflict where it does not wait.
core::Result<core::Draft> send_back_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, const std::string& reason
);

/// Makes the newest version a document of today. Where no second person is needed, whoever journals approves.
/// Errors: not_found, forbidden, invalid_input, and conflict: field approval where somebody else must approve it first,
/// checked_out, file where there is no version, late_reason as in journal_document.
core::Result<core::Document> journal_draft(
    Transaction& tx,
    const Acting& acting,
    const core::Draft& before,
    std::int64_t version,
    const std::string& late_reason
);

bool needs_second_person(Transaction& tx, const core::Draft& draft);
/// Every draft on the case needs a second person from now on, or no longer; the latter is for those who oversee drafts.
/// Errors: not_found, forbidden.
core::Result<void> set_case_approval(Transaction& tx, const Acting& acting, core::CaseId on, bool by_two);

/// People who may approve the draft: those who may journal on its case, without the writers where two are needed.
/// At most 200.
std::vector<core::UserId> possible_approvers(Transaction& tx, const core::Draft& draft);

}  // namespace services
