#include "services/cases/tasks.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/word_match.hpp"
#include "core/whole_number.hpp"
#include "services/cases/case_checks.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::int64_t remind_days_max = 365;

/// The first unit in which the person handles cases.
std::optional<core::UnitId> own_unit(const core::Principal& who) {
    for (const auto& held : who.roles)
        if (core::may(who, core::Action::edit_case, {held.unit, std::nullopt})) return held.unit;
    return std::nullopt;
}

/// Somebody who could never open the task must not be given it.
Result<void> check_person(Transaction& tx, const core::Task& task) {
    if (!task.person) return core::done();
    const auto principal = UserStore{tx}.principal(*task.person);
    if (!principal || !core::may(*principal, core::Action::read, {task.unit, task.access_group}))
        return invalid_field("person", "there is no such active user who may read the task");
    return core::done();
}

Result<void> check_task(Transaction& tx, const core::Task& task) {
    TRY(check_line(task.title, "title"));
    if (!UnitStore{tx}.find(task.unit)) return invalid_field("unit", "there is no such unit");
    const std::chrono::year_month_day due{task.due};
    if (due.year() < std::chrono::year{2000} || due.year() > std::chrono::year{2199})
        return invalid_field("due", "the day lies outside the years 2000 to 2199");
    const auto days = remind_days_of(task);
    if (days < 0 || days > remind_days_max) return invalid_field("remind_days", "0 to 365 days");
    return check_person(tx, task);
}

/// The case's group, or the unit's where the task stands by itself.
Result<core::GroupId> group_of(Transaction& tx, const core::Principal& who, const core::Task& task) {
    if (task.in_case) {
        TRY(const auto on, read_case(tx, who, *task.in_case));
        return on.access_group;
    }
    return GroupStore{tx}.ensure({core::GroupKind::unit, task.unit, std::nullopt});
}

void append(
    Transaction& tx, const Acting& acting, EventKind kind, const core::Task& task, const nlohmann::json& payload
) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind,
        .subject_kind = SubjectKind::task,
        .subject = task.id.value,
        .in_case = task.in_case,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

void apply(const TaskChange& change, core::Task& to) {
    const auto days = change.remind_days.value_or(remind_days_of(to));
    if (change.title) to.title = *change.title;
    if (change.unit) to.unit = *change.unit;
    if (change.person) to.person = *change.person;
    if (change.due) to.due = *change.due;
    to.remind_on = to.due - std::chrono::days{days};
}

bool is_changed(const core::Task& before, const core::Task& after) {
    return before.title != after.title || before.unit != after.unit || before.person != after.person ||
           before.due != after.due || before.remind_on != after.remind_on;
}

nlohmann::json changed_fields(const core::Task& before, const core::Task& after) {
    auto fields = nlohmann::json::object();
    const auto number = [](std::optional<core::UserId> id) { return id.value_or(core::UserId{}).value; };
    if (before.title != after.title) fields["title"] = true;
    if (before.unit != after.unit) fields["unit"] = {before.unit.value, after.unit.value};
    if (before.person != after.person) fields["person"] = {number(before.person), number(after.person)};
    if (before.due != after.due) fields["due"] = {core::iso_date(before.due), core::iso_date(after.due)};
    if (before.remind_on != after.remind_on) fields["remind_on"] = core::iso_date(after.remind_on);
    return fields;
}

}  // namespace

ListedTasks list_tasks(Transaction& tx, const TaskQuestion& question) {
    const core::WordMatch match{question.words};
    auto filter = question.filter;
    const auto read = [&](const std::optional<TaskFilter::Place>& after, std::int64_t count) {
        filter.after = after;
        filter.limit = count;
        return TaskStore{tx}.list(filter);
    };
    const auto is_wanted = [&](const core::Task& one) { return match(one.title); };
    const auto place_of = [&](const core::Task& one) { return TaskStore::place_of(one, filter.sort); };
    const auto limit = question.filter.limit;
    return paged<core::Task>(question.filter.after, limit, read, is_wanted, place_of);
}

Result<void> read_task_order(std::string_view sort, TaskFilter& filter) {
    if (sort.empty()) return core::done();
    filter.is_falling = sort.starts_with('-');
    if (filter.is_falling) sort.remove_prefix(1);
    if (sort == "title")
        filter.sort = TaskSort::title;
    else if (sort != "due")
        return invalid_field("sort", "is no order of this list");
    if (filter.is_done) return invalid_field("sort", "what is done comes with what was done last first");
    if (filter.in_case && filter.sort == TaskSort::title) return invalid_field("sort", "those of a case come by day");
    return core::done();
}

std::string task_cursor(const TaskFilter::Place& place, const TaskFilter& filter) {
    const bool is_by_title = filter.sort == TaskSort::title;
    return std::to_string(place.id.value) + '.' + (is_by_title ? place.title : std::to_string(place.when));
}

std::optional<TaskFilter::Place> task_place_in(std::string_view cursor, const TaskFilter& filter) {
    const auto dot = cursor.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto id = core::whole_number(cursor.substr(0, dot));
    if (!id) return std::nullopt;
    const auto key = cursor.substr(dot + 1);
    if (filter.sort == TaskSort::title) return TaskFilter::Place{0, core::TaskId{*id}, std::string{key}};
    const auto when = core::whole_number(key);
    // Days of a list by day become dates, so that none may lie outside what a date can be.
    constexpr std::int64_t days_max = 3'000'000;
    if (!when || (!filter.is_done && (*when < 0 || *when > days_max))) return std::nullopt;
    return TaskFilter::Place{*when, core::TaskId{*id}, {}};
}

std::int64_t remind_days_of(const core::Task& task) {
    return (task.due - task.remind_on).count();
}

Result<core::Task> add_task(Transaction& tx, const Acting& acting, const NewTask& made) {
    core::Task task{};
    task.in_case = made.in_case;
    task.title = made.title;
    task.person = made.person;
    task.due = made.due;
    task.remind_on = made.due - std::chrono::days{made.remind_days};
    task.made_at = acting.now;
    task.made_by = acting.who.user;
    auto unit = made.unit;
    if (made.in_case) {
        TRY(const auto on, read_case(tx, acting.who, *made.in_case));
        TRY(require_on_case(acting.who, core::Action::edit_case, on));
        if (!unit) unit = on.unit;
    } else {
        if (!unit) unit = own_unit(acting.who);
        if (!unit || !core::may(acting.who, core::Action::edit_case, {*unit, std::nullopt}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to give tasks in this unit"};
    }
    task.unit = *unit;
    if (!UnitStore{tx}.find(task.unit)) return invalid_field("unit", "there is no such unit");
    TRY(task.access_group, group_of(tx, acting.who, task));
    TRY(check_task(tx, task));
    task.id = TaskStore{tx}.add(task);
    append(tx, acting, EventKind::task_added, task, {{"due", core::iso_date(task.due)}});
    return task;
}

Result<core::Task> read_task(Transaction& tx, const core::Principal& who, core::TaskId id) {
    auto found = TaskStore{tx}.find(id);
    if (!found || !core::may(who, core::Action::read, {found->unit, found->access_group}))
        return Error{ErrorCode::not_found, "there is no such task"};
    return std::move(*found);
}

bool may_change_task(Transaction& tx, const core::Principal& who, const core::Task& task) {
    if (!task.in_case) return core::may(who, core::Action::edit_case, {task.unit, task.access_group});
    const auto on = CaseStore{tx}.find(*task.in_case);
    return on && core::may(who, core::Action::edit_case, {on->unit, on->access_group});
}

Result<core::Task> change_task(
    Transaction& tx, const Acting& acting, core::TaskId id, std::int64_t version, const TaskChange& change
) {
    TRY(const auto before, read_task(tx, acting.who, id));
    auto after = before;
    apply(change, after);
    const bool is_mine = before.person == acting.who.user;
    const bool may_change = may_change_task(tx, acting.who, before);
    if (!may_change && (!is_mine || is_changed(before, after)))
        return Error{ErrorCode::forbidden, "only those who may edit the case change its tasks"};
    if (before.version != version) return Error{ErrorCode::conflict, "the task has changed since it was read"};
    if (after.unit != before.unit && !after.in_case) {
        if (!core::may(acting.who, core::Action::edit_case, {after.unit, std::nullopt}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to give tasks in the other unit"};
        TRY(after.access_group, group_of(tx, acting.who, after));
    }
    TRY(check_task(tx, after));
    const bool is_done = change.done.value_or(before.done.has_value());
    if (is_done && !before.done) after.done = core::Task::Done{acting.now, acting.who.user};
    if (!is_done) after.done.reset();
    const bool is_moved = is_done != before.done.has_value();
    if (!is_changed(before, after) && !is_moved) return before;
    TRY(TaskStore{tx}.update(after));
    after.version += 1;
    if (is_changed(before, after)) append(tx, acting, EventKind::task_changed, after, changed_fields(before, after));
    if (is_moved)
        append(tx, acting, is_done ? EventKind::task_done : EventKind::task_reopened, after, nlohmann::json::object());
    return after;
}

}  // namespace services
