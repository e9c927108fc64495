#pragma once

#include "services/http/router.hpp"
#include "services/identity/identity.hpp"
#include "services/store/database.hpp"

namespace services {

struct ImportApi {
    Database& db;
    const core::Clock& clock;
};
/// POST /api/v1/imports, and what came of it.
void add_import_api(Router& router, Identity& identity, const ImportApi& api);

}  // namespace services
