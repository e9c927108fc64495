#pragma once

#include <stop_token>

#include "services/post_list/post_check.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/job_runner.hpp"
#include "services/store/post_gate_store.hpp"

/// What is public is looked at once more when the authority's own lists have grown. What is hit stays public, for a
/// machine does not take down what a person may have decided on; but it stands first in the review, marked as public,
/// and is taken down or kept there.
namespace services {

inline constexpr const char* recheck_job_kind = "recheck_post_list";

/// Begins a walk over all that is public now; one under way ends, for the new one looks for all that it looks for.
void queue_recheck(Transaction& tx, core::Timestamp now);

/// Walks; the job's subject is the walk. Goes on from where it was, also after a restart.
class RecheckJob {
  public:
    RecheckJob(Database& db, const core::Clock& clock) : db_(db), clock_(clock) {}

    core::Result<JobEnd> operator()(const Job& job, const std::stop_token& stop);

  private:
    core::Result<bool> step(std::int64_t walk);

    Database& db_;
    const core::Clock& clock_;
};

/// A person has looked, and it stays public. What was found is on record with the entry, so that it is not told again.
/// Errors: not_found, forbidden, conflict where nothing is to be decided, invalid_input without a reason.
core::Result<void> keep_public(Transaction& tx, const Acting& acting, core::PostListId id, const std::string& reason);

}  // namespace services
