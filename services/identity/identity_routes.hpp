#pragma once

#include "services/http/router.hpp"
#include "services/identity/doors.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// GET and POST /log-ind, POST /log-ud, GET /api/v1/me. The references outlive the router.
void add_identity_routes(Router& router, Identity& identity, const Workplace& workplace, OtherDoors doors = {});

}  // namespace services
