#pragma once

#include "services/access_requests/access_requests.hpp"
#include "services/store/access_reminder_store.hpp"
#include "services/store/job_queue.hpp"

/// Reminders before a request is late, and word to a leader when it is: each once for a day that it is due on.
///
/// What is to be said is worked out from the clock at the time, so that pauses, extensions and a changed calendar move
/// it along; a job says it.
namespace services {

/// Queues a job for each open request of which something is to be said now. Cheap where nothing is.
void queue_access_reminders(Database& db, core::Timestamp now);

/// Says it, as the house itself: the case's task is pointed out, and the request stands on the overview of whoever
/// handles the case. When it is late, the nearest leader who may read the case is given a task, too (or its unit, where
/// there is none). Twice is once.
void remind_of_access(Transaction& tx, core::AccessRequestId id, core::Timestamp now);

/// What leaders were given to do about it is done, once it is answered, withdrawn, or due on another day.
void end_access_reminders(Transaction& tx, const core::AccessRequest& one, core::Timestamp now);

/// The job's subject is the request.
class AccessReminderJob {
  public:
    AccessReminderJob(Database& db, const core::Clock& clock) : db_(db), clock_(clock) {}
    core::Result<void> operator()(const Job& job);

  private:
    Database& db_;
    const core::Clock& clock_;
};
inline constexpr const char* access_reminder_kind = "access_reminder";

}  // namespace services
