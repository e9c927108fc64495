#pragma once

#include "services/http/router.hpp"
#include "services/identity/frame.hpp"

namespace services {

/// GET /api and /api/{tag}: what can be asked, for people to read, made from the description. For everyone.
void add_api_pages(Router& router, const Workplace& workplace, const std::string& public_url);

}  // namespace services
