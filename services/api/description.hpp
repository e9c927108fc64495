#pragma once

#include <string_view>

#include "services/http/router.hpp"

namespace services {

/// The description of the API (OpenAPI 3.1), as it was when the program was built.
std::string_view api_description();

/// GET /api/v1/openapi.yaml, for everyone: it tells what can be asked, and nothing of what there is.
void add_description_route(Router& router);

}  // namespace services
