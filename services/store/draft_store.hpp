#pragma once

#include <optional>
#include <vector>

#include "core/id.hpp"
#include "core/model/draft.hpp"
#include "core/result.hpp"
#include "services/store/database.hpp"

/// Drafts and their versions. What a draft says of itself may change until it is journaled; a version never does.
namespace services {

class DraftStore {
  public:
    explicit DraftStore(Transaction& tx) : tx_(tx) {}

    core::DraftId add(const core::Draft& made);  ///< the id in `made` is not read
    std::optional<core::Draft> find(core::DraftId id) const;
    /// Writes every field that may change. Errors: conflict, if the draft is no longer at `changed.version`.
    core::Result<void> update(const core::Draft& changed);

    /// Those that are neither journaled nor discarded, the newest first.
    std::vector<core::Draft> of_case(core::CaseId in_case, std::int64_t limit) const;
    std::int64_t count_of_case(core::CaseId in_case) const;
    /// All of a case, whatever became of them, in order of id.
    std::vector<core::DraftId> all_of_case(core::CaseId in_case) const;
    /// Those that wait for the approval of `person`, or of somebody else whom they stand in for, on cases that they may
    /// read; the longest waiting first.
    std::vector<core::Draft> waiting_for(
        core::UserId reader, const std::vector<core::UserId>& asked, std::int64_t limit
    ) const;

    /// What the document was before it was journaled.
    std::optional<core::Draft> of_document(core::DocumentId id) const;
    /// The journaled documents that are new editions of this one, in order.
    std::vector<core::DocumentId> replacements(core::DocumentId id) const;

    /// The id in `made` is not read.
    std::int64_t add_version(const core::DraftVersion& made);
    /// The newest first.
    std::vector<core::DraftVersion> versions(core::DraftId id) const;
    std::optional<core::DraftVersion> version(core::DraftId id, std::int64_t number) const;
    std::optional<core::DraftVersion> find_version(std::int64_t id) const;

    bool case_needs_two(core::CaseId in_case) const;
    void set_case_needs_two(core::CaseId in_case, bool by_two, core::UserId by, core::Timestamp now);

    /// In order of id, for walks over all of them.
    std::vector<core::Draft> after(core::DraftId last, std::int64_t limit) const;
    core::DraftId highest_id() const;

  private:
    Transaction& tx_;
};

}  // namespace services
