#include "services/mailroom/choices.hpp"

#include <algorithm>
#include <unordered_map>

namespace services {

namespace {

bool handles_post(core::Role role) {
    return role == core::Role::registrar || role == core::Role::caseworker || role == core::Role::leader;
}

std::vector<Receiver> receivers_in(Transaction& tx, const std::vector<Unit>& units) {
    std::unordered_map<core::UserId, std::vector<core::UnitId>> places;
    for (const auto& holder : UserStore{tx}.all_roles())
        if (handles_post(holder.held.role)) places[holder.user].push_back(holder.held.unit);
    std::vector<Receiver> receivers;
    for (auto& user : UserStore{tx}.all()) {
        auto place = places.find(user.id);
        if (!user.active || place == places.end()) continue;
        const auto unit = std::ranges::find(units, place->second.front(), &Unit::id);
        receivers.push_back({
            user.id,
            std::move(user.full_name),
            unit == units.end() ? "" : unit->short_name,
            std::move(place->second),
        });
    }
    std::ranges::sort(receivers, {}, &Receiver::name);
    return receivers;
}

}  // namespace

Choices Choices::read(Transaction& tx, core::Date today) {
    Choices choices;
    choices.units = UnitStore{tx}.all();
    choices.receivers = receivers_in(tx, choices.units);
    choices.facets = SubjectStore{tx}.facets(today);
    return choices;
}

const Unit* Choices::unit(core::UnitId id) const {
    const auto found = std::ranges::find(units, id, &Unit::id);
    return found == units.end() ? nullptr : &*found;
}

std::vector<core::UnitId> Choices::with_those_above(core::UnitId id) const {
    std::vector<core::UnitId> path;
    // No tree is as deep as it has units; one that ran in a circle would be.
    for (const Unit* at = unit(id); at && path.size() <= units.size(); at = at->parent ? unit(*at->parent) : nullptr)
        path.push_back(at->id);
    return path;
}

std::string Choices::person(core::UserId id) const {
    const auto found = std::ranges::find(receivers, id, &Receiver::user);
    return found == receivers.end() ? std::string{} : found->name;
}

}  // namespace services
