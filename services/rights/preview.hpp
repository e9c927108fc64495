#pragma once

#include <string>
#include <vector>

#include "services/store/people_store.hpp"

/// What a change of rights would do, before it is done.
namespace services {

/// What one person would come to read, or read no more.
struct ReadingDifference {
    core::UserId user;
    std::int64_t gained{}, lost{};                      ///< cases
    std::vector<std::string> first_gained, first_lost;  ///< numbers of those changed last; no titles, which an
                                                        ///< administrator may not be allowed to read
};

inline constexpr std::size_t shown_cases = 5;

/// Everybody whose reading would change; without those for whom nothing does.
std::vector<ReadingDifference> compare_reading(Transaction& tx, const Staffing& before, const Staffing& after);

/// The staffing with another set of roles for one person, active or not.
Staffing with_roles(Staffing staffing, core::UserId user, bool is_active, const std::vector<core::RoleInUnit>& roles);
/// The staffing with one unit under another.
Staffing with_parent(Staffing staffing, core::UnitId unit, std::optional<core::UnitId> parent);

}  // namespace services
