#include "services/store/casework_store.hpp"

#include <utility>

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view add_state_sql = R"sql(
    INSERT INTO case_states (case_id, state, since, reason, set_at, set_by) VALUES ($1, $2, $3, $4, $5, $6))sql";
constexpr std::string_view last_state_sql = R"sql(
    SELECT case_id, state, since, reason, set_at, set_by FROM case_states
     WHERE case_id = $1 ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view states_sql = R"sql(
    SELECT case_id, state, since, reason, set_at, set_by FROM case_states WHERE case_id = $1 ORDER BY id LIMIT 1000)sql";

constexpr std::string_view is_related_sql = "SELECT 1 FROM case_relations WHERE from_id = $1 AND to_id = $2";
constexpr std::string_view add_relation_sql = R"sql(
    INSERT INTO case_relations (from_id, to_id, kind, made_at, made_by) VALUES ($1, $2, $3, $4, $5))sql";
constexpr std::string_view remove_relation_sql = R"sql(
    DELETE FROM case_relations WHERE (from_id = $1 AND to_id = $2) OR (from_id = $2 AND to_id = $1))sql";
constexpr std::string_view relations_sql = R"sql(
    SELECT r.kind, 0, c.id, c.number, c.title, c.state
      FROM case_relations AS r JOIN cases AS c ON c.id = r.to_id
     WHERE r.from_id = $1 AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $2)
    UNION ALL
    SELECT r.kind, 1, c.id, c.number, c.title, c.state
      FROM case_relations AS r JOIN cases AS c ON c.id = r.from_id
     WHERE r.to_id = $1 AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $2)
     ORDER BY 4 LIMIT 1000)sql";

StateMove move_from(const Row& row) {
    return StateMove{
        .of = row.id<core::CaseId>(0),
        .state = named(core::case_state_named, row.text(1)),
        .since = maybe_date(row, 2).value_or(core::Date{}),
        .reason = row.text(3),
        .set_at = timestamp(row.number(4)),
        .set_by = row.id<core::UserId>(5),
    };
}

RelatedCase related_from(const Row& row) {
    auto relation = named(core::case_relation_named, row.text(0));
    const bool is_seen_from_the_end = row.number(1) != 0;
    if (is_seen_from_the_end && relation == core::CaseRelation::follows) relation = core::CaseRelation::precedes;
    return RelatedCase{
        .relation = relation,
        .id = row.id<core::CaseId>(2),
        .number = row.text(3),
        .title = row.text(4),
        .state = named(core::case_state_named, row.text(5)),
    };
}

}  // namespace

void CaseStateStore::add(const StateMove& made) {
    const auto since = core::iso_date(made.since);
    tx_.run(add_state_sql, {made.of, core::name_of(made.state), since, made.reason, seconds(made.set_at), made.set_by});
}

std::optional<StateMove> CaseStateStore::last_of(core::CaseId id) const {
    return first(tx_.run(last_state_sql, {id}), move_from);
}

std::vector<StateMove> CaseStateStore::of_case(core::CaseId id) const {
    return all(tx_.run(states_sql, {id}), move_from);
}

bool RelationStore::add(
    core::CaseId one, core::CaseRelation relation, core::CaseId other, core::UserId by, core::Timestamp now
) {
    if (!tx_.run(is_related_sql, {one, other}).empty() || !tx_.run(is_related_sql, {other, one}).empty()) return false;
    if (relation == core::CaseRelation::precedes) {
        relation = core::CaseRelation::follows;
        std::swap(one, other);
    }
    tx_.run(add_relation_sql, {one, other, core::name_of(relation), seconds(now), by});
    return true;
}

bool RelationStore::remove(core::CaseId one, core::CaseId other) {
    return tx_.run(remove_relation_sql, {one, other}).changed() != 0;
}

std::vector<RelatedCase> RelationStore::of_case(core::CaseId id, core::UserId reader) const {
    return all(tx_.run(relations_sql, {id, reader}), related_from);
}

}  // namespace services
