#include "services/store/webhook_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define WEBHOOK_COLUMNS "id, owner_id, url, secret, kinds, active, position, failures, due_at, created_at"

constexpr std::string_view add_sql = R"sql(
    INSERT INTO webhooks (owner_id, url, secret, kinds, active, position, due_at, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " WEBHOOK_COLUMNS " FROM webhooks WHERE id = $1";
constexpr std::string_view all_sql = "SELECT " WEBHOOK_COLUMNS " FROM webhooks ORDER BY id LIMIT 1000";
constexpr std::string_view remove_deliveries_sql = "DELETE FROM webhook_deliveries WHERE webhook_id = $1";
constexpr std::string_view remove_sql = "DELETE FROM webhooks WHERE id = $1 RETURNING id";
constexpr std::string_view set_active_sql =
    "UPDATE webhooks SET active = $2, due_at = $3, failures = 0 WHERE id = $1 RETURNING id";
constexpr std::string_view is_due_sql =
    "SELECT id FROM webhooks WHERE active = 1 AND due_at <= $1 AND position < $2 LIMIT 1";
constexpr std::string_view take_sql =
    "UPDATE webhooks SET due_at = $3 WHERE id = (SELECT id FROM webhooks WHERE active = 1 AND due_at <= $1"
    " AND position < $2 ORDER BY due_at, id LIMIT 1) RETURNING " WEBHOOK_COLUMNS;
// A position only grows: a sender whose lease ran out must not take back what another has delivered since.
constexpr std::string_view advance_sql =
    "UPDATE webhooks SET position = $2, failures = 0, due_at = $3 WHERE id = $1 AND position < $2";
constexpr std::string_view put_off_sql = "UPDATE webhooks SET failures = failures + 1, due_at = $2 WHERE id = $1";
constexpr std::string_view record_sql = R"sql(
    INSERT INTO webhook_deliveries (webhook_id, first_event, last_event, events, at, took_ms, status, error)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";
constexpr std::string_view forget_sql = R"sql(
    DELETE FROM webhook_deliveries WHERE webhook_id = $1
       AND id <= (SELECT id FROM webhook_deliveries WHERE webhook_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2))sql";
constexpr std::string_view deliveries_sql = R"sql(
    SELECT webhook_id, first_event, last_event, events, at, took_ms, status, error
      FROM webhook_deliveries WHERE webhook_id = $1 ORDER BY id DESC LIMIT $2)sql";

Webhook webhook_from(const Row& row) {
    return Webhook{
        .id = row.id<WebhookId>(0),
        .owner = row.id<core::UserId>(1),
        .url = row.text(2),
        .secret = row.text(3),
        .kinds = row.text(4),
        .active = row.number(5) != 0,
        .position = row.id<core::EventId>(6),
        .failures = row.number(7),
        .due_at = timestamp(row.number(8)),
        .created_at = timestamp(row.number(9)),
    };
}

WebhookDelivery delivery_from(const Row& row) {
    return WebhookDelivery{
        .webhook = row.id<WebhookId>(0),
        .first_event = row.id<core::EventId>(1),
        .last_event = row.id<core::EventId>(2),
        .events = row.number(3),
        .at = timestamp(row.number(4)),
        .took = std::chrono::milliseconds{row.number(5)},
        .status = row.number(6),
        .error = row.text(7),
    };
}

}  // namespace

WebhookId WebhookStore::add(const Webhook& made) {
    const std::int64_t active = made.active ? 1 : 0;
    return tx_
        .run(
            add_sql,
            {made.owner,
             made.url,
             made.secret,
             made.kinds,
             active,
             made.position,
             seconds(made.due_at),
             seconds(made.created_at)}
        )
        .front()
        .id<WebhookId>(0);
}

std::optional<Webhook> WebhookStore::find(WebhookId id) const {
    return first(tx_.run(find_sql, {id}), webhook_from);
}

std::vector<Webhook> WebhookStore::all() const {
    return services::all(tx_.run(all_sql), webhook_from);
}

bool WebhookStore::remove(WebhookId id) {
    tx_.run(remove_deliveries_sql, {id});
    return !tx_.run(remove_sql, {id}).empty();
}

bool WebhookStore::set_active(WebhookId id, bool active, core::Timestamp now) {
    return !tx_.run(set_active_sql, {id, std::int64_t{active ? 1 : 0}, seconds(now)}).empty();
}

bool WebhookStore::is_due(core::Timestamp now, core::EventId last) const {
    return !tx_.run(is_due_sql, {seconds(now), last}).empty();
}

std::optional<Webhook> WebhookStore::take(core::Timestamp now, core::EventId last, std::chrono::seconds lease) {
    return first(tx_.run(take_sql, {seconds(now), last, seconds(now + lease)}), webhook_from);
}

void WebhookStore::advance(WebhookId id, core::EventId position, core::Timestamp now) {
    tx_.run(advance_sql, {id, position, seconds(now)});
}

void WebhookStore::put_off(WebhookId id, core::Timestamp due) {
    tx_.run(put_off_sql, {id, seconds(due)});
}

void WebhookStore::record(const WebhookDelivery& made) {
    tx_.run(
        record_sql,
        {made.webhook,
         made.first_event,
         made.last_event,
         made.events,
         seconds(made.at),
         std::int64_t{made.took.count()},
         made.status,
         made.error}
    );
    tx_.run(forget_sql, {made.webhook, deliveries_kept});
}

std::vector<WebhookDelivery> WebhookStore::deliveries(WebhookId id, std::int64_t limit) const {
    return services::all(tx_.run(deliveries_sql, {id, limit}), delivery_from);
}

}  // namespace services
