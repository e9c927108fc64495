#pragma once

#include "search/query.hpp"
#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// What the pages of cases and documents stand on.
struct CasePages {
    const Workplace& workplace;
    FileStore& files;
    const search::Reader& search;
    CaseSettings settings;
};

/// /sager and /dokumenter: lists, cases with their parts, forms, and reading a document.
void add_case_pages(Router& router, Identity& identity, const CasePages& pages);

}  // namespace services
