#include "services/store/task_store.hpp"

#include <limits>

#include "core/rules/danish_order.hpp"
#include "services/store/columns.hpp"
#include "services/store/title_key.hpp"

namespace services {

namespace {

#define TASK_COLUMNS                                                                                       \
    "t.id, t.case_id, t.title, t.unit_id, t.person_id, t.due, t.remind_on, t.access_group_id, t.made_at, " \
    "t.made_by, t.done_at, t.done_by, t.version"

constexpr std::string_view add_sql = R"sql(
    INSERT INTO tasks (case_id, title, unit_id, person_id, due, remind_on, access_group_id, made_at, made_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.id = $1";
constexpr std::string_view update_sql = R"sql(
    UPDATE tasks SET title = $3, unit_id = $4, person_id = $5, due = $6, remind_on = $7, access_group_id = $8,
                     done_at = $9, done_by = $10, version = version + 1
     WHERE id = $1 AND version = $2)sql";
constexpr std::string_view set_group_sql =
    "UPDATE tasks SET access_group_id = $2 WHERE case_id = $1 AND done_at IS NULL";
constexpr std::string_view set_group_of_done_sql =
    "UPDATE tasks SET access_group_id = $2 WHERE case_id = $1 AND done_at IS NOT NULL";

// One statement for each index; the unary plus keeps the planner from walking the reader's groups instead.
#define TASK_READABLE " AND +t.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $2)"
#define TASKS_TO_DO                                                       \
    TASK_READABLE                                                         \
    " AND t.done_at IS NULL AND t.due <= $3 AND (t.due, t.id) > ($4, $5)" \
    " ORDER BY t.due, t.id LIMIT $6"
#define TASKS_TO_DO_LAST_FIRST                                           \
    TASK_READABLE                                                        \
    " AND t.done_at IS NULL AND t.due > $3 AND (t.due, t.id) < ($4, $5)" \
    " ORDER BY t.due DESC, t.id DESC LIMIT $6"
#define TASK_TITLE_KEY TITLE_KEY("t.title")
#define TASKS_BY_TITLE(beyond, order)                                                                                  \
    TASK_READABLE                                                                                                      \
    " AND t.done_at IS NULL AND t.due > $3 AND t.due <= $4 AND " TASK_TITLE_KEY " " beyond "= $5 AND (" TASK_TITLE_KEY \
    ", t.id) " beyond " ($5, $6) ORDER BY " TASK_TITLE_KEY " " order ", t.id " order " LIMIT $7"
#define TASKS_DONE                                                \
    TASK_READABLE                                                 \
    " AND t.done_at IS NOT NULL AND (t.done_at, t.id) < ($3, $4)" \
    " ORDER BY t.done_at DESC, t.id DESC LIMIT $5"

constexpr std::string_view of_person_sql = "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.person_id = $1" TASKS_TO_DO;
constexpr std::string_view of_unit_sql = "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.unit_id = $1" TASKS_TO_DO;
constexpr std::string_view of_case_sql = "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.case_id = $1" TASKS_TO_DO;
constexpr std::string_view done_of_person_sql =
    "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.person_id = $1" TASKS_DONE;
constexpr std::string_view done_of_unit_sql = "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.unit_id = $1" TASKS_DONE;
constexpr std::string_view done_of_case_sql = "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.case_id = $1" TASKS_DONE;

constexpr std::string_view falling_of_person_sql =
    "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.person_id = $1" TASKS_TO_DO_LAST_FIRST;
constexpr std::string_view falling_of_unit_sql =
    "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.unit_id = $1" TASKS_TO_DO_LAST_FIRST;
constexpr std::string_view falling_of_case_sql =
    "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.case_id = $1" TASKS_TO_DO_LAST_FIRST;
constexpr std::string_view by_title_of_person_sql =
    "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.person_id = $1" TASKS_BY_TITLE(">", "ASC");
constexpr std::string_view by_title_of_unit_sql =
    "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.unit_id = $1" TASKS_BY_TITLE(">", "ASC");
constexpr std::string_view by_title_falling_of_person_sql =
    "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.person_id = $1" TASKS_BY_TITLE("<", "DESC");
constexpr std::string_view by_title_falling_of_unit_sql =
    "SELECT " TASK_COLUMNS " FROM tasks AS t WHERE t.unit_id = $1" TASKS_BY_TITLE("<", "DESC");

constexpr std::string_view count_of_case_sql = "SELECT COUNT(*) FROM tasks WHERE case_id = $1 AND done_at IS NULL";
constexpr std::string_view counts_sql =
    "SELECT COALESCE(SUM(CASE WHEN t.due < $3 THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(CASE WHEN t.remind_on <= $3 OR t.due <= $3 THEN 1 ELSE 0 END), 0), COUNT(*)"
    " FROM tasks AS t WHERE t.person_id = $1 AND t.done_at IS NULL" TASK_READABLE;

constexpr std::string_view last_day = "9999-12-31";
constexpr std::int64_t end_of_time = 253'402'300'799;  // 9999-12-31T23:59:59Z

core::Task task_from(const Row& row) {
    core::Task task{
        .id = row.id<core::TaskId>(0),
        .in_case = row.maybe_id<core::CaseId>(1),
        .title = row.text(2),
        .unit = row.id<core::UnitId>(3),
        .person = row.maybe_id<core::UserId>(4),
        .due = maybe_date(row, 5).value_or(core::Date{}),
        .remind_on = maybe_date(row, 6).value_or(core::Date{}),
        .access_group = row.id<core::GroupId>(7),
        .made_at = timestamp(row.number(8)),
        .made_by = row.id<core::UserId>(9),
        .done = {},
        .version = row.number(12),
    };
    if (!row.is_null(10)) task.done = core::Task::Done{timestamp(row.number(10)), row.id<core::UserId>(11)};
    return task;
}

std::int64_t owner_of(const TaskFilter& filter) {
    if (filter.person) return filter.person->value;
    return filter.unit ? filter.unit->value : filter.in_case.value_or(core::CaseId{}).value;
}

std::string_view chosen(
    const TaskFilter& filter, std::string_view person, std::string_view unit, std::string_view of_case
) {
    if (filter.person) return person;
    return filter.unit ? unit : of_case;
}

/// The day before the first that is asked for.
std::string before_first(const TaskFilter& filter) {
    return filter.from ? core::iso_date(*filter.from - std::chrono::days{1}) : std::string{};
}
std::string last_of(const TaskFilter& filter) {
    return filter.to ? core::iso_date(*filter.to) : std::string{last_day};
}
std::string day_of(const TaskFilter::Place& place) {
    return core::iso_date(core::Date{std::chrono::days{place.when}});
}

std::vector<core::Task> rising(Transaction& tx, const TaskFilter& filter, std::int64_t owner) {
    const auto to = last_of(filter);
    // What is due on a day comes after the day before, whatever its id.
    const auto day = filter.after ? day_of(*filter.after) : before_first(filter);
    const auto id = filter.after ? filter.after->id : core::TaskId{std::numeric_limits<std::int64_t>::max()};
    const auto sql = chosen(filter, of_person_sql, of_unit_sql, of_case_sql);
    return all(tx.run(sql, {owner, filter.reader, to, day, id, filter.limit}), task_from);
}

std::vector<core::Task> falling(Transaction& tx, const TaskFilter& filter, std::int64_t owner) {
    const auto beyond = before_first(filter);
    const auto day = filter.after ? day_of(*filter.after) : last_of(filter);
    const auto id = filter.after ? filter.after->id : core::TaskId{std::numeric_limits<std::int64_t>::max()};
    const auto sql = chosen(filter, falling_of_person_sql, falling_of_unit_sql, falling_of_case_sql);
    return all(tx.run(sql, {owner, filter.reader, beyond, day, id, filter.limit}), task_from);
}

std::vector<core::Task> by_title(Transaction& tx, const TaskFilter& filter, std::int64_t owner) {
    constexpr std::string_view last_character = "\U0010FFFF";
    const auto beyond = before_first(filter);
    const auto to = last_of(filter);
    const auto title = filter.after ? filter.after->title : std::string{filter.is_falling ? last_character : ""};
    const auto id = filter.after ? filter.after->id : core::TaskId{};
    const auto sql = filter.is_falling ? (filter.person ? by_title_falling_of_person_sql : by_title_falling_of_unit_sql)
                                       : (filter.person ? by_title_of_person_sql : by_title_of_unit_sql);
    return all(tx.run(sql, {owner, filter.reader, beyond, to, title, id, filter.limit}), task_from);
}

}  // namespace

core::TaskId TaskStore::add(const core::Task& made) {
    const auto due = core::iso_date(made.due);
    const auto remind_on = core::iso_date(made.remind_on);
    return tx_
        .run(
            add_sql,
            {made.in_case,
             made.title,
             made.unit,
             made.person,
             due,
             remind_on,
             made.access_group,
             seconds(made.made_at),
             made.made_by}
        )
        .front()
        .id<core::TaskId>(0);
}

std::optional<core::Task> TaskStore::find(core::TaskId id) const {
    return first(tx_.run(find_sql, {id}), task_from);
}

std::vector<core::Task> TaskStore::list(const TaskFilter& filter) const {
    const auto owner = owner_of(filter);
    if (filter.is_done) {
        const auto when = filter.after ? filter.after->when : end_of_time;
        const auto id = filter.after ? filter.after->id : core::TaskId{};
        const auto sql = chosen(filter, done_of_person_sql, done_of_unit_sql, done_of_case_sql);
        return all(tx_.run(sql, {owner, filter.reader, when, id, filter.limit}), task_from);
    }
    const bool is_by_title = filter.sort == TaskSort::title && !filter.in_case;
    if (is_by_title) return by_title(tx_, filter, owner);
    return filter.is_falling ? falling(tx_, filter, owner) : rising(tx_, filter, owner);
}

TaskFilter::Place TaskStore::place_of(const core::Task& last, TaskSort sort) {
    if (sort == TaskSort::title && !last.done) return {0, last.id, core::danish_order_key(last.title)};
    return {last.done ? seconds(last.done->at) : last.due.time_since_epoch().count(), last.id};
}

core::Result<void> TaskStore::update(const core::Task& changed) {
    const auto due = core::iso_date(changed.due);
    const auto remind_on = core::iso_date(changed.remind_on);
    const auto done_at = changed.done ? std::optional{seconds(changed.done->at)} : std::nullopt;
    const auto done_by = changed.done ? std::optional{changed.done->by} : std::nullopt;
    const auto rows = tx_.run(
        update_sql,
        {changed.id,
         changed.version,
         changed.title,
         changed.unit,
         changed.person,
         due,
         remind_on,
         changed.access_group,
         done_at,
         done_by}
    );
    if (rows.changed() == 0) return core::Error{core::ErrorCode::conflict, "the task has changed since it was read"};
    return core::done();
}

void TaskStore::set_access_group(core::CaseId in_case, core::GroupId group) {
    tx_.run(set_group_sql, {in_case, group});
    tx_.run(set_group_of_done_sql, {in_case, group});
}

std::int64_t TaskStore::count_open(core::CaseId in_case) const {
    return tx_.run(count_of_case_sql, {in_case}).front().number(0);
}

TaskStore::Counts TaskStore::counts(core::UserId person, core::Date today) const {
    const auto day = core::iso_date(today);
    const auto rows = tx_.run(counts_sql, {person, person, day});
    return {rows.front().number(0), rows.front().number(1), rows.front().number(2)};
}

}  // namespace services
