#include "services/store/case_sheet_store.hpp"

#include <limits>

#include "services/store/columns.hpp"

namespace services {

namespace {

#define SHEET_COLUMNS "s.case_id, s.type, s.phase, s.fields, s.order_key"

constexpr std::string_view find_sql = "SELECT " SHEET_COLUMNS " FROM case_sheets AS s WHERE s.case_id = $1";
constexpr std::string_view put_sql = R"sql(
    INSERT INTO case_sheets (case_id, type, phase, fields, order_key) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (case_id) DO UPDATE
       SET type = excluded.type, phase = excluded.phase, fields = excluded.fields, order_key = excluded.order_key)sql";

constexpr std::string_view ticks_sql =
    "SELECT item, ticked_at, ticked_by FROM case_ticks WHERE case_id = $1 ORDER BY ticked_at, item";
constexpr std::string_view tick_sql = R"sql(
    INSERT INTO case_ticks (case_id, item, ticked_at, ticked_by) VALUES ($1, $2, $3, $4)
    ON CONFLICT (case_id, item) DO NOTHING)sql";
constexpr std::string_view untick_sql = "DELETE FROM case_ticks WHERE case_id = $1 AND item = $2";

constexpr std::string_view deadlines_sql =
    "SELECT deadline, task_id FROM case_deadlines WHERE case_id = $1 ORDER BY deadline";
constexpr std::string_view put_deadline_sql =
    "INSERT INTO case_deadlines (case_id, deadline, task_id) VALUES ($1, $2, $3)"
    " ON CONFLICT (case_id, deadline) DO UPDATE SET task_id = excluded.task_id";

// The unary plus keeps the planner from walking the reader's groups instead, which would sort what is in them.
#define TYPED_COLUMNS SHEET_COLUMNS ", c.number, c.title, c.state, c.caseworker_id"
#define TYPED_CASES                                                                      \
    " FROM case_sheets AS s JOIN cases AS c ON c.id = s.case_id WHERE s.type = $2"       \
    " AND +c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)" \
    " AND ($3 = 0 OR c.state <> 'closed')"
constexpr std::string_view by_key_sql = "SELECT " TYPED_COLUMNS TYPED_CASES
                                        " AND (s.order_key, s.case_id) > ($4, $5)"
                                        " ORDER BY s.order_key, s.case_id LIMIT $6";
constexpr std::string_view newest_sql =
    "SELECT " TYPED_COLUMNS TYPED_CASES " AND s.order_key = '' AND s.case_id < $4 ORDER BY s.case_id DESC LIMIT $5";
constexpr std::string_view order_sql = "SELECT order_by FROM case_type_orders WHERE type = $1";
constexpr std::string_view set_order_sql = R"sql(
    INSERT INTO case_type_orders (type, order_by) VALUES ($1, $2)
    ON CONFLICT (type) DO UPDATE SET order_by = excluded.order_by)sql";
constexpr std::string_view of_type_sql =
    "SELECT " SHEET_COLUMNS " FROM case_sheets AS s WHERE s.type = $1 AND s.case_id > $2 ORDER BY s.case_id LIMIT $3";
constexpr std::string_view set_order_key_sql = "UPDATE case_sheets SET order_key = $2 WHERE case_id = $1";

CaseSheet sheet_from(const Row& row) {
    return {
        .of = row.id<core::CaseId>(0),
        .type = row.text(1),
        .phase = row.text(2),
        .fields = row.text(3),
        .order_key = row.text(4),
    };
}

TypedCase typed_from(const Row& row) {
    return {
        .sheet = sheet_from(row),
        .number = row.text(5),
        .title = row.text(6),
        .state = named(core::case_state_named, row.text(7)),
        .caseworker = row.maybe_id<core::UserId>(8),
    };
}

}  // namespace

std::optional<CaseSheet> CaseSheetStore::find(core::CaseId id) const {
    return first(tx_.run(find_sql, {id}), sheet_from);
}

void CaseSheetStore::put(const CaseSheet& sheet) {
    tx_.run(put_sql, {sheet.of, sheet.type, sheet.phase, sheet.fields, sheet.order_key});
}

std::vector<CaseTick> CaseSheetStore::ticks(core::CaseId id) const {
    return all(tx_.run(ticks_sql, {id}), [](const Row& row) {
        return CaseTick{row.text(0), timestamp(row.number(1)), row.id<core::UserId>(2)};
    });
}

bool CaseSheetStore::tick(core::CaseId id, const CaseTick& made) {
    return tx_.run(tick_sql, {id, made.item, seconds(made.at), made.by}).changed() != 0;
}

bool CaseSheetStore::untick(core::CaseId id, std::string_view item) {
    return tx_.run(untick_sql, {id, item}).changed() != 0;
}

std::vector<DeadlineTask> CaseSheetStore::deadline_tasks(core::CaseId id) const {
    return all(tx_.run(deadlines_sql, {id}), [](const Row& row) {
        return DeadlineTask{row.text(0), row.id<core::TaskId>(1)};
    });
}

void CaseSheetStore::put_deadline_task(core::CaseId id, const DeadlineTask& made) {
    tx_.run(put_deadline_sql, {id, made.deadline, made.task});
}

std::vector<TypedCase> CaseSheetStore::list(const TypedCaseFilter& filter) const {
    const std::int64_t open_only = filter.open_only ? 1 : 0;
    if (filter.by_order_key) {
        const auto key = filter.after ? filter.after->order_key : std::string{};
        const auto id = filter.after ? filter.after->id : core::CaseId{};
        return all(tx_.run(by_key_sql, {filter.reader, filter.type, open_only, key, id, filter.limit}), typed_from);
    }
    const auto below = filter.after ? filter.after->id : core::CaseId{std::numeric_limits<std::int64_t>::max()};
    return all(tx_.run(newest_sql, {filter.reader, filter.type, open_only, below, filter.limit}), typed_from);
}

std::optional<std::string> CaseSheetStore::order_of(std::string_view type) const {
    return first(tx_.run(order_sql, {type}), [](const Row& row) { return row.text(0); });
}

void CaseSheetStore::set_order(std::string_view type, std::string_view order_by) {
    tx_.run(set_order_sql, {type, order_by});
}

std::vector<CaseSheet> CaseSheetStore::of_type(std::string_view type, core::CaseId after, std::int64_t limit) const {
    return all(tx_.run(of_type_sql, {type, after, limit}), sheet_from);
}

void CaseSheetStore::set_order_key(core::CaseId id, std::string_view order_key) {
    tx_.run(set_order_key_sql, {id, order_key});
}

}  // namespace services
