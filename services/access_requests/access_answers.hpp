#pragma once

#include <string>

#include "ocr/reading.hpp"
#include "services/access_requests/blackouts.hpp"
#include "services/letters/letters.hpp"
#include "services/store/job_queue.hpp"

/// The answer to a request for access: one PDF with the file list and all that is given, and the letter that decides.
///
/// The file is made anew from how the pages look, with the boxes burnt in (ocr/redaction.hpp), read back, and not
/// handed over where anything under a box is left. What was decided after it was ordered makes it stale.
namespace services {

/// A hash of the decisions and the boxes, as they are now.
std::string decided_now(Transaction& tx, core::AccessRequestId id);

/// Orders the file for what is given; a job makes it. Every document has been decided, and those given in part have
/// boxes. Errors: not_found, forbidden, conflict (ended; not all decided, field "decisions"; something held back
/// without a paragraph, field "grounds"; nothing is given, field "nothing"; a document in part without a box, field
/// "boxes").
core::Result<std::int64_t> order_answer(Transaction& tx, const Acting& acting, core::AccessRequestId id, bool widens);

/// The newest answer, and whether it still says what was decided.
struct CurrentAnswer {
    std::optional<AccessAnswer> answer;
    bool is_stale{};
};
CurrentAnswer current_answer(Transaction& tx, core::AccessRequestId id);
/// The file of one that is ready or sent, to look at; for those who may work on the request. Errors: not_found,
/// forbidden.
core::Result<AccessAnswer> read_answer(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, std::int64_t answer
);

/// The letter as it begins: what was asked, what is decided, each reason with its paragraph, and how to complain.
struct LetterDraft {
    std::string title, receiver, text;
};
LetterDraft draft_of_answer(Transaction& tx, const core::Principal& who, const AccessFile& file);

/// Journals the letter with the file attached, and ends the request, in one transaction. Errors: those of
/// journal_letter; conflict where the file is missing or stale (field "answer"), not all is decided (field
/// "decisions" or "grounds"), a second person is wanted (field "second"), or somebody else is answering (field
/// "answering").
core::Result<core::Document> send_answer(
    const LetterDesk& letters,
    const AccessSettings& settings,
    const Acting& acting,
    core::AccessRequestId id,
    const LetterDraft& letter
);

/// How long the asker can fetch the answer by the link.
inline constexpr std::chrono::days answer_kept_for{30};

/// What the one with the link may fetch. Errors: not_found, also where the time is over.
struct FollowedAnswer {
    core::Document letter;
    std::optional<AccessAnswer> file;  ///< absent: nothing was given
};
core::Result<FollowedAnswer> followed_answer(Transaction& tx, std::string_view secret, core::Timestamp now);
/// The same for a fetch of the file, which is counted and noted.
core::Result<AccessAnswer> fetch_followed(Transaction& tx, std::string_view secret, core::Timestamp now);

/// Makes the file; the job's subject is the answer. It may run twice.
class AnswerJob {
  public:
    AnswerJob(Database& db, FileStore& files, ocr::Readers& readers, std::string authority)
        : db_(db), files_(files), readers_(readers), authority_(std::move(authority)) {}

    core::Result<void> make(const Job& job);

  private:
    Database& db_;
    FileStore& files_;
    ocr::Readers& readers_;
    std::string authority_;
};

inline constexpr const char* answer_job_kind = "access_answer";

}  // namespace services
