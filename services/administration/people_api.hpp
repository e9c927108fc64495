#pragma once

#include "core/time.hpp"
#include "services/http/router.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// Users, units and API tokens under /api/v1, for administrators. A change is tried without being made by
/// `dry_run=true`: then the answer says whose reading it would change. The references outlive the router.
void add_people_api(Router& router, Identity& identity, Database& db, const core::Clock& clock);

}  // namespace services
