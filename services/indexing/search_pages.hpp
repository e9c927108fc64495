#pragma once

#include "search/query.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// What the search page stands on.
struct SearchPages {
    const Workplace& workplace;
    const search::Reader& search;
};

/// GET /soeg, with the parameters of search_query_of.
void add_search_pages(Router& router, Identity& identity, const SearchPages& pages);

}  // namespace services
