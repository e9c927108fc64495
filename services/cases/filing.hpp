#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/sub_file.hpp"
#include "services/cases/cases.hpp"
#include "services/store/filing_store.hpp"

/// Where documents lie: parts of a case, moving a document, and putting two cases together.
///
/// A number that was given is never given again, and always leads to its document: what was document 3 of a case stays
/// so, wherever it went. A move takes the document's readers with it: those of the case that it comes to, at once.
namespace services {

/// Errors: not_found, forbidden, invalid_input (title), conflict where the case was merged into another.
core::Result<core::SubFile> add_sub_file(
    Transaction& tx, const Acting& acting, core::CaseId in_case, const std::string& title
);

struct SubFileChange {
    std::optional<std::string> title;
    std::optional<std::int64_t> place;  ///< 1: the first
};
/// Errors: not_found, forbidden, invalid_input.
core::Result<core::SubFile> change_sub_file(
    Transaction& tx, const Acting& acting, core::CaseId in_case, core::SubFileId id, const SubFileChange& change
);
/// Its documents lie in none then. Errors: not_found, forbidden.
core::Result<void> remove_sub_file(Transaction& tx, const Acting& acting, core::CaseId in_case, core::SubFileId id);

struct DocumentMove {
    std::optional<core::CaseId> to;       ///< absent: it stays on its case
    std::optional<core::SubFileId> in{};  ///< a part of the case that it is on then; absent: none
    std::string reason{};                 ///< needed where it goes to another case
};
/// Puts a document in another part of its case, or on another case under the next number there; one that comes back
/// gets the number back that it had. The post list follows; where it would show a CPR number in the title of the new
/// case, the entry is held. Errors: not_found, forbidden (no right to edit the one case, or to journal on the other),
/// invalid_input (reason, to, sub_file), conflict where one of the cases is closed.
core::Result<core::Document> move_document(
    Transaction& tx, const Acting& acting, core::DocumentId id, const DocumentMove& move
);

/// Where a number of a case leads.
struct FoundDocument {
    core::DocumentId document;
    std::optional<core::FormerPlace> former;  ///< it is on the case no more
};
/// Errors: not_found, also where its document may not be read.
core::Result<FoundDocument> find_by_number(
    Transaction& tx, const core::Principal& who, core::CaseId in_case, std::int64_t number
);

/// Why two cases can't be put together.
enum class MergeObstacle {
    same_case,
    already_merged,         ///< one of them was emptied before
    closed,                 ///< one of them is
    other_confidentiality,  ///< they are kept differently closely
    single_access           ///< grants or blocks hold on one of them, and would not on what comes of it
};
std::string_view name_of(MergeObstacle obstacle);

struct MergePreview {
    core::Case from, into;
    std::vector<MergeObstacle> obstacles;
    std::int64_t documents{}, parties{}, double_parties{}, tasks{}, sub_files{};
};
/// What would happen. Errors: not_found (one may not be read), forbidden (one may not be edited).
core::Result<MergePreview> preview_merge(Transaction& tx, const Acting& acting, core::CaseId from, core::CaseId into);
/// Puts all that lies on one case on the other, and closes the emptied one, which leads on. Errors: as preview_merge,
/// invalid_input (reason), conflict with the first obstacle's name as its field.
core::Result<MergePreview> merge_cases(
    Transaction& tx, const Acting& acting, core::CaseId from, core::CaseId into, const std::string& reason
);
/// Gives everything back that came from the emptied case and is still on the other, under the numbers it had, and opens
/// the emptied case again. What came since stays. Errors: not_found (not merged, or one of the two may not be read),
/// forbidden, conflict with an obstacle's name as its field.
core::Result<core::Case> undo_merge(Transaction& tx, const Acting& acting, core::CaseId emptied);

}  // namespace services
