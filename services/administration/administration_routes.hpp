#pragma once

#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// The pages beneath /administration: users, units, jobs. Only for administrators. The references outlive the router.
void add_administration_routes(Router& router, Identity& identity, const Workplace& workplace);

}  // namespace services
