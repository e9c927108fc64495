#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/time.hpp"
#include "search/query.hpp"
#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// Cases and documents under /api/v1.
struct CaseApi {
    Database& db;
    FileStore& files;
    const core::Clock& clock;
    CaseSettings settings;
    const search::Reader& search;
};
/// A case to open, as POST /api/v1/cases takes it. Errors: invalid_input.
core::Result<NewCase> new_case_from(const nlohmann::json& object);
/// What POST /api/v1/cases/{id}/parties takes; the case is not set. Errors: invalid_input with its field.
core::Result<core::Party> new_party_from(const nlohmann::json& object);

void add_case_api(Router& router, Identity& identity, const CaseApi& api);
/// The parts of it.
void add_bulk_api(Router& router, Identity& identity, const CaseApi& api);
void add_party_api(Router& router, Identity& identity, const CaseApi& api);

}  // namespace services
