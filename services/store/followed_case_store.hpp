#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/followed_case.hpp"
#include "services/store/database.hpp"

/// Cases that everyone may follow.
namespace services {

struct ListedFollowedCase {
    core::FollowedCase followed;
    std::string case_number, unit;
    bool is_closed{};  ///< the case
};

class FollowedCaseStore {
  public:
    explicit FollowedCaseStore(Transaction& tx) : tx_(tx) {}

    core::FollowedCaseId add(const core::FollowedCase& made);  ///< id and version are not read
    std::optional<core::FollowedCase> find(core::FollowedCaseId id) const;
    std::optional<core::FollowedCase> of_case(core::CaseId in_case) const;
    std::optional<ListedFollowedCase> listed(core::FollowedCaseId id) const;
    /// Writes all of it, with the next version. False, and nothing is changed, where it is no longer at `version`.
    bool update(const core::FollowedCase& changed, std::int64_t version);

    /// What everyone sees, the one that changed last first; without steps.
    std::vector<ListedFollowedCase> published(std::int64_t offset, std::int64_t limit) const;
    /// Of the cases that the reader may read, whatever their state; likewise.
    std::vector<ListedFollowedCase> readable(core::UserId reader, std::int64_t limit) const;
    std::vector<core::FollowedCase> taken_down(std::int64_t limit) const;  ///< the newest first, without steps

    /// What the post list shows of the case, the newest first.
    struct PublicEntry {
        core::PostListId id;
        core::DocumentId document;
        core::Date listed_on{};
        std::string title;
        bool document_public{};
    };
    std::vector<PublicEntry> public_entries(core::CaseId in_case, std::int64_t limit) const;

  private:
    void put_steps(core::FollowedCaseId id, const std::vector<core::CaseStep>& steps);
    std::vector<core::CaseStep> steps_of(core::FollowedCaseId id) const;

    Transaction& tx_;
};

std::string_view name_of(core::StepKind kind);
std::optional<core::StepKind> step_kind_named(std::string_view name);

}  // namespace services
