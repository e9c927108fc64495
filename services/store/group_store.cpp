#include <algorithm>

#include "services/store/access_store.hpp"
#include "services/store/columns.hpp"
#include "services/store/people_store.hpp"

namespace services {

namespace {

constexpr std::string_view find_group_sql =
    "SELECT id FROM access_groups WHERE kind = $1 AND unit_id = $2 AND user_id = $3";
constexpr std::string_view add_group_sql =
    "INSERT INTO access_groups (kind, unit_id, user_id) VALUES ($1, $2, $3) RETURNING id";
constexpr std::string_view group_sql = "SELECT id, kind, unit_id, user_id FROM access_groups WHERE id = $1";
constexpr std::string_view groups_sql = "SELECT id, kind, unit_id, user_id FROM access_groups";
constexpr std::string_view add_member_sql = "INSERT INTO group_members (user_id, group_id) VALUES ($1, $2)";
constexpr std::string_view leave_groups_sql = "DELETE FROM group_members WHERE user_id = $1";
constexpr std::string_view empty_group_sql = "DELETE FROM group_members WHERE group_id = $1";
constexpr std::string_view empty_all_sql = "DELETE FROM group_members";
constexpr std::string_view groups_of_user_sql =
    "SELECT group_id FROM group_members WHERE user_id = $1 ORDER BY group_id";
constexpr std::string_view own_readers_sql = R"sql(
    SELECT c.id, c.confidentiality, c.unit_id, c.caseworker_id
      FROM access_groups AS g JOIN cases AS c ON c.id = g.user_id WHERE g.kind = 'case_own')sql";
constexpr std::string_view readers_sql = "SELECT id, confidentiality, unit_id, caseworker_id FROM cases WHERE id = $1";
constexpr std::string_view active_sql = "SELECT id FROM users WHERE active = 1";
constexpr std::string_view running_sql =
    "SELECT DISTINCT substitute_id, absent_id FROM substitutions WHERE state = 'running' ORDER BY absent_id";

constexpr std::string_view rights_sql = "SELECT last FROM number_series WHERE name = 'rights'";
constexpr std::string_view raise_rights_sql = R"sql(
    INSERT INTO number_series (name, last) VALUES ('rights', 1)
    ON CONFLICT (name) DO UPDATE SET last = number_series.last + 1)sql";
constexpr std::string_view rights_state_sql = R"sql(
    SELECT COALESCE((SELECT last FROM number_series WHERE name = 'rights'), 0),
           COALESCE((SELECT last FROM number_series WHERE name = 'rights_due'), 0))sql";

/// The columns of the key that hold a group; 0 stands for "none", and a case's own group has the case in the last.
struct Key {
    std::int64_t unit{}, other{};
};

Key key_of(const core::AccessGroup& group) {
    if (group.in_case) return {0, group.in_case->value};
    return {group.unit.value_or(core::UnitId{}).value, group.user.value_or(core::UserId{}).value};
}

GroupStore::Kept group_from(const Row& row) {
    const auto unless_zero = [&]<class IdType>(std::size_t column, IdType) -> std::optional<IdType> {
        return row.number(column) == 0 ? std::nullopt : std::optional{row.id<IdType>(column)};
    };
    const auto id = row.id<core::GroupId>(0);
    const auto kind = named(core::group_kind_named, row.text(1));
    if (kind == core::GroupKind::case_own)
        return {id, {kind, std::nullopt, std::nullopt, row.id<core::CaseId>(3)}, std::nullopt};
    return {id, {kind, unless_zero(2, core::UnitId{}), unless_zero(3, core::UserId{})}, std::nullopt};
}

/// Without the grants and blocks.
core::CaseReaders readers_from(const Row& row) {
    return {
        named(core::confidentiality_named, row.text(1)), row.id<core::UnitId>(2), row.maybe_id<core::UserId>(3), {}};
}

}  // namespace

std::vector<core::Persona> Staffing::personas(core::UserId user) const {
    const auto own = roles.find(user);
    if (own == roles.end()) return {};
    std::vector<core::Persona> all{{user, own->second}};
    const auto absent = stands_in_for.find(user);
    if (absent == stands_in_for.end()) return all;
    for (const auto other : absent->second)
        if (const auto held = roles.find(other); held != roles.end())
            all.push_back({other, core::roles_passed_on(held->second)});
    return all;
}

Staffing read_staffing(Transaction& tx) {
    Staffing staffing;
    staffing.units = UnitStore{tx}.tree();
    const auto active = tx.run(active_sql);
    for (std::size_t i = 0; i < active.size(); ++i) staffing.roles[active[i].id<core::UserId>(0)];
    for (const auto& holder : UserStore{tx}.all_roles())
        if (const auto person = staffing.roles.find(holder.user); person != staffing.roles.end())
            person->second.push_back(holder.held);
    const auto running = tx.run(running_sql);
    for (std::size_t i = 0; i < running.size(); ++i)
        staffing.stands_in_for[running[i].id<core::UserId>(0)].push_back(running[i].id<core::UserId>(1));
    return staffing;
}

bool is_member(const GroupStore::Kept& kept, const std::vector<core::Persona>& asker, const Staffing& staffing) {
    if (kept.group.kind != core::GroupKind::case_own) return core::is_member(kept.group, asker, staffing.units);
    return kept.readers && core::may_read_case(*kept.readers, asker, staffing.units);
}

core::GroupId GroupStore::ensure(const core::AccessGroup& group) {
    const auto key = key_of(group);
    const auto kept = tx_.run(find_group_sql, {core::name_of(group.kind), key.unit, key.other});
    if (!kept.empty()) return kept.front().id<core::GroupId>(0);

    const auto id =
        tx_.run(add_group_sql, {core::name_of(group.kind), key.unit, key.other}).front().id<core::GroupId>(0);
    if (group.in_case)
        refresh_case(id, *group.in_case);
    else
        put_members({id, group, std::nullopt}, read_staffing(tx_));
    return id;
}

std::optional<core::AccessGroup> GroupStore::find(core::GroupId id) const {
    return first(tx_.run(group_sql, {id}), [](const Row& row) { return group_from(row).group; });
}

std::vector<core::GroupId> GroupStore::of_user(core::UserId user) const {
    return services::all(tx_.run(groups_of_user_sql, {user}), [](const Row& row) { return row.id<core::GroupId>(0); });
}

std::vector<GroupStore::Kept> GroupStore::all() const {
    std::map<core::CaseId, core::CaseReaders> own;
    const auto rows = tx_.run(own_readers_sql);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto readers = readers_from(rows[i]);
        const auto id = rows[i].id<core::CaseId>(0);
        readers.access = CaseAccessStore{tx_}.of_case(id);
        own.emplace(id, std::move(readers));
    }
    auto groups = services::all(tx_.run(groups_sql), group_from);
    for (auto& kept : groups)
        if (const auto readers = kept.group.in_case ? own.find(*kept.group.in_case) : own.end(); readers != own.end())
            kept.readers = readers->second;
    return groups;
}

void GroupStore::put_members(const Kept& kept, const Staffing& staffing) {
    raise_rights_version(tx_);
    for (const auto& [person, roles] : staffing.roles)
        if (is_member(kept, staffing.personas(person), staffing)) tx_.run(add_member_sql, {person, kept.id});
}

void GroupStore::refresh(core::UserId user) {
    raise_rights_version(tx_);
    const auto staffing = read_staffing(tx_);
    const auto groups = all();
    auto people = SubstitutionStore{tx_}.substitutes_of(user);
    people.push_back(user);
    for (const auto person : people) {
        tx_.run(leave_groups_sql, {person});
        const auto personas = staffing.personas(person);
        for (const auto& kept : groups)
            if (is_member(kept, personas, staffing)) tx_.run(add_member_sql, {person, kept.id});
    }
}

void GroupStore::refresh_case(core::GroupId own, core::CaseId in_case) {
    tx_.run(empty_group_sql, {own});
    auto readers = first(tx_.run(readers_sql, {in_case}), readers_from);
    if (readers) readers->access = CaseAccessStore{tx_}.of_case(in_case);
    const core::AccessGroup group{core::GroupKind::case_own, std::nullopt, std::nullopt, in_case};
    put_members({own, group, std::move(readers)}, read_staffing(tx_));
}

void GroupStore::refresh_all() {
    tx_.run(empty_all_sql);
    const auto staffing = read_staffing(tx_);
    for (const auto& kept : all()) put_members(kept, staffing);
    raise_rights_version(tx_);
}

std::int64_t rights_version(Transaction& tx) {
    const auto rows = tx.run(rights_sql);
    return rows.empty() ? 0 : rows.front().number(0);
}

void raise_rights_version(Transaction& tx) {
    tx.run(raise_rights_sql);
}

RightsState rights_state(Transaction& tx) {
    const auto rows = tx.run(rights_state_sql);
    return {rows.front().number(0), rows.front().number(1)};
}

}  // namespace services
