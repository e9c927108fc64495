#pragma once

#include <string>
#include <vector>

#include "services/access_requests/access_answers.hpp"
#include "services/store/access_agreement_store.hpp"

/// Those whom a document concerns are asked before it is given: by a journaled letter with a day to answer by. What
/// they say is noted, and binds nobody. The time to answer the asker runs on meanwhile: asking others is a reason to
/// tell the asker that it takes longer (offentlighedslovens § 36, stk. 2), not a pause.
namespace services {

struct NewHearing {
    std::vector<core::DocumentId> documents;  ///< of the file list, one at least
    core::Date answer_by{};                   ///< after today
    LetterDraft letter;
};
/// How the letter about these documents begins, and a day five working days ahead.
NewHearing draft_of_hearing(
    Transaction& tx,
    const core::Principal& who,
    const AccessFile& file,
    const std::vector<core::DocumentId>& about,
    core::Date today
);
/// Errors: those of journal_letter; conflict (ended), invalid_input (documents, answer_by).
core::Result<core::Document> start_hearing(
    const LetterDesk& letters, const Acting& acting, core::AccessRequestId id, const NewHearing& made
);

struct HearingAnswer {
    bool objects{};
    std::string text;  ///< 1 to 5,000 characters
};
/// Journals what they said. Errors: not_found, forbidden, conflict (ended, or answered: field "hearing"), invalid_input
/// (text).
core::Result<void> note_hearing_answer(
    Database& db,
    FileStore& files,
    const Acting& acting,
    core::AccessRequestId id,
    std::int64_t hearing,
    const HearingAnswer& answer
);

/// Those that concern a document, in the order in which they were asked.
std::vector<AccessHearing> hearings_on(Transaction& tx, core::AccessRequestId id, core::DocumentId document);
/// Whether its answer may still come in time.
bool is_awaited(const AccessHearing& one, core::Date today);

}  // namespace services
