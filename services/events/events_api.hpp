#pragma once

#include "services/http/router.hpp"
#include "services/identity/identity.hpp"
#include "services/store/database.hpp"

namespace services {

/// GET /api/v1/events: what happens, for other systems; by asking again and again, by a request that waits, or as
/// server-sent events. The references outlive the router.
struct EventsApi {
    Database& db;
    const core::Clock& clock;
};
void add_events_api(Router& router, Identity& identity, const EventsApi& api);

/// /api/v1/webhooks: who is sent the events. Only for administrators.
void add_webhook_api(Router& router, Identity& identity, const EventsApi& api);

}  // namespace services
