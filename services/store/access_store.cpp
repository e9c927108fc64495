#include "services/store/access_store.hpp"

#include "services/store/columns.hpp"
#include "services/store/document_store.hpp"
#include "services/store/people_store.hpp"
#include "services/store/task_store.hpp"

namespace services {

namespace {

#define ACCESS_COLUMNS "id, case_id, kind, user_id, unit_id, reason, given_by, given_at, ends_at"
constexpr std::string_view add_access_sql = R"sql(
    INSERT INTO case_access (case_id, kind, user_id, unit_id, reason, given_by, given_at, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
constexpr std::string_view access_of_case_sql =
    "SELECT " ACCESS_COLUMNS " FROM case_access WHERE case_id = $1 AND ended_at IS NULL ORDER BY id";
constexpr std::string_view access_sql = "SELECT " ACCESS_COLUMNS " FROM case_access WHERE id = $1 AND ended_at IS NULL";
constexpr std::string_view end_access_sql =
    "UPDATE case_access SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";
constexpr std::string_view access_due_sql = "SELECT " ACCESS_COLUMNS
                                            " FROM case_access WHERE ended_at IS NULL AND ends_at IS NOT NULL"
                                            " AND ends_at <= $1 ORDER BY ends_at, id LIMIT 1000";
constexpr std::string_view move_case_sql = "UPDATE cases SET access_group_id = $2 WHERE id = $1";
constexpr std::string_view move_post_sql = R"sql(
    UPDATE incoming_items SET access_group_id = $2
     WHERE document_id IN (SELECT id FROM documents WHERE case_id = $1))sql";

constexpr std::string_view count_of_group_sql = "SELECT COUNT(*) FROM cases WHERE access_group_id = $1";
constexpr std::string_view numbers_of_group_sql =
    "SELECT number FROM cases WHERE access_group_id = $1 ORDER BY changed_at DESC, id DESC LIMIT $2";

#define SUBSTITUTION_COLUMNS "id, absent_id, substitute_id, begins_at, ends_at, named_by, named_at"
constexpr std::string_view add_substitution_sql = R"sql(
    INSERT INTO substitutions (absent_id, substitute_id, begins_at, ends_at, named_by, named_at, state, due_at)
    VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $3) RETURNING id)sql";
constexpr std::string_view substitution_sql =
    "SELECT " SUBSTITUTION_COLUMNS " FROM substitutions WHERE id = $1 AND state <> 'ended'";
constexpr std::string_view substitutions_sql =
    "SELECT " SUBSTITUTION_COLUMNS " FROM substitutions WHERE state <> 'ended' ORDER BY begins_at, id LIMIT 10000";
constexpr std::string_view end_substitution_sql = "UPDATE substitutions SET state = 'ended' WHERE id = $1";
constexpr std::string_view begin_due_sql =
    "UPDATE substitutions SET state = 'running', due_at = ends_at "
    "WHERE state = 'waiting' AND due_at <= $1 "
    "RETURNING " SUBSTITUTION_COLUMNS;
constexpr std::string_view end_due_sql =
    "UPDATE substitutions SET state = 'ended' WHERE state = 'running' AND due_at <= $1 RETURNING " SUBSTITUTION_COLUMNS;
constexpr std::string_view absent_of_sql =
    "SELECT DISTINCT absent_id FROM substitutions WHERE substitute_id = $1 AND state = 'running' ORDER BY absent_id";
constexpr std::string_view substitutes_of_sql =
    "SELECT DISTINCT substitute_id FROM substitutions WHERE absent_id = $1 AND state = 'running' "
    "ORDER BY substitute_id";

constexpr std::string_view note_due_sql = R"sql(
    INSERT INTO number_series (name, last)
    SELECT 'rights_due', COALESCE(MIN(due.at), 0) FROM (
        SELECT MIN(ends_at) AS at FROM case_access WHERE ended_at IS NULL AND ends_at IS NOT NULL
        UNION ALL SELECT MIN(due_at) AS at FROM substitutions WHERE state <> 'ended') AS due
     WHERE 1 = 1
    ON CONFLICT (name) DO UPDATE SET last = excluded.last)sql";

core::CaseAccess access_from(const Row& row) {
    return core::CaseAccess{
        .id = row.id<core::CaseAccessId>(0),
        .in_case = row.id<core::CaseId>(1),
        .kind = named(core::case_access_kind_named, row.text(2)),
        .user = row.maybe_id<core::UserId>(3),
        .unit = row.maybe_id<core::UnitId>(4),
        .reason = row.text(5),
        .given_by = row.id<core::UserId>(6),
        .given_at = timestamp(row.number(7)),
        .ends_at = maybe_timestamp(row, 8),
    };
}

core::Substitution substitution_from(const Row& row) {
    return core::Substitution{
        .id = row.id<core::SubstitutionId>(0),
        .absent = row.id<core::UserId>(1),
        .substitute = row.id<core::UserId>(2),
        .begins_at = timestamp(row.number(3)),
        .ends_at = timestamp(row.number(4)),
        .named_by = row.id<core::UserId>(5),
        .named_at = timestamp(row.number(6)),
    };
}

core::UserId user_in(const Row& row) {
    return row.id<core::UserId>(0);
}

}  // namespace

core::CaseAccessId CaseAccessStore::add(const core::CaseAccess& made) {
    const auto id = tx_.run(
                           add_access_sql,
                           {made.in_case,
                            core::name_of(made.kind),
                            made.user,
                            made.unit,
                            made.reason,
                            made.given_by,
                            seconds(made.given_at),
                            seconds(made.ends_at)}
    )
                        .front()
                        .id<core::CaseAccessId>(0);
    note_rights_due(tx_);
    return id;
}

std::vector<core::CaseAccess> CaseAccessStore::of_case(core::CaseId in_case) const {
    return all(tx_.run(access_of_case_sql, {in_case}), access_from);
}

std::optional<core::CaseAccess> CaseAccessStore::find(core::CaseAccessId id) const {
    return first(tx_.run(access_sql, {id}), access_from);
}

void CaseAccessStore::end(core::CaseAccessId id, core::Timestamp now, std::optional<core::UserId> by) {
    tx_.run(end_access_sql, {id, seconds(now), by});
    note_rights_due(tx_);
}

std::vector<core::CaseAccess> CaseAccessStore::due(core::Timestamp now) const {
    return all(tx_.run(access_due_sql, {seconds(now)}), access_from);
}

core::CaseReaders CaseAccessStore::readers(const core::Case& one) const {
    return {one.confidentiality, one.unit, one.caseworker, of_case(one.id)};
}

void CaseAccessStore::move_case(core::CaseId in_case, core::GroupId group) {
    tx_.run(move_case_sql, {in_case, group});
    DocumentStore{tx_}.set_access_group(in_case, group);
    TaskStore{tx_}.set_access_group(in_case, group);
    tx_.run(move_post_sql, {in_case, group});
}

CaseAccessStore::OfGroup CaseAccessStore::cases_of_group(core::GroupId group, std::int64_t limit) const {
    return {
        tx_.run(count_of_group_sql, {group}).front().number(0),
        all(tx_.run(numbers_of_group_sql, {group, limit}), [](const Row& row) { return row.text(0); })};
}

core::SubstitutionId SubstitutionStore::add(const core::Substitution& made) {
    const auto id = tx_.run(
                           add_substitution_sql,
                           {made.absent,
                            made.substitute,
                            seconds(made.begins_at),
                            seconds(made.ends_at),
                            made.named_by,
                            seconds(made.named_at)}
    )
                        .front()
                        .id<core::SubstitutionId>(0);
    note_rights_due(tx_);
    return id;
}

std::optional<core::Substitution> SubstitutionStore::find(core::SubstitutionId id) const {
    return first(tx_.run(substitution_sql, {id}), substitution_from);
}

std::vector<core::Substitution> SubstitutionStore::all() const {
    return services::all(tx_.run(substitutions_sql), substitution_from);
}

void SubstitutionStore::end(core::SubstitutionId id) {
    tx_.run(end_substitution_sql, {id});
    note_rights_due(tx_);
}

std::vector<core::Substitution> SubstitutionStore::take_due(core::Timestamp now) {
    auto changed = services::all(tx_.run(begin_due_sql, {seconds(now)}), substitution_from);
    const auto ended = services::all(tx_.run(end_due_sql, {seconds(now)}), substitution_from);
    changed.insert(changed.end(), ended.begin(), ended.end());
    note_rights_due(tx_);
    return changed;
}

std::vector<core::UserId> SubstitutionStore::absent_of(core::UserId substitute) const {
    return services::all(tx_.run(absent_of_sql, {substitute}), user_in);
}

std::vector<core::UserId> SubstitutionStore::substitutes_of(core::UserId absent) const {
    return services::all(tx_.run(substitutes_of_sql, {absent}), user_in);
}

void note_rights_due(Transaction& tx) {
    tx.run(note_due_sql);
}

}  // namespace services
