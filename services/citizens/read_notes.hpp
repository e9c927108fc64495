#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "services/citizens/own_cases.hpp"

namespace services {

/// Notes in the event log that somebody saw their own case or one of its documents: the same within ten minutes once.
/// The event tells whether it was the party or somebody for it, never a number.
class ReadNotes {
  public:
    void note(
        Database& db,
        const Citizen& who,
        const OwnCase& seen,
        std::optional<core::DocumentId> document,
        core::Timestamp now
    );

  private:
    using Key = std::tuple<std::string, core::CaseId, std::int64_t>;  // session, case, document or 0
    bool is_new(const Key& key, core::Timestamp now);

    std::mutex mutex_;
    std::map<Key, core::Timestamp> noted_;
};

}  // namespace services
