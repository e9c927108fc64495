#pragma once

#include <string>

#include "services/http/router.hpp"
#include "services/identity/identity.hpp"
#include "services/store/database.hpp"

namespace services {

struct OioDesk {
    Database& db;
    const core::Clock& clock;
    std::string cvr;  ///< the authority's; may be empty
};

/// GET /oio/sag/sag, /oio/sag/sag/{uuid}, /oio/dokument/dokument and /oio/dokument/dokument/{uuid}: to be read, not to
/// be written. A person's CPR number is told with its case, and each time is an event, as where it is shown on a page.
void add_oio_api(Router& router, Identity& identity, const OioDesk& desk);

}  // namespace services
