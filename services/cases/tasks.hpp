#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/task.hpp"
#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/store/paged.hpp"
#include "services/store/task_store.hpp"

/// What is to be done and by when, on a case or by itself.
///
/// A task on a case is read by those who may read the case; one by itself by the members of its unit. Whoever may edit
/// the case (or, for a task by itself, cases in the unit) gives tasks and changes them; the person it was given to may
/// always say that it is done.
namespace services {

struct NewTask {
    std::optional<core::CaseId> in_case;
    std::string title;                 ///< one line
    std::optional<core::UnitId> unit;  ///< absent: the case's, or the asker's own
    std::optional<core::UserId> person;
    core::Date due{};
    std::int64_t remind_days{};  ///< so many days before, 0 to 365
};

/// Only what is set is changed.
struct TaskChange {
    std::optional<std::string> title;
    std::optional<core::UnitId> unit;
    std::optional<std::optional<core::UserId>> person;
    std::optional<core::Date> due;
    std::optional<std::int64_t> remind_days;
    std::optional<bool> done;
};

/// Errors: not_found (the case), forbidden, invalid_input with its field: title, unit, person (nobody who may read it),
/// due, remind_days.
core::Result<core::Task> add_task(Transaction& tx, const Acting& acting, const NewTask& made);
/// Errors: not_found.
core::Result<core::Task> read_task(Transaction& tx, const core::Principal& who, core::TaskId id);
/// Errors: not_found, forbidden, invalid_input, conflict where the task is no longer at `version`.
core::Result<core::Task> change_task(
    Transaction& tx, const Acting& acting, core::TaskId id, std::int64_t version, const TaskChange& change
);
/// Whether the person may do more with it than say that it is done.
bool may_change_task(Transaction& tx, const core::Principal& who, const core::Task& task);

struct TaskQuestion {
    TaskFilter filter;
    std::string words{};  ///< each in the title; empty: whatever it is
};
using ListedTasks = Paged<core::Task, TaskFilter::Place>;
ListedTasks list_tasks(Transaction& tx, const TaskQuestion& question);
/// "due", "title", with "-" before it the other way round; empty: as it is. Errors: invalid_input (sort), also where
/// what is done or is on a case is to be in another order than its own.
core::Result<void> read_task_order(std::string_view sort, TaskFilter& filter);
/// Where a page ended, as a list's address says it; nothing where that is no place.
std::string task_cursor(const TaskFilter::Place& place, const TaskFilter& filter);
std::optional<TaskFilter::Place> task_place_in(std::string_view cursor, const TaskFilter& filter);

/// How many days before the day it is due a task is pointed out.
std::int64_t remind_days_of(const core::Task& task);

}  // namespace services
