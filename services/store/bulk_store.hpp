#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "services/store/database.hpp"

/// What was done to many cases at once: few statements, however many the cases are.
namespace services {

using BulkId = core::Id<struct BulkTag>;

struct BulkAction {
    BulkId id;
    std::string kind;  ///< hand_over, state, deadline, waiting
    std::string what;  ///< a JSON object
    core::UserId made_by;
    core::Timestamp made_at{};
    core::Timestamp undo_until{};  ///< the first second in which it can't be undone any more
    std::optional<core::Timestamp> undone_at{};
};

/// What all cases come to; what is not set stays.
struct BulkValues {
    std::optional<core::CaseState> state{};
    std::optional<core::UnitId> unit{};
    std::optional<std::optional<core::UserId>> caseworker{};
    std::optional<std::optional<core::Date>> deadline{};
    std::optional<std::string> waiting_for{};
};

/// How a case was before.
struct BulkCase {
    core::CaseId id;
    core::CaseState state{};
    std::optional<core::Timestamp> closed_at;
    core::UnitId unit;
    std::optional<core::UserId> caseworker;
    std::optional<core::Date> deadline;
    std::string waiting_for;
    std::int64_t version_after{};
    bool is_undone{};
};

class BulkStore {
  public:
    explicit BulkStore(Transaction& tx) : tx_(tx) {}

    BulkId add(const BulkAction& made);  ///< the id in `made` is not read
    std::optional<BulkAction> find(BulkId id) const;
    /// What someone did last, newest first.
    std::vector<BulkAction> of_person(core::UserId person, std::int64_t limit) const;
    void set_undone(BulkId id, core::Timestamp now);

    /// Keeps how the cases are, as those of the action.
    void keep(BulkId id, const std::vector<core::CaseId>& cases);
    std::vector<BulkCase> cases(BulkId id, core::CaseId after, std::int64_t limit) const;
    std::int64_t count(BulkId id) const;
    std::int64_t count_undone(BulkId id) const;

    /// Gives the kept cases their new values.
    void change(BulkId id, const BulkValues& values, core::Timestamp now);
    /// Tells of each kept case that its state moved.
    void note_state(BulkId id, core::CaseState state, const std::string& reason, core::Timestamp now, core::UserId by);

    /// Those of the kept cases that are to be as they were before.
    void mark_undone(BulkId id, const std::vector<core::CaseId>& cases);
    void restore(BulkId id, core::Timestamp now);
    void note_state_before(BulkId id, const std::string& reason, core::Timestamp now, core::UserId by);

    /// Of the cases, those with an access group of their own; sorted.
    std::vector<core::CaseId> with_own_group(const std::vector<core::CaseId>& cases) const;
    /// Puts cases under another access group, with all that lies on them.
    void move_group(const std::vector<core::CaseId>& cases, core::GroupId group);
    /// Of the cases, those that were put together with another; sorted.
    std::vector<core::CaseId> merged(const std::vector<core::CaseId>& cases) const;
    /// Of the cases, those with tasks that are not done; sorted.
    std::vector<core::CaseId> with_open_tasks(const std::vector<core::CaseId>& cases) const;

  private:
    Transaction& tx_;
};

}  // namespace services
