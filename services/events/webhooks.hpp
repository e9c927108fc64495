#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"
#include "services/store/webhook_store.hpp"

/// Adding, stopping and removing those who are sent the events. All of it is for administrators alone, and leaves an
/// event.
namespace services {

struct NewWebhook {
    std::string url;                    ///< http or https, at most 2,000 characters, without a user name in it
    std::optional<core::UserId> owner;  ///< whose rights decide what is sent; absent: the one who adds it
    std::vector<std::string> kinds;     ///< of events; empty: all
    bool from_the_beginning{};          ///< else from now on
};

struct AddedWebhook {
    Webhook hook;  ///< its secret is shown this once
};

/// Errors: forbidden, invalid_input with its field.
core::Result<AddedWebhook> add_webhook(
    Transaction& tx, const core::Principal& who, core::Timestamp now, const NewWebhook& made
);
/// Errors: forbidden, not_found.
core::Result<void> set_webhook_active(
    Transaction& tx, const core::Principal& who, core::Timestamp now, WebhookId id, bool active
);
/// Has it tried at once instead of when its pause is over. Errors: forbidden, not_found.
core::Result<void> retry_webhook(Transaction& tx, const core::Principal& who, core::Timestamp now, WebhookId id);
/// Errors: forbidden, not_found.
core::Result<void> remove_webhook(Transaction& tx, const core::Principal& who, core::Timestamp now, WebhookId id);

/// Errors: forbidden.
core::Result<std::vector<Webhook>> read_webhooks(Transaction& tx, const core::Principal& who);
/// Errors: forbidden, not_found.
core::Result<std::vector<WebhookDelivery>> read_deliveries(
    Transaction& tx, const core::Principal& who, WebhookId id, std::int64_t limit
);

}  // namespace services
