#include "services/store/people_store.hpp"

#include <algorithm>

#include "services/store/access_store.hpp"
#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view add_unit_sql =
    "INSERT INTO units (parent_id, name, short_name) VALUES ($1, $2, $3) RETURNING id";
constexpr std::string_view units_sql = "SELECT id, parent_id, name, short_name, version FROM units ORDER BY name";
constexpr std::string_view unit_sql = "SELECT id, parent_id, name, short_name, version FROM units WHERE id = $1";
constexpr std::string_view update_unit_sql = R"sql(
    UPDATE units SET parent_id = $3, name = $4, short_name = $5, version = version + 1
     WHERE id = $1 AND version = $2)sql";
constexpr std::string_view root_sql = "SELECT id FROM units WHERE parent_id IS NULL ORDER BY id LIMIT 1";

constexpr std::string_view add_user_sql = R"sql(
    INSERT INTO users (name, full_name, initials, email, password_hash, active, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
constexpr std::string_view users_sql =
    "SELECT id, name, full_name, initials, email, active, version FROM users ORDER BY full_name";
constexpr std::string_view user_sql =
    "SELECT id, name, full_name, initials, email, active, version FROM users WHERE id = $1";
constexpr std::string_view user_by_name_sql =
    "SELECT id, name, full_name, initials, email, active, version FROM users WHERE name = $1";
constexpr std::string_view password_sql = "SELECT password_hash FROM users WHERE id = $1";
constexpr std::string_view set_password_sql = "UPDATE users SET password_hash = $2 WHERE id = $1";
constexpr std::string_view set_active_sql = "UPDATE users SET active = $2, version = version + 1 WHERE id = $1";
constexpr std::string_view update_user_sql = R"sql(
    UPDATE users SET full_name = $3, initials = $4, email = $5, active = $6, version = version + 1
     WHERE id = $1 AND version = $2)sql";
constexpr std::string_view touch_user_sql = "UPDATE users SET version = version + 1 WHERE id = $1";

constexpr std::string_view roles_sql = "SELECT user_id, unit_id, role FROM roles WHERE user_id = $1";
constexpr std::string_view all_roles_sql = "SELECT user_id, unit_id, role FROM roles";
constexpr std::string_view clear_roles_sql = "DELETE FROM roles WHERE user_id = $1";
constexpr std::string_view add_role_sql = "INSERT INTO roles (user_id, unit_id, role) VALUES ($1, $2, $3)";

Unit unit_from(const Row& row) {
    return {row.id<core::UnitId>(0), row.maybe_id<core::UnitId>(1), row.text(2), row.text(3), row.number(4)};
}

User user_from(const Row& row) {
    return {
        row.id<core::UserId>(0), row.text(1), row.text(2), row.text(3), row.text(4), row.number(5) != 0, row.number(6)};
}

UserStore::Holder holder_from(const Row& row) {
    return {row.id<core::UserId>(0), {named(core::role_named, row.text(2)), row.id<core::UnitId>(1)}};
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

core::Result<void> UnitStore::update(const Unit& changed) {
    const auto rows =
        tx_.run(update_unit_sql, {changed.id, changed.version, changed.parent, changed.name, changed.short_name});
    if (rows.changed() == 0) return core::Error{core::ErrorCode::conflict, "the unit has changed since it was read"};
    raise_rights_version(tx_);  // what units are called is kept under it
    return core::done();
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

core::Result<void> UserStore::update(const User& changed) {
    const auto rows = tx_.run(
        update_user_sql,
        {changed.id,
         changed.version,
         changed.full_name,
         changed.initials,
         changed.email,
         std::int64_t{changed.active ? 1 : 0}}
    );
    if (rows.changed() == 0)
        return core::Error{core::ErrorCode::conflict, "the person has changed since they were read"};
    GroupStore{tx_}.refresh(changed.id);
    return core::done();
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
    tx_.run(touch_user_sql, {id});
    GroupStore{tx_}.refresh(id);
}

std::optional<core::Principal> UserStore::principal(core::UserId id) const {
    const auto user = find(id);
    if (!user || !user->active) return std::nullopt;
    core::Principal principal{id, roles(id), GroupStore{tx_}.of_user(id), UnitStore{tx_}.tree()};
    for (const auto absent : SubstitutionStore{tx_}.absent_of(id)) {
        const auto other = find(absent);
        if (!other || !other->active) continue;
        principal.stands_in_for.push_back(absent);
        for (const auto& held : core::roles_passed_on(roles(absent)))
            if (std::ranges::find(principal.roles, held) == principal.roles.end()) principal.roles.push_back(held);
    }
    return principal;
}

}  // namespace services
