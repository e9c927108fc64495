#include "services/store/people_store.hpp"

#include <algorithm>
#include <map>

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view add_unit_sql =
    "INSERT INTO units (parent_id, name, short_name) VALUES ($1, $2, $3) RETURNING id";
constexpr std::string_view units_sql = "SELECT id, parent_id, name, short_name FROM units ORDER BY name";
constexpr std::string_view unit_sql = "SELECT id, parent_id, name, short_name FROM units WHERE id = $1";
constexpr std::string_view root_sql = "SELECT id FROM units WHERE parent_id IS NULL ORDER BY id LIMIT 1";

constexpr std::string_view add_user_sql = R"sql(
    INSERT INTO users (name, full_name, initials, email, password_hash, active, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
constexpr std::string_view users_sql =
    "SELECT id, name, full_name, initials, email, active FROM users ORDER BY full_name";
constexpr std::string_view user_sql = "SELECT id, name, full_name, initials, email, active FROM users WHERE id = $1";
constexpr std::string_view user_by_name_sql =
    "SELECT id, name, full_name, initials, email, active FROM users WHERE name = $1";
constexpr std::string_view password_sql = "SELECT password_hash FROM users WHERE id = $1";
constexpr std::string_view set_password_sql = "UPDATE users SET password_hash = $2 WHERE id = $1";
constexpr std::string_view set_active_sql = "UPDATE users SET active = $2 WHERE id = $1";

constexpr std::string_view roles_sql = "SELECT user_id, unit_id, role FROM roles WHERE user_id = $1";
constexpr std::string_view all_roles_sql = "SELECT user_id, unit_id, role FROM roles";
constexpr std::string_view clear_roles_sql = "DELETE FROM roles WHERE user_id = $1";
constexpr std::string_view add_role_sql = "INSERT INTO roles (user_id, unit_id, role) VALUES ($1, $2, $3)";

constexpr std::string_view find_group_sql =
    "SELECT id FROM access_groups WHERE kind = $1 AND unit_id = $2 AND user_id = $3";
constexpr std::string_view add_group_sql =
    "INSERT INTO access_groups (kind, unit_id, user_id) VALUES ($1, $2, $3) RETURNING id";
constexpr std::string_view group_sql = "SELECT id, kind, unit_id, user_id FROM access_groups WHERE id = $1";
constexpr std::string_view groups_sql = "SELECT id, kind, unit_id, user_id FROM access_groups";
constexpr std::string_view add_member_sql = "INSERT INTO group_members (user_id, group_id) VALUES ($1, $2)";
constexpr std::string_view leave_groups_sql = "DELETE FROM group_members WHERE user_id = $1";
constexpr std::string_view groups_of_user_sql =
    "SELECT group_id FROM group_members WHERE user_id = $1 ORDER BY group_id";

constexpr std::string_view rights_sql = "SELECT last FROM number_series WHERE name = 'rights'";
constexpr std::string_view raise_rights_sql = R"sql(
    INSERT INTO number_series (name, last) VALUES ('rights', 1)
    ON CONFLICT (name) DO UPDATE SET last = number_series.last + 1)sql";

Unit unit_from(const Row& row) {
    return {row.id<core::UnitId>(0), row.maybe_id<core::UnitId>(1), row.text(2), row.text(3)};
}

User user_from(const Row& row) {
    return {row.id<core::UserId>(0), row.text(1), row.text(2), row.text(3), row.text(4), row.number(5) != 0};
}

UserStore::Holder holder_from(const Row& row) {
    return {row.id<core::UserId>(0), {named(core::role_named, row.text(2)), row.id<core::UnitId>(1)}};
}

struct KeptGroup {
    core::GroupId id;
    core::AccessGroup group;
};

KeptGroup group_from(const Row& row) {
    const auto unless_zero = [&]<class IdType>(std::size_t column, IdType) -> std::optional<IdType> {
        return row.number(column) == 0 ? std::nullopt : std::optional{row.id<IdType>(column)};
    };
    return {
        row.id<core::GroupId>(0),
        {named(core::group_kind_named, row.text(1)), unless_zero(2, core::UnitId{}), unless_zero(3, core::UserId{})}};
}

}  // namespace

core::UnitId UnitStore::add(const Unit& unit) {
    return tx_.run(add_unit_sql, {unit.parent, unit.name, unit.short_name}).front().id<core::UnitId>(0);
}

std::vector<Unit> UnitStore::all() const {
    return services::all(tx_.run(units_sql), unit_from);
}

std::optional<Unit> UnitStore::find(core::UnitId id) const {
    return first(tx_.run(unit_sql, {id}), unit_from);
}

std::vector<core::UnitNode> UnitStore::tree() const {
    return services::all(tx_.run(units_sql), [](const Row& row) {
        return core::UnitNode{row.id<core::UnitId>(0), row.maybe_id<core::UnitId>(1)};
    });
}

std::optional<core::UnitId> UnitStore::root() const {
    return first(tx_.run(root_sql), [](const Row& row) { return row.id<core::UnitId>(0); });
}

core::UserId UserStore::add(const User& user, std::string_view password_hash, core::Timestamp now) {
    const std::int64_t active = user.active ? 1 : 0;
    return tx_
        .run(add_user_sql, {user.name, user.full_name, user.initials, user.email, password_hash, active, seconds(now)})
        .front()
        .id<core::UserId>(0);
}

std::vector<User> UserStore::all() const {
    return services::all(tx_.run(users_sql), user_from);
}

std::optional<User> UserStore::find(core::UserId id) const {
    return first(tx_.run(user_sql, {id}), user_from);
}

std::optional<User> UserStore::find_by_name(std::string_view name) const {
    return first(tx_.run(user_by_name_sql, {name}), user_from);
}

std::string UserStore::password_hash(core::UserId id) const {
    const auto rows = tx_.run(password_sql, {id});
    return rows.empty() ? std::string{} : rows.front().text(0);
}

void UserStore::set_password_hash(core::UserId id, std::string_view hash) {
    tx_.run(set_password_sql, {id, hash});
}

void UserStore::set_active(core::UserId id, bool active) {
    tx_.run(set_active_sql, {id, std::int64_t{active ? 1 : 0}});
    GroupStore{tx_}.refresh(id);
}

std::vector<core::RoleInUnit> UserStore::roles(core::UserId id) const {
    return services::all(tx_.run(roles_sql, {id}), [](const Row& row) { return holder_from(row).held; });
}

std::vector<UserStore::Holder> UserStore::all_roles() const {
    return services::all(tx_.run(all_roles_sql), holder_from);
}

void UserStore::set_roles(core::UserId id, const std::vector<core::RoleInUnit>& roles) {
    tx_.run(clear_roles_sql, {id});
    for (const auto& held : roles) tx_.run(add_role_sql, {id, held.unit, core::name_of(held.role)});
    GroupStore{tx_}.refresh(id);
}

std::optional<core::Principal> UserStore::principal(core::UserId id) const {
    const auto user = find(id);
    if (!user || !user->active) return std::nullopt;
    return core::Principal{id, roles(id), GroupStore{tx_}.of_user(id), UnitStore{tx_}.tree()};
}

core::GroupId GroupStore::ensure(const core::AccessGroup& group) {
    const auto unit = group.unit.value_or(core::UnitId{});
    const auto user = group.user.value_or(core::UserId{});
    const auto kept = tx_.run(find_group_sql, {core::name_of(group.kind), unit, user});
    if (!kept.empty()) return kept.front().id<core::GroupId>(0);

    const auto id = tx_.run(add_group_sql, {core::name_of(group.kind), unit, user}).front().id<core::GroupId>(0);
    const auto units = UnitStore{tx_}.tree();
    std::map<core::UserId, std::vector<core::RoleInUnit>> held;
    for (const auto& holder : UserStore{tx_}.all_roles()) held[holder.user].push_back(holder.held);
    for (const auto& [person, roles] : held)
        if (core::is_member(group, person, roles, units) && UserStore{tx_}.find(person)->active)
            tx_.run(add_member_sql, {person, id});
    raise_rights_version(tx_);
    return id;
}

std::optional<core::AccessGroup> GroupStore::find(core::GroupId id) const {
    return first(tx_.run(group_sql, {id}), [](const Row& row) { return group_from(row).group; });
}

std::vector<core::GroupId> GroupStore::of_user(core::UserId user) const {
    return all(tx_.run(groups_of_user_sql, {user}), [](const Row& row) { return row.id<core::GroupId>(0); });
}

void GroupStore::refresh(core::UserId user) {
    raise_rights_version(tx_);
    tx_.run(leave_groups_sql, {user});
    const auto person = UserStore{tx_}.find(user);
    if (!person || !person->active) return;
    const auto roles = UserStore{tx_}.roles(user);
    const auto units = UnitStore{tx_}.tree();
    for (const auto& kept : all(tx_.run(groups_sql), group_from))
        if (core::is_member(kept.group, user, roles, units)) tx_.run(add_member_sql, {user, kept.id});
}

std::int64_t rights_version(Transaction& tx) {
    const auto rows = tx.run(rights_sql);
    return rows.empty() ? 0 : rows.front().number(0);
}

void raise_rights_version(Transaction& tx) {
    tx.run(raise_rights_sql);
}

}  // namespace services
