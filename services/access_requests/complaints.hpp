#pragma once

#include <string>
#include <vector>

#include "services/access_requests/access_answers.hpp"
#include "services/store/access_complaint_store.hpp"

/// Complaints over a decision on access, or over the time it takes: each is journaled, and within seven working days of
/// its receipt (offentlighedslovens § 37, stk. 2) the authority either takes its decision up again or sends the
/// complaint on to whom it is for. Over slowness alone one may complain after 14 working days (§ 39).
namespace services {

struct NewComplaint {
    ComplaintAbout about{};
    std::string text;                      ///< 1 to 5,000 characters
    std::optional<core::Date> received{};  ///< absent: today
};

/// Whether one may complain now, and of what: of the decision once there is one, of the time once it is up.
std::vector<ComplaintAbout> may_complain_of(
    const core::AccessRequest& one, const core::AccessClock& clock, core::Date today
);

/// By the one with the link. Errors: not_found, conflict (nothing to complain of: field "about"; one waits already:
/// field "complaint"), invalid_input (text).
core::Result<void> complain_followed(
    Database& db, FileStore& files, std::string_view secret, core::Timestamp now, const NewComplaint& made
);
/// By staff, who got it in words or on paper. Errors: likewise, and forbidden, invalid_input (received_on).
core::Result<void> note_complaint(
    Database& db, FileStore& files, const Acting& acting, core::AccessRequestId id, const NewComplaint& made
);

/// The decision is taken up again: the request is open, due when the complaint is. Errors: not_found, forbidden,
/// conflict.
core::Result<void> reopen_for_complaint(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    core::AccessRequestId id,
    std::int64_t complaint
);

/// The letter that sends a complaint on, as it begins. Errors: not_found.
core::Result<LetterDraft> draft_of_forwarding(
    Transaction& tx, const core::Principal& who, const AccessFile& file, std::int64_t complaint
);
/// Journals it with the complaint, the decision and the file list attached. Errors: those of journal_letter, and
/// conflict where the complaint does not wait any more (field "complaint").
core::Result<core::Document> send_complaint_on(
    const LetterDesk& letters,
    const AccessSettings& settings,
    const Acting& acting,
    core::AccessRequestId id,
    std::int64_t complaint,
    const LetterDraft& letter
);

}  // namespace services
