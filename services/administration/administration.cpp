#include "services/administration/administration.hpp"

#include "services/store/event_log.hpp"
#include "services/store/job_queue.hpp"

namespace services {

namespace {

bool retry(Transaction& tx, const Caller& caller, core::JobId job, core::Timestamp now) {
    if (!JobQueue{tx}.retry(job, now)) return false;
    EventLog{tx}.append(
        {.at = now,
         .kind = EventKind::job_retried,
         .subject_kind = SubjectKind::job,
         .subject = job.value,
         .actor = caller.id()}
    );
    return true;
}

}  // namespace

core::Result<void> require_administrator(const Caller& caller) {
    if (!core::may(caller.principal, core::Action::administer, core::Resource{}))
        return core::Error{core::ErrorCode::forbidden, "only administrators may"};
    return core::done();
}

core::Result<void> retry_job(Database& db, const Caller& caller, core::JobId job, core::Timestamp now) {
    TRY(require_administrator(caller));
    return db.write([&](Transaction& tx) -> core::Result<void> {
        if (!retry(tx, caller, job, now)) return core::Error{core::ErrorCode::not_found, "there is no such dead job"};
        return core::done();
    });
}

core::Result<std::int64_t> retry_all_jobs(Database& db, const Caller& caller, core::Timestamp now) {
    TRY(require_administrator(caller));
    return db.write([&](Transaction& tx) -> core::Result<std::int64_t> {
        constexpr std::int64_t step = 500;
        std::int64_t retried = 0;
        for (;;) {
            const auto dead = JobQueue{tx}.dead(step);
            if (dead.empty()) return retried;
            for (const auto& job : dead) retried += retry(tx, caller, job.id, now) ? 1 : 0;
        }
    });
}

}  // namespace services
