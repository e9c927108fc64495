#include "services/store/access_reminder_store.hpp"

#include <algorithm>

#include "services/store/columns.hpp"
#include "services/store/id_list.hpp"

namespace services {

namespace {

constexpr std::string_view add_sql = R"sql(
    INSERT INTO access_reminders (request_id, stage, due_on, told_at, told_to, task_id) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (request_id, stage, due_on) DO NOTHING RETURNING request_id)sql";
constexpr std::string_view has_sql =
    "SELECT 1 FROM access_reminders WHERE request_id = $1 AND stage = $2 AND due_on = $3";
#define REMINDERS "SELECT request_id, stage, due_on, told_at, told_to, task_id FROM access_reminders WHERE request_id "
constexpr std::string_view of_request_sql = REMINDERS "= $1 ORDER BY told_at, due_on, stage";
constexpr std::string_view of_requests_sql = REMINDERS "IN " ID_LIST("$1", "$2") " ORDER BY told_at, due_on, stage";
constexpr std::string_view pressing_sql = R"sql(
    SELECT r.id, c.number, r.asked_for, r.due_on, m.stage
      FROM access_reminders AS m
      JOIN access_requests AS r ON r.id = m.request_id AND r.due_on = m.due_on AND r.state = 'open'
      JOIN cases AS c ON c.id = r.case_id
     WHERE (c.caseworker_id = $1 OR m.told_to = $1)
       AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)
       AND NOT EXISTS (SELECT 1 FROM access_request_times AS t
                        WHERE t.request_id = r.id AND t.kind = 'pause' AND t.to_on IS NULL)
     ORDER BY r.due_on, r.id LIMIT 150)sql";
constexpr std::size_t pressing_max = 50;

core::Date date_in(const Row& row, std::size_t column) {
    return named(core::parse_iso_date, row.text(column));
}

core::AccessReminder stage_in(const Row& row, std::size_t column) {
    return named(core::access_reminder_named, row.text(column));
}

AccessReminded reminded_from(const Row& row) {
    return AccessReminded{
        .request = row.id<core::AccessRequestId>(0),
        .stage = stage_in(row, 1),
        .due = date_in(row, 2),
        .told_at = timestamp(row.number(3)),
        .told_to = row.maybe_id<core::UserId>(4),
        .task = row.maybe_id<core::TaskId>(5),
    };
}

}  // namespace

bool AccessReminderStore::add(const AccessReminded& made) {
    return !tx_.run(
                   add_sql,
                   {made.request,
                    core::name_of(made.stage),
                    core::iso_date(made.due),
                    seconds(made.told_at),
                    made.told_to,
                    made.task}
    )
                .empty();
}

bool AccessReminderStore::has(core::AccessRequestId of, core::AccessReminder stage, core::Date due) const {
    return !tx_.run(has_sql, {of, core::name_of(stage), core::iso_date(due)}).empty();
}

std::vector<AccessReminded> AccessReminderStore::of_request(core::AccessRequestId id) const {
    return all(tx_.run(of_request_sql, {id}), reminded_from);
}

std::map<core::AccessRequestId, AccessReminded> AccessReminderStore::latest_of(
    const std::vector<core::AccessRequestId>& ids
) const {
    std::map<core::AccessRequestId, AccessReminded> latest;
    in_lists(ids, [&](const std::string& text, std::int64_t count) {
        for (auto& one : all(tx_.run(of_requests_sql, {text, count}), reminded_from)) latest[one.request] = one;
    });
    return latest;
}

std::vector<PressingAccess> AccessReminderStore::pressing(core::UserId person) const {
    std::vector<PressingAccess> found;
    const auto rows = tx_.run(pressing_sql, {person});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto stage = stage_in(rows[i], 4);
        const auto id = rows[i].id<core::AccessRequestId>(0);
        if (!found.empty() && found.back().request == id) {
            found.back().stage = std::max(found.back().stage, stage);
            continue;
        }
        if (found.size() == pressing_max) break;
        found.push_back({id, rows[i].text(1), rows[i].text(2), date_in(rows[i], 3), stage});
    }
    return found;
}

}  // namespace services
