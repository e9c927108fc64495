#pragma once

#include <optional>
#include <vector>

#include "core/model/task.hpp"
#include "core/result.hpp"
#include "services/store/database.hpp"

/// Tasks and their deadlines.
namespace services {

enum class TaskSort { due, title };

/// Which tasks a list shows, of those that `reader` may read. Exactly one of person, unit and in_case is set.
struct TaskFilter {
    core::UserId reader;
    std::optional<core::UserId> person{};
    std::optional<core::UnitId> unit{};
    std::optional<core::CaseId> in_case{};
    bool is_done{false};  ///< those that are done, the one done last first; else what is to be done, by day
    std::optional<core::Date> from{};  ///< due on this day or later; what is done is not filtered by day
    std::optional<core::Date> to{};    ///< due on this day or earlier
    TaskSort sort{};                   ///< of what is to be done by a person or a unit
    bool is_falling{false};            ///< the last first, of what is to be done
    struct Place {                     ///< the last row of the page before
        std::int64_t when{};           ///< of what is done: seconds; of the rest: days since 1970
        core::TaskId id;
        std::string title{};  ///< its key, in a list by title
    };
    std::optional<Place> after{};
    std::int64_t limit{50};
};

class TaskStore {
  public:
    explicit TaskStore(Transaction& tx) : tx_(tx) {}

    core::TaskId add(const core::Task& made);  ///< the id in `made` is not read
    std::optional<core::Task> find(core::TaskId id) const;
    std::vector<core::Task> list(const TaskFilter& filter) const;
    /// Where the page after begins, when `last` was the last row of one.
    static TaskFilter::Place place_of(const core::Task& last, TaskSort sort = TaskSort::due);

    /// Writes every field that may change. Errors: conflict, if the task is no longer at `changed.version`.
    core::Result<void> update(const core::Task& changed);
    /// Tasks follow their case when it is kept closer or opened up.
    void set_access_group(core::CaseId in_case, core::GroupId group);

    std::int64_t count_open(core::CaseId in_case) const;
    /// What is to be done by a person, as far as they may read it.
    struct Counts {
        std::int64_t overdue{}, reminded{}, open{};  ///< each within the next
    };
    Counts counts(core::UserId person, core::Date today) const;

  private:
    Transaction& tx_;
};

}  // namespace services
