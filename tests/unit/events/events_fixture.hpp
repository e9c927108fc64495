#pragma once

#include <catch2/catch.hpp>

#include "services/events/outbox.hpp"
#include "services/events/webhooks.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

namespace tests {

/// A town hall with an administrator and someone who may read what the first unit does.
struct Hearing : TownHall {
    core::UserId administrator = add_user("admin", {{core::Role::administrator, authority}});

    services::HeardEvents heard_by(core::UserId id, core::EventId after = {}, std::int64_t limit = 100) {
        const auto who = principal(id);
        return db
            ->read([&](services::Transaction& tx) -> core::Result<services::HeardEvents> {
                return services::heard_events(tx, who, after, limit);
            })
            .value();
    }
    core::EventId last_event() {
        return db
            ->read([](services::Transaction& tx) -> core::Result<core::EventId> {
                return services::EventLog{tx}.last();
            })
            .value();
    }
    core::Result<services::AddedWebhook> add_hook(core::UserId by, const services::NewWebhook& made) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return services::add_webhook(tx, who, clock.now(), made); });
    }
    services::Webhook hook(services::WebhookId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<services::Webhook> {
                return services::WebhookStore{tx}.find(id).value();
            })
            .value();
    }
    std::vector<services::WebhookDelivery> deliveries(services::WebhookId id) {
        const auto who = principal(administrator);
        return db->read([&](services::Transaction& tx) { return services::read_deliveries(tx, who, id, 100); }).value();
    }
};

}  // namespace tests
