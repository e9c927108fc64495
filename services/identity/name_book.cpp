#include "services/identity/name_book.hpp"

#include <algorithm>
#include <unordered_set>

namespace services {

namespace {

const std::string nameless;

bool may_be_caseworker(core::Role role) {
    return role == core::Role::caseworker || role == core::Role::registrar || role == core::Role::leader;
}

std::shared_ptr<const Names> read_names(Transaction& tx, std::int64_t rights_version) {
    auto names = std::make_shared<Names>();
    names->rights_version = rights_version;
    names->units = UnitStore{tx}.all();
    std::ranges::sort(names->units, {}, &Unit::name);
    for (const auto& unit : names->units) names->unit_names.emplace(unit.id, unit.name);

    std::unordered_set<core::UserId> handling;
    for (const auto& holder : UserStore{tx}.all_roles())
        if (may_be_caseworker(holder.held.role)) handling.insert(holder.user);
    for (auto& user : UserStore{tx}.all()) {
        names->people.emplace(user.id, user.full_name);
        if (user.active && handling.contains(user.id)) names->handlers.push_back(std::move(user));
    }
    return names;
}

}  // namespace

const std::string& Names::unit(core::UnitId id) const {
    const auto found = unit_names.find(id);
    return found == unit_names.end() ? nameless : found->second;
}

const std::string& Names::person(std::optional<core::UserId> id) const {
    const auto found = id ? people.find(*id) : people.end();
    return found == people.end() ? nameless : found->second;
}

std::shared_ptr<const Names> NameBook::of(Transaction& tx, const Caller& caller) {
    {
        const std::lock_guard lock{mutex_};
        if (kept_ && kept_->rights_version == caller.rights_version) return kept_;
    }
    auto names = read_names(tx, caller.rights_version);
    const std::lock_guard lock{mutex_};
    kept_ = names;
    return names;
}

}  // namespace services
