#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/model/document.hpp"
#include "core/model/draft.hpp"
#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/files/kept_file.hpp"
#include "services/store/database.hpp"

/// Documents on their way to the journal: drafts with their versions, checked out and in, approved, and journaled.
///
/// Who may read the case may read its drafts; who may journal on it writes them. A draft that was journaled is read
/// like the document that it became. Any change to a draft that waits for approval or has it takes it back to writing:
/// what was approved is what is journaled.
namespace services {

struct NewDraft {
    std::string title;
    std::string public_title{};
    core::Direction direction{core::Direction::outgoing};
    std::string correspondent{};
    std::string public_correspondent{};
    std::optional<core::Date> letter_date{};
    core::Publication publication{core::Publication::entry};
    bool by_two{};                               ///< another than those who write it must approve it
    std::optional<core::DocumentId> replaces{};  ///< a journaled document on the same case, whose file is version 1
                                                 ///< unless there is another
};

/// Only what is set is changed.
struct DraftChange {
    std::optional<std::string> title, public_title, correspondent, public_correspondent;
    std::optional<core::Direction> direction;
    std::optional<std::optional<core::Date>> letter_date;
    std::optional<core::Publication> publication;
    std::optional<bool> by_two;
};

/// Whether the person may write drafts on the case: to ask before any byte is kept. Errors: not_found, forbidden.
core::Result<core::Case> case_to_draft_on(Transaction& tx, const core::Principal& who, core::CaseId on);

/// Errors: not_found, also where it is not on `on`.
core::Result<core::Draft> read_draft(Transaction& tx, const core::Principal& who, core::CaseId on, core::DraftId id);
/// The version's file, by those who may read it: that of a document that was withdrawn is kept for those who may
/// journal. Errors: not_found.
core::Result<core::DraftVersion> read_draft_version(
    Transaction& tx, const core::Principal& who, const core::Draft& draft, std::int64_t number
);

/// Errors: not_found, forbidden, invalid_input, and conflict (field replaces) where that document has been withdrawn.
core::Result<core::Draft> begin_draft(
    Transaction& tx, const Acting& acting, core::CaseId on, const NewDraft& made, const KeptFile* file
);
/// Errors: not_found, forbidden, invalid_input, conflict.
core::Result<core::Draft> change_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, std::int64_t version, const DraftChange& change
);

/// From now on only this person adds a version. Errors: not_found, forbidden, conflict (field checked_out) where
/// somebody has it already.
core::Result<core::Draft> check_out_draft(Transaction& tx, const Acting& acting, const core::Draft& before);
/// Ends a check-out without a new version. Another than the one who has it needs the right to oversee drafts, and says
/// why. Errors: not_found, forbidden, invalid_input (reason), conflict where nobody has it.
core::Result<core::Draft> release_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, const std::string& reason
);

struct CheckedIn {
    core::Draft draft;
    bool is_new{};                          ///< false: the bytes are those of the newest version, and none was made
    std::optional<std::int64_t> same_as{};  ///< the version that had these bytes before
};
/// A new version by the one who has checked it out; the first one needs no check-out. Ends the check-out.
/// Errors: not_found, forbidden, invalid_input, conflict (field checked_out).
core::Result<CheckedIn> check_in_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, const KeptFile& file, const std::string& note
);

/// Gives it up; what was written is kept. Errors: not_found, forbidden, conflict.
core::Result<core::Draft> discard_draft(Transaction& tx, const Acting& acting, const core::Draft& before);

/// What both this file and approvals.cpp need.
/// The draft where it may still be written. Errors: forbidden, conflict where it is journaled or discarded.
core::Result<core::Case> require_writing(Transaction& tx, const Acting& acting, const core::Draft& draft);
/// Keeps the change and tells of it.
core::Result<core::Draft> keep_draft(
    Transaction& tx, const Acting& acting, core::Draft changed, EventKind kind, const std::string& payload
);
/// All who had a hand in it: who began it, made a version or attached something.
std::vector<core::UserId> writers_of(Transaction& tx, const core::Draft& draft);

}  // namespace services
