#pragma once

#include <mutex>
#include <unordered_map>

#include "core/time.hpp"
#include "services/identity/identity.hpp"
#include "services/store/database.hpp"
#include "services/web/page.hpp"

namespace services {

/// What waits for each person, as the menu shows it. Counted at most every two seconds a person, since every page asks.
class MenuCounter {
  public:
    MenuCounts of(const Caller& caller, Database& db, core::Timestamp now);

  private:
    struct Kept {
        core::Timestamp at;
        MenuCounts counts;
    };
    std::mutex mutex_;
    std::unordered_map<core::UserId, Kept> kept_;
};

}  // namespace services
