#include "services/store/bulk_store.hpp"

#include <algorithm>

#include "services/store/columns.hpp"
#include "services/store/id_list.hpp"

namespace services {

namespace {

#define BULK_COLUMNS "id, kind, what, made_by, made_at, undo_until, undone_at"
constexpr std::string_view add_sql = R"sql(
    INSERT INTO bulk_actions (kind, what, made_by, made_at, undo_until) VALUES ($1, $2, $3, $4, $5) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " BULK_COLUMNS " FROM bulk_actions WHERE id = $1";
constexpr std::string_view of_person_sql =
    "SELECT " BULK_COLUMNS " FROM bulk_actions WHERE made_by = $1 ORDER BY id DESC LIMIT $2";
constexpr std::string_view set_undone_sql = "UPDATE bulk_actions SET undone_at = $2 WHERE id = $1";

constexpr std::string_view keep_sql = R"sql(
    INSERT INTO bulk_cases (bulk_id, case_id, state, closed_at, unit_id, caseworker_id, deadline, waiting_for,
                            version_after)
    SELECT $1, id, state, closed_at, unit_id, caseworker_id, deadline, waiting_for, version + 1
      FROM cases WHERE id IN )sql" ID_LIST("$2", "$3");
constexpr std::string_view cases_sql = R"sql(
    SELECT case_id, state, closed_at, unit_id, caseworker_id, deadline, waiting_for, version_after, undone
      FROM bulk_cases WHERE bulk_id = $1 AND case_id > $2 ORDER BY case_id LIMIT $3)sql";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM bulk_cases WHERE bulk_id = $1";
constexpr std::string_view count_undone_sql = "SELECT COUNT(*) FROM bulk_cases WHERE bulk_id = $1 AND undone = 1";

// A statement for each thing that changes, so that only the indexes that it is in are written.
#define OF_BULK " WHERE id IN (SELECT case_id FROM bulk_cases WHERE bulk_id = $1)"
constexpr std::string_view set_state_sql =
    "UPDATE cases SET state = $2, closed_at = CASE WHEN $2 = 'closed' THEN COALESCE(closed_at, $3) ELSE NULL "
    "END" OF_BULK;
constexpr std::string_view set_unit_sql = "UPDATE cases SET unit_id = $2" OF_BULK;
constexpr std::string_view set_caseworker_sql = "UPDATE cases SET caseworker_id = $2" OF_BULK;
constexpr std::string_view set_deadline_sql = "UPDATE cases SET deadline = $2" OF_BULK;
constexpr std::string_view set_waiting_sql = "UPDATE cases SET waiting_for = $2" OF_BULK;
constexpr std::string_view set_changed_sql = "UPDATE cases SET changed_at = $2, version = version + 1" OF_BULK;
constexpr std::string_view note_state_sql = R"sql(
    INSERT INTO case_states (case_id, state, since, reason, set_at, set_by)
    SELECT case_id, $2, $3, $4, $5, $6 FROM bulk_cases WHERE bulk_id = $1)sql";

constexpr std::string_view mark_undone_sql =
    "UPDATE bulk_cases SET undone = 1 WHERE bulk_id = $1 AND case_id IN " ID_LIST("$2", "$3");
constexpr std::string_view restore_sql = R"sql(
    UPDATE cases SET state = b.state, closed_at = b.closed_at, unit_id = b.unit_id, caseworker_id = b.caseworker_id,
                     deadline = b.deadline, waiting_for = b.waiting_for, changed_at = $2, version = cases.version + 1
      FROM bulk_cases AS b WHERE b.bulk_id = $1 AND b.undone = 1 AND cases.id = b.case_id)sql";
constexpr std::string_view note_state_before_sql = R"sql(
    INSERT INTO case_states (case_id, state, since, reason, set_at, set_by)
    SELECT case_id, state, $2, $3, $4, $5 FROM bulk_cases WHERE bulk_id = $1 AND undone = 1)sql";

constexpr std::string_view own_group_sql =
    "SELECT c.id FROM cases AS c JOIN access_groups AS g ON g.id = c.access_group_id"
    " WHERE g.kind = 'case_own' AND c.id IN " ID_LIST("$1", "$2") " ORDER BY c.id";
constexpr std::string_view move_cases_sql = "UPDATE cases SET access_group_id = $3 WHERE id IN " ID_LIST("$1", "$2");
constexpr std::string_view move_documents_sql =
    "UPDATE documents SET access_group_id = $3 WHERE case_id IN " ID_LIST("$1", "$2");
constexpr std::string_view move_tasks_sql =
    "UPDATE tasks SET access_group_id = $3 WHERE done_at IS NULL AND case_id IN " ID_LIST("$1", "$2");
constexpr std::string_view move_done_tasks_sql =
    "UPDATE tasks SET access_group_id = $3 WHERE done_at IS NOT NULL AND case_id IN " ID_LIST("$1", "$2");
constexpr std::string_view move_post_sql =
    "UPDATE incoming_items SET access_group_id = $3 WHERE document_id IN"
    " (SELECT id FROM documents WHERE case_id IN " ID_LIST("$1", "$2") ")";
constexpr std::string_view open_tasks_sql =
    "SELECT DISTINCT case_id FROM tasks WHERE done_at IS NULL AND case_id IN " ID_LIST("$1", "$2") " ORDER BY case_id";

constexpr std::string_view merged_sql =
    "SELECT case_id FROM case_merges WHERE undone_at IS NULL AND case_id IN " ID_LIST("$1", "$2");

BulkAction action_from(const Row& row) {
    return {
        .id = row.id<BulkId>(0),
        .kind = row.text(1),
        .what = row.text(2),
        .made_by = row.id<core::UserId>(3),
        .made_at = timestamp(row.number(4)),
        .undo_until = timestamp(row.number(5)),
        .undone_at = maybe_timestamp(row, 6),
    };
}

BulkCase case_in(const Row& row) {
    return {
        .id = row.id<core::CaseId>(0),
        .state = named(core::case_state_named, row.text(1)),
        .closed_at = maybe_timestamp(row, 2),
        .unit = row.id<core::UnitId>(3),
        .caseworker = row.maybe_id<core::UserId>(4),
        .deadline = maybe_date(row, 5),
        .waiting_for = row.text(6),
        .version_after = row.number(7),
        .is_undone = row.number(8) == 1,
    };
}

std::vector<core::CaseId> asked(Transaction& tx, std::string_view sql, const std::vector<core::CaseId>& cases) {
    std::vector<core::CaseId> found;
    in_lists(cases, [&](const std::string& ids, std::int64_t count) {
        for (const auto id : all(tx.run(sql, {ids, count}), [](const Row& row) { return row.id<core::CaseId>(0); }))
            found.push_back(id);
    });
    std::ranges::sort(found);
    return found;
}

}  // namespace

BulkId BulkStore::add(const BulkAction& made) {
    return tx_.run(add_sql, {made.kind, made.what, made.made_by, seconds(made.made_at), seconds(made.undo_until)})
        .front()
        .id<BulkId>(0);
}

std::optional<BulkAction> BulkStore::find(BulkId id) const {
    return first(tx_.run(find_sql, {id}), action_from);
}

std::vector<BulkAction> BulkStore::of_person(core::UserId person, std::int64_t limit) const {
    return all(tx_.run(of_person_sql, {person, limit}), action_from);
}

void BulkStore::set_undone(BulkId id, core::Timestamp now) {
    tx_.run(set_undone_sql, {id, seconds(now)});
}

void BulkStore::keep(BulkId id, const std::vector<core::CaseId>& cases) {
    in_lists(cases, [&](const std::string& ids, std::int64_t count) { tx_.run(keep_sql, {id, ids, count}); });
}

std::vector<BulkCase> BulkStore::cases(BulkId id, core::CaseId after, std::int64_t limit) const {
    return all(tx_.run(cases_sql, {id, after, limit}), case_in);
}

std::int64_t BulkStore::count(BulkId id) const {
    return tx_.run(count_sql, {id}).front().number(0);
}

std::int64_t BulkStore::count_undone(BulkId id) const {
    return tx_.run(count_undone_sql, {id}).front().number(0);
}

void BulkStore::change(BulkId id, const BulkValues& values, core::Timestamp now) {
    if (values.state) tx_.run(set_state_sql, {id, core::name_of(*values.state), seconds(now)});
    if (values.unit) tx_.run(set_unit_sql, {id, *values.unit});
    if (values.caseworker) tx_.run(set_caseworker_sql, {id, *values.caseworker});
    if (values.deadline) {
        const auto deadline = iso_date(*values.deadline);
        tx_.run(set_deadline_sql, {id, deadline});
    }
    if (values.waiting_for) tx_.run(set_waiting_sql, {id, *values.waiting_for});
    tx_.run(set_changed_sql, {id, seconds(now)});
}

void BulkStore::note_state(
    BulkId id, core::CaseState state, const std::string& reason, core::Timestamp now, core::UserId by
) {
    const auto since = core::iso_date(core::danish_date(now));
    tx_.run(note_state_sql, {id, core::name_of(state), since, reason, seconds(now), by});
}

void BulkStore::mark_undone(BulkId id, const std::vector<core::CaseId>& cases) {
    in_lists(cases, [&](const std::string& ids, std::int64_t count) { tx_.run(mark_undone_sql, {id, ids, count}); });
}

void BulkStore::restore(BulkId id, core::Timestamp now) {
    tx_.run(restore_sql, {id, seconds(now)});
}

void BulkStore::note_state_before(BulkId id, const std::string& reason, core::Timestamp now, core::UserId by) {
    const auto since = core::iso_date(core::danish_date(now));
    tx_.run(note_state_before_sql, {id, since, reason, seconds(now), by});
}

std::vector<core::CaseId> BulkStore::with_own_group(const std::vector<core::CaseId>& cases) const {
    return asked(tx_, own_group_sql, cases);
}

void BulkStore::move_group(const std::vector<core::CaseId>& cases, core::GroupId group) {
    in_lists(cases, [&](const std::string& ids, std::int64_t count) {
        for (const auto sql : {move_cases_sql, move_documents_sql, move_tasks_sql, move_done_tasks_sql, move_post_sql})
            tx_.run(sql, {ids, count, group});
    });
}

std::vector<core::CaseId> BulkStore::with_open_tasks(const std::vector<core::CaseId>& cases) const {
    return asked(tx_, open_tasks_sql, cases);
}

std::vector<core::CaseId> BulkStore::merged(const std::vector<core::CaseId>& cases) const {
    return asked(tx_, merged_sql, cases);
}

}  // namespace services
