#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "services/cases/case_desk.hpp"
#include "services/cases/tasks.hpp"

/// What the pages of tasks share: the form that gives and changes them, and a task's row.
namespace services {

/// What someone typed in the form.
struct TaskForm {
    std::string title, due, remind_days{"3"}, case_id, case_text;
    std::optional<core::UserId> person;
    std::optional<core::UnitId> unit;
    std::int64_t version{};
    nlohmann::json errors = nlohmann::json::object();
};

TaskForm typed_task(const Request& request);
nlohmann::json task_form_json(
    const TaskForm& form, Language language, const Names& names, const std::vector<Unit>& units
);
/// What is wrong with a task that was refused, for its field.
std::string wrong_task_text(Language language, const core::Error& error);
/// Days as typed; an empty field reminds on the day itself. Errors: invalid_input.
core::Result<std::int64_t> reminder_days(const std::string& text);
/// Errors: as add_task.
core::Result<core::Task> add_typed_task(
    const CaseDesk& desk, const Caller& caller, const TaskForm& form, std::optional<core::CaseId> on
);

std::string task_path(core::TaskId id);
/// All units in which the person handles cases: their own and those beneath.
std::vector<Unit> task_units(const Caller& caller, const Names& names);
/// A row of cases/task_rows.
nlohmann::json task_row(
    Transaction& tx,
    const core::Task& one,
    const Caller& caller,
    const Names& names,
    Language language,
    core::Timestamp now
);

/// A part of add_task_pages: the lists of one's own and one's unit's.
void add_task_lists(Router& router, Identity& identity, const CaseDesk& desk);

}  // namespace services
