#include "services/rights/preview.hpp"

#include <algorithm>
#include <set>

#include "services/store/access_store.hpp"

namespace services {

namespace {

/// The cases of a group, looked up once.
class CasesOfGroups {
  public:
    explicit CasesOfGroups(Transaction& tx) : store_(tx) {}
    const CaseAccessStore::OfGroup& of(core::GroupId group) {
        const auto found = kept_.find(group);
        if (found != kept_.end()) return found->second;
        return kept_.emplace(group, store_.cases_of_group(group, static_cast<std::int64_t>(shown_cases))).first->second;
    }

  private:
    CaseAccessStore store_;
    std::map<core::GroupId, CaseAccessStore::OfGroup> kept_;
};

void add_cases(std::int64_t& count, std::vector<std::string>& first, const CaseAccessStore::OfGroup& cases) {
    count += cases.count;
    for (const auto& number : cases.newest)
        if (first.size() < shown_cases) first.push_back(number);
}

}  // namespace

std::vector<ReadingDifference> compare_reading(Transaction& tx, const Staffing& before, const Staffing& after) {
    std::set<core::UserId> people;
    for (const auto& [user, roles] : before.roles) people.insert(user);
    for (const auto& [user, roles] : after.roles) people.insert(user);
    const auto groups = GroupStore{tx}.all();
    CasesOfGroups cases{tx};
    std::vector<ReadingDifference> differences;
    for (const auto user : people) {
        ReadingDifference difference{.user = user, .first_gained = {}, .first_lost = {}};
        const auto personas_before = before.personas(user);
        const auto personas_after = after.personas(user);
        for (const auto& kept : groups) {
            const bool had = is_member(kept, personas_before, before);
            const bool has = is_member(kept, personas_after, after);
            if (had == has) continue;
            if (has) add_cases(difference.gained, difference.first_gained, cases.of(kept.id));
            if (had) add_cases(difference.lost, difference.first_lost, cases.of(kept.id));
        }
        if (difference.gained > 0 || difference.lost > 0) differences.push_back(std::move(difference));
    }
    return differences;
}

Staffing with_roles(Staffing staffing, core::UserId user, bool is_active, const std::vector<core::RoleInUnit>& roles) {
    if (is_active)
        staffing.roles[user] = roles;
    else
        staffing.roles.erase(user);
    return staffing;
}

Staffing with_parent(Staffing staffing, core::UnitId unit, std::optional<core::UnitId> parent) {
    for (auto& node : staffing.units)
        if (node.id == unit) node.parent = parent;
    return staffing;
}

}  // namespace services
