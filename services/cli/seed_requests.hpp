#pragma once

#include "services/cli/house.hpp"

namespace services {

/// Requests for access to the cases that the demonstration has: new, at work, late, paused, refused, complained of and
/// withdrawn ones. As their use cases make them, on days that lie behind. Throws std::runtime_error.
void seed_access_requests(House& house);

}  // namespace services
