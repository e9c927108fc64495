#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/identity/identity.hpp"
#include "services/store/people_store.hpp"

/// What units and people are called: every page says it, and it seldom changes.
namespace services {

struct Names {
    std::vector<Unit> units;        ///< by name
    std::vector<User> handlers;     ///< active people who may handle cases somewhere, by name
    std::int64_t rights_version{};  ///< that they were read under

    /// Empty where there is no such unit or person, or none is asked for.
    const std::string& unit(core::UnitId id) const;
    const std::string& person(std::optional<core::UserId> id) const;

    std::unordered_map<core::UnitId, std::string> unit_names;
    std::unordered_map<core::UserId, std::string> people;  ///< full names, also of those who have left
};

/// Keeps them until somebody's rights change, which every new person and unit with people in it brings about.
/// Thread-safe.
class NameBook {
  public:
    std::shared_ptr<const Names> of(Transaction& tx, const Caller& caller);

  private:
    std::mutex mutex_;
    std::shared_ptr<const Names> kept_;
};

}  // namespace services
