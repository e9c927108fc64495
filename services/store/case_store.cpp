#include "services/store/case_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define CASE_COLUMNS                                                                    \
    "c.id, c.number, c.title, c.public_title, c.subject, c.facet, c.state, c.unit_id, " \
    "c.caseworker_id, c.confidentiality, c.access_group_id, c.opened_at, c.changed_at, c.closed_at, c.version"

constexpr std::string_view add_sql = R"sql(
    INSERT INTO cases (number, title, public_title, subject, facet, state, unit_id, caseworker_id, confidentiality,
                       access_group_id, opened_at, changed_at, closed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " CASE_COLUMNS " FROM cases AS c WHERE c.id = $1";
constexpr std::string_view find_by_number_sql = "SELECT " CASE_COLUMNS " FROM cases AS c WHERE c.number = $1";

// One statement for each index. The unary plus keeps the planner from walking the access group's index instead, which
// would sort every case that the reader may see.
#define CASE_LIST_END                                                                     \
    " AND +c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"  \
    " AND (CAST($2 AS TEXT) IS NULL OR c.state = $2) AND ($3 = 0 OR c.state <> 'closed')" \
    " AND (c.changed_at, c.id) < ($4, $5) ORDER BY c.changed_at DESC, c.id DESC LIMIT $6"

// A text that begins as another is between it and the same followed by the last of all code points.
constexpr std::string_view with_number_prefix_sql =
    "SELECT " CASE_COLUMNS
    " FROM cases AS c WHERE c.number >= $2 AND c.number < $3"
    " AND +c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"
    " ORDER BY c.number DESC LIMIT $4";

constexpr std::string_view list_sql = "SELECT " CASE_COLUMNS " FROM cases AS c WHERE 1 = 1" CASE_LIST_END;
constexpr std::string_view list_of_caseworker_sql =
    "SELECT " CASE_COLUMNS " FROM cases AS c WHERE c.caseworker_id = $7" CASE_LIST_END;
constexpr std::string_view list_of_unit_sql =
    "SELECT " CASE_COLUMNS " FROM cases AS c WHERE c.unit_id = $7" CASE_LIST_END;

constexpr std::string_view update_sql = R"sql(
    UPDATE cases SET title = $3, public_title = $4, subject = $5, facet = $6, state = $7, unit_id = $8,
                     caseworker_id = $9, confidentiality = $10, access_group_id = $11, changed_at = $12,
                     closed_at = $13, version = version + 1
     WHERE id = $1 AND version = $2)sql";
constexpr std::string_view next_document_sql =
    "UPDATE cases SET documents = documents + 1, changed_at = $2 WHERE id = $1 RETURNING documents";

constexpr std::string_view add_party_sql = R"sql(
    INSERT INTO parties (case_id, role, name, identifier, address, identifier_kind)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id)sql";
#define PARTY_COLUMNS "p.id, p.case_id, p.role, p.name, p.identifier, p.address, p.identifier_kind"
constexpr std::string_view parties_sql =
    "SELECT " PARTY_COLUMNS " FROM parties AS p WHERE p.case_id = $1 ORDER BY p.id LIMIT 1000";
constexpr std::string_view find_party_sql = "SELECT " PARTY_COLUMNS " FROM parties AS p WHERE p.id = $1";
constexpr std::string_view parties_with_sql =
    "SELECT " PARTY_COLUMNS
    " FROM parties AS p JOIN cases AS c ON c.id = p.case_id"
    " WHERE p.identifier = $2 AND p.identifier <> '' AND p.identifier_kind = $3 AND p.id < $4"
    " AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"
    " ORDER BY p.id DESC LIMIT $5";
constexpr std::string_view remove_party_sql = "DELETE FROM parties WHERE case_id = $1 AND id = $2 RETURNING id";

constexpr std::string_view next_in_series_sql = R"sql(
    INSERT INTO number_series (name, last) VALUES ($1, 1)
    ON CONFLICT (name) DO UPDATE SET last = number_series.last + 1 RETURNING last)sql";

constexpr std::int64_t end_of_time = 253'402'300'799;  // 9999-12-31T23:59:59Z

core::Case case_from(const Row& row) {
    return core::Case{
        .id = row.id<core::CaseId>(0),
        .number = row.text(1),
        .title = row.text(2),
        .public_title = row.text(3),
        .subject = row.text(4),
        .facet = row.text(5),
        .state = named(core::case_state_named, row.text(6)),
        .unit = row.id<core::UnitId>(7),
        .caseworker = row.maybe_id<core::UserId>(8),
        .confidentiality = named(core::confidentiality_named, row.text(9)),
        .access_group = row.id<core::GroupId>(10),
        .opened_at = timestamp(row.number(11)),
        .changed_at = timestamp(row.number(12)),
        .closed_at = maybe_timestamp(row, 13),
        .version = row.number(14),
    };
}

core::Party party_from(const Row& row) {
    return core::Party{
        .id = row.id<core::PartyId>(0),
        .in_case = row.id<core::CaseId>(1),
        .role = named(core::party_role_named, row.text(2)),
        .name = row.text(3),
        .identifier = row.text(4),
        .address = row.text(5),
        .identifier_kind = named(core::identifier_kind_named, row.text(6)),
    };
}

constexpr std::string_view after_sql = "SELECT " CASE_COLUMNS " FROM cases AS c WHERE c.id > $1 ORDER BY c.id LIMIT $2";
constexpr std::string_view highest_sql = "SELECT COALESCE(MAX(id), 0) FROM cases";

}  // namespace

core::CaseId CaseStore::add(const core::Case& made) {
    return tx_
        .run(
            add_sql,
            {made.number,
             made.title,
             made.public_title,
             made.subject,
             made.facet,
             core::name_of(made.state),
             made.unit,
             made.caseworker,
             core::name_of(made.confidentiality),
             made.access_group,
             seconds(made.opened_at),
             seconds(made.changed_at),
             seconds(made.closed_at)}
        )
        .front()
        .id<core::CaseId>(0);
}

std::optional<core::Case> CaseStore::find(core::CaseId id) const {
    return first(tx_.run(find_sql, {id}), case_from);
}

std::optional<core::Case> CaseStore::find_by_number(std::string_view number) const {
    return first(tx_.run(find_by_number_sql, {number}), case_from);
}

std::vector<core::Case> CaseStore::list(const CaseFilter& filter) const {
    const auto state = filter.state ? std::optional{core::name_of(*filter.state)} : std::nullopt;
    const std::int64_t open_only = filter.open_only ? 1 : 0;
    const auto changed_at = filter.after ? seconds(filter.after->changed_at) : end_of_time;
    const auto id = filter.after ? filter.after->id : core::CaseId{};
    if (filter.caseworker)
        return all(
            tx_.run(
                list_of_caseworker_sql,
                {filter.reader, state, open_only, changed_at, id, filter.limit, *filter.caseworker}
            ),
            case_from
        );
    if (filter.unit)
        return all(
            tx_.run(list_of_unit_sql, {filter.reader, state, open_only, changed_at, id, filter.limit, *filter.unit}),
            case_from
        );
    return all(tx_.run(list_sql, {filter.reader, state, open_only, changed_at, id, filter.limit}), case_from);
}

std::vector<core::Case> CaseStore::with_number_prefix(core::UserId reader, std::string_view prefix, std::int64_t limit)
    const {
    const auto end = std::string{prefix} + "\U0010FFFF";
    return all(tx_.run(with_number_prefix_sql, {reader, prefix, end, limit}), case_from);
}

std::vector<core::Case> CaseStore::of_ids(const std::vector<core::CaseId>& ids) const {
    std::vector<core::Case> cases;
    for (const auto id : ids)
        if (auto one = find(id)) cases.push_back(std::move(*one));
    return cases;
}

core::Result<void> CaseStore::update(const core::Case& changed) {
    const auto rows = tx_.run(
        update_sql,
        {changed.id,
         changed.version,
         changed.title,
         changed.public_title,
         changed.subject,
         changed.facet,
         core::name_of(changed.state),
         changed.unit,
         changed.caseworker,
         core::name_of(changed.confidentiality),
         changed.access_group,
         seconds(changed.changed_at),
         seconds(changed.closed_at)}
    );
    if (rows.changed() == 0) return core::Error{core::ErrorCode::conflict, "the case has changed since it was read"};
    return core::done();
}

std::int64_t CaseStore::next_document_number(core::CaseId id, core::Timestamp now) {
    return tx_.run(next_document_sql, {id, seconds(now)}).front().number(0);
}

core::PartyId CaseStore::add_party(const core::Party& party) {
    return tx_
        .run(
            add_party_sql,
            {party.in_case,
             core::name_of(party.role),
             party.name,
             party.identifier,
             party.address,
             core::name_of(party.identifier_kind)}
        )
        .front()
        .id<core::PartyId>(0);
}

std::vector<core::Party> CaseStore::parties(core::CaseId id) const {
    return all(tx_.run(parties_sql, {id}), party_from);
}

std::optional<core::Party> CaseStore::find_party(core::PartyId id) const {
    return first(tx_.run(find_party_sql, {id}), party_from);
}

std::vector<core::Party> CaseStore::parties_with(const PartyFilter& filter) const {
    return all(
        tx_.run(
            parties_with_sql,
            {filter.reader, filter.identifier, core::name_of(filter.kind), filter.before, filter.limit}
        ),
        party_from
    );
}

bool CaseStore::remove_party(core::CaseId in_case, core::PartyId id) {
    return !tx_.run(remove_party_sql, {in_case, id}).empty();
}

std::int64_t CaseStore::next_in_series(std::string_view series) {
    return tx_.run(next_in_series_sql, {series}).front().number(0);
}

std::vector<core::Case> CaseStore::after(core::CaseId last, std::int64_t limit) const {
    return all(tx_.run(after_sql, {last, limit}), case_from);
}

std::int64_t CaseStore::highest_id() const {
    return tx_.run(highest_sql).front().number(0);
}

}  // namespace services
