#pragma once

#include <string>
#include <vector>

#include "core/model/hearing.hpp"
#include "core/result.hpp"
#include "services/files/file_store.hpp"
#include "services/files/kept_file.hpp"
#include "services/participation/gate.hpp"
#include "services/participation/hearings.hpp"

/// Answers to a hearing: taken by the house from anybody, journaled on its case, and shown to everyone only after a
/// person has judged them.
namespace services {

struct NewHearingAnswer {
    std::string name;          ///< required, one line
    std::string organisation;  ///< may be empty
    std::string mail;          ///< may be empty; never shown
    bool hides_name{};
    std::string text;  ///< 20,000 characters at most; may be empty where there is a file
    std::vector<KeptFile> files;
};
inline constexpr std::size_t answer_text_limit = 20'000;
inline constexpr std::size_t answer_files_max = 5;
inline constexpr std::uint64_t answer_file_limit_bytes = std::uint64_t{20} << 20U;

struct TakenAnswer {
    std::int64_t number{};
    std::string secret;  ///< of the link to the receipt; said once
};

/// Errors: as answer_hearing. Of files only their number and sizes are looked at.
core::Result<void> check_answer(const NewHearingAnswer& made);
/// Takes it, as the house itself: drawn on paper and journaled on the case, with the files as its attachments, which
/// are read like all that is received. Errors: not_found where everyone does not see the hearing, conflict (closes_on)
/// where it does not take answers today, invalid_input (name, organisation, mail, text, file).
core::Result<TakenAnswer> answer_hearing(
    Database& db,
    FileStore& files,
    const std::string& authority,
    core::HearingId id,
    const NewHearingAnswer& made,
    core::Timestamp now
);

/// Whether anybody may answer on a day.
bool takes_answers(const core::Hearing& one, core::Date today);

/// What would be shown of an answer as it was written.
struct AnswerJudgement {
    core::AnswerShowing state{};  ///< shown or hidden
    std::string name;             ///< as shown; empty: nobody is named
    std::string text;             ///< as shown; may be shorter than what was written
    bool shows_files{};
    std::string reason;  ///< required to hide, to show what was found, and to show other words than were written
};
/// Errors: not_found, forbidden, conflict (version; state, where it was taken down; document, while a file has not been
/// read), invalid_input (name, text, reason).
core::Result<void> judge_answer(
    Transaction& tx,
    const Acting& acting,
    core::HearingId id,
    std::int64_t number,
    std::int64_t version,
    const AnswerJudgement& judgement
);
/// What the gate finds in an answer's words and files.
GateReport gate_of(
    Transaction& tx,
    const core::HearingAnswer& answer,
    const std::string& name,
    const std::string& text,
    bool with_files
);
/// How it would be shown, unless somebody words it otherwise.
std::string usual_name(const core::HearingAnswer& answer);

}  // namespace services
