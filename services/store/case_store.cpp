#include "services/store/case_store.hpp"

#include "services/store/case_rows.hpp"
#include "services/store/columns.hpp"
#include "services/store/id_list.hpp"

namespace services {

namespace {

constexpr std::string_view add_sql = R"sql(
    INSERT INTO cases (number, title, public_title, subject, facet, state, unit_id, caseworker_id, confidentiality,
                       access_group_id, opened_at, changed_at, closed_at, deadline, waiting_for)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " CASE_COLUMNS " FROM cases AS c WHERE c.id = $1";
constexpr std::string_view of_ids_sql = "SELECT " CASE_COLUMNS " FROM cases AS c WHERE c.id IN " ID_LIST("$1", "$2");
constexpr std::string_view find_by_number_sql = "SELECT " CASE_COLUMNS " FROM cases AS c WHERE c.number = $1";

// A text that begins as another is between it and the same followed by the last of all code points.
constexpr std::string_view with_number_prefix_sql =
    "SELECT " CASE_COLUMNS
    " FROM cases AS c WHERE c.number >= $2 AND c.number < $3"
    " AND +c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"
    " ORDER BY c.number DESC LIMIT $4";

constexpr std::string_view update_sql = R"sql(
    UPDATE cases SET title = $3, public_title = $4, subject = $5, facet = $6, state = $7, unit_id = $8,
                     caseworker_id = $9, confidentiality = $10, access_group_id = $11, changed_at = $12,
                     closed_at = $13, deadline = $14, waiting_for = $15, version = version + 1
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
    const auto deadline = iso_date(made.deadline);
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
             seconds(made.closed_at),
             deadline,
             made.waiting_for}
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

std::vector<core::Case> CaseStore::with_number_prefix(core::UserId reader, std::string_view prefix, std::int64_t limit)
    const {
    const auto end = std::string{prefix} + "\U0010FFFF";
    return all(tx_.run(with_number_prefix_sql, {reader, prefix, end, limit}), case_from);
}

std::vector<core::Case> CaseStore::of_ids(const std::vector<core::CaseId>& ids) const {
    std::vector<core::Case> cases;
    in_lists(ids, [&](const std::string& some, std::int64_t count) {
        for (auto& one : all(tx_.run(of_ids_sql, {some, count}), case_from)) cases.push_back(std::move(one));
    });
    return cases;
}

core::Result<void> CaseStore::update(const core::Case& changed) {
    const auto deadline = iso_date(changed.deadline);
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
         seconds(changed.closed_at),
         deadline,
         changed.waiting_for}
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
