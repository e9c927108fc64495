#include <algorithm>
#include <iostream>

#include "services/cli/house.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Result;

namespace {

/// The unit that a role is to be held in; made if there is none of that name.
Result<core::UnitId> unit_named(Database& db, const std::string& name, const AuthorityConfig& authority) {
    return db.write([&](Transaction& tx) -> Result<core::UnitId> {
        UnitStore units{tx};
        auto root = units.root();
        if (!root)
            root =
                units.add({.id = {}, .parent = std::nullopt, .name = authority.name, .short_name = authority.short_name}
                );
        if (name.empty()) return *root;
        for (const auto& unit : units.all())
            if (unit.name == name) return unit.id;
        return units.add({.id = {}, .parent = root, .name = name, .short_name = name});
    });
}

int told(const core::Error& error) {
    std::cerr << "saglig: " << error.detail << '\n';
    return 1;
}

std::string read_password() {
    std::string password;
    std::getline(std::cin, password);
    return password;
}

}  // namespace

int add_user(Config config, const UserOptions& options) {
    House house{std::move(config)};
    const auto unit = unit_named(*house.db, options.unit, house.config.authority);
    if (unit.has_error()) return told(unit.error());
    NewUser made{
        .name = options.name,
        .full_name = options.full_name,
        .initials = {},
        .email = options.email,
        .password = read_password(),
        .roles = {},
    };
    for (const auto& name : options.roles) {
        const auto role = core::role_named(name);
        if (!role) {
            std::cerr << "saglig: there is no role " << name << '\n';
            return 2;
        }
        made.roles.push_back({*role, unit.value()});
    }
    const auto added = house.identity.add_user(made, std::nullopt);
    if (added.has_error()) return told(added.error());
    std::cout << "user " << added.value().value << '\t' << options.name << '\n';
    return 0;
}

int set_password(Config config, const std::string& name) {
    House house{std::move(config)};
    const auto user = house.db->read([&](Transaction& tx) -> Result<User> {
        const auto found = UserStore{tx}.find_by_name(name);
        if (!found) return core::Error{core::ErrorCode::not_found, "there is no user " + name};
        return *found;
    });
    if (user.has_error()) return told(user.error());
    const auto set = house.identity.set_password(user.value().id, read_password());
    return set.has_error() ? told(set.error()) : 0;
}

int print_token(Config config, const std::string& name) {
    House house{std::move(config)};
    const auto token = house.identity.add_api_token(name);
    if (token.has_error()) return told(token.error());
    std::cout << token.value() << '\n';
    return 0;
}

int list_users(Config config) {
    House house{std::move(config)};
    const auto listed = house.db->read([&](Transaction& tx) -> Result<void> {
        const auto units = UnitStore{tx}.all();
        for (const auto& user : UserStore{tx}.all()) {
            std::cout << user.name << '\t' << user.full_name << '\t' << (user.active ? "active" : "closed");
            for (const auto& held : UserStore{tx}.roles(user.id)) {
                const auto unit = std::ranges::find(units, held.unit, &Unit::id);
                std::cout << '\t' << core::name_of(held.role) << " in " << (unit == units.end() ? "?" : unit->name);
            }
            std::cout << '\n';
        }
        return core::done();
    });
    return listed.has_error() ? told(listed.error()) : 0;
}

}  // namespace services
