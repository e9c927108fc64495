#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/model/access_request.hpp"
#include "core/model/task.hpp"
#include "core/rules/access_reminders.hpp"
#include "services/store/database.hpp"

/// What was said of the days of requests for access.
namespace services {

struct AccessReminded {
    core::AccessRequestId request;
    core::AccessReminder stage{};
    core::Date due{};
    core::Timestamp told_at{};
    std::optional<core::UserId> told_to{};  ///< absent: whoever handles the case, or its unit
    std::optional<core::TaskId> task{};
};

/// A request that somebody was reminded of, and that waits still.
struct PressingAccess {
    core::AccessRequestId request;
    std::string case_number, asked_for;
    core::Date due{};
    core::AccessReminder stage{};  ///< the latest
};

class AccessReminderStore {
  public:
    explicit AccessReminderStore(Transaction& tx) : tx_(tx) {}

    /// False if it was said of that day before.
    bool add(const AccessReminded& made);
    bool has(core::AccessRequestId of, core::AccessReminder stage, core::Date due) const;
    /// In the order in which it was said.
    std::vector<AccessReminded> of_request(core::AccessRequestId id) const;
    /// The last of each of these.
    std::map<core::AccessRequestId, AccessReminded> latest_of(const std::vector<core::AccessRequestId>& ids) const;
    /// Open requests whose clock runs, still due on the day that was spoken of, that the person handles or was told of
    /// and may read; the one due first first, at most 50.
    std::vector<PressingAccess> pressing(core::UserId person) const;

  private:
    Transaction& tx_;
};

}  // namespace services
