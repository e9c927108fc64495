#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/identity/identity.hpp"
#include "services/store/database.hpp"

/// What an administrator does about work that did not succeed. Users and their roles are Identity's.
namespace services {

/// Errors: forbidden, unless the caller may administer.
core::Result<void> require_administrator(const Caller& caller);

/// Has a dead job tried again, from its first attempt. Errors: forbidden, not_found if there is no such dead job.
core::Result<void> retry_job(Database& db, const Caller& caller, core::JobId job, core::Timestamp now);

/// The same for all dead jobs, as many as there are now. Gives their number. Errors: forbidden.
core::Result<std::int64_t> retry_all_jobs(Database& db, const Caller& caller, core::Timestamp now);

}  // namespace services
