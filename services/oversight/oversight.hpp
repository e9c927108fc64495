#pragma once

#include "services/case_types/case_type.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"

namespace services {

struct OversightSettings {
    /// What a citizen is told of those who read their case: names, or only what they are.
    bool name_readers{true};
    const CaseTypes* types{&CaseTypes::built_in()};
};

/// Who may read which case and why, and who stands in for whom: /sager/{id}/adgang and /stedfortraedere. Who did and
/// who saw what: /revision and /sager/{id}/laesninger. The same under /api/v1. The references outlive the router.
void add_oversight_pages(
    Router& router, Identity& identity, const Workplace& workplace, const OversightSettings& settings
);
void add_oversight_api(Router& router, Identity& identity, Database& db, const core::Clock& clock);
/// A part of it.
void add_audit_api(Router& router, Identity& identity, Database& db);

}  // namespace services
