#pragma once

#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"

namespace services {

struct PrivacyDesk {
    const Workplace& workplace;
    FileStore& files;
};

/// /persondata, /parter/{id}/ret and /dokumenter/{id}/slet.
void add_privacy_pages(Router& router, Identity& identity, const PrivacyDesk& desk);
/// /api/v1/erasures, /api/v1/persons/bundles and PUT /api/v1/parties/{id}.
void add_privacy_api(Router& router, Identity& identity, const PrivacyDesk& desk);

}  // namespace services
