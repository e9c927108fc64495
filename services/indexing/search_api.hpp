#pragma once

#include "core/result.hpp"
#include "search/query.hpp"
#include "services/http/router.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// The query that a request's parameters ask for: q, kind (case, document, incoming), case, unit, from, to (dates),
/// order (relevance, newest), offset, limit. The groups are not set. Errors: invalid_input.
core::Result<search::Query> search_query_of(const Request& request);

/// "case", "document", "incoming", "published".
std::string_view name_of(search::Kind kind);

/// GET /api/v1/search.
void add_search_api(Router& router, Identity& identity, const search::Reader& reader);

}  // namespace services
