#pragma once

#include <string>
#include <vector>

#include "core/model/followed_case.hpp"
#include "core/result.hpp"
#include "services/participation/hearings.hpp"
#include "services/store/followed_case_store.hpp"

/// Cases that everyone may follow: in words of their own, with documents that passed the gate, and what has happened in
/// order of time. They are read and changed by the rights of the case.
namespace services {

struct FollowedWords {
    std::string title;                  ///< one line of 255 characters at most
    std::string summary;                ///< 1 to 20,000 characters, in plain words
    std::string contact;                ///< one line; empty: the unit
    std::vector<core::CaseStep> steps;  ///< at most steps_max, each with one line of text
    std::vector<ShownPick> documents;   ///< of the case
};
inline constexpr std::size_t steps_max = 100;

struct FollowedFile {
    core::Case on;
    std::optional<core::FollowedCase> followed;  ///< absent: nobody has written of it yet
    std::vector<ShownDocument> documents;
    bool may_work{};
};
/// Errors: not_found.
core::Result<FollowedFile> read_followed(Transaction& tx, const core::Principal& who, core::CaseId on);

/// Writes it, and shows it to everyone if `is_published`: then all of it passes the gate, with `reason` where something
/// is found. One that is published stays so. `version` is 0 for the first. Errors: not_found, forbidden, conflict
/// (version, document), invalid_input with its field (title, summary, contact, steps, material, reason).
core::Result<void> write_followed(
    Transaction& tx,
    const Acting& acting,
    core::CaseId on,
    std::int64_t version,
    const FollowedWords& words,
    bool is_published,
    const std::string& reason
);
/// What the gate finds in it.
GateReport gate_of(Transaction& tx, const FollowedWords& words, const std::vector<ShownDocument>& documents);
/// Off at once; what stays is a page that says so. Errors: not_found, forbidden, conflict, invalid_input (exemption,
/// reason).
core::Result<void> take_down_followed(
    Transaction& tx,
    const Acting& acting,
    core::CaseId on,
    std::int64_t version,
    const std::string& exemption,
    const std::string& reason
);

/// Something that everyone may know of the case, in order of time.
struct PublicStep {
    enum class Kind { followed, hearing_opens, hearing_closes, hearing_summed_up, document, meeting, decision, other };
    Kind kind{};
    core::Date on{};
    std::string text;  ///< a title, or what was written; empty for `followed`
    std::string path;  ///< "" where there is nothing to read
};
/// The newest first. What lies ahead is among them: a meeting, the last day of a hearing.
std::vector<PublicStep> public_steps(Transaction& tx, const core::FollowedCase& one);

std::string_view name_of(PublicStep::Kind kind);

}  // namespace services
