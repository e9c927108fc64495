#include "services/api/json.hpp"
#include "services/events/events_api.hpp"
#include "services/events/webhooks.hpp"
#include "services/identity/for_signed_in.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

Json kinds_json(const std::string& kinds) {
    auto names = Json::array();
    for (std::size_t at = 0; at < kinds.size();) {
        const auto end = std::min(kinds.find(' ', at), kinds.size());
        names.push_back(kinds.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

/// Without its secret, which is shown when it is made and never again.
Json webhook_json(const Webhook& hook) {
    return {
        {"id", hook.id.value},
        {"url", hook.url},
        {"user", hook.owner.value},
        {"kinds", kinds_json(hook.kinds)},
        {"active", hook.active},
        {"position", hook.position.value},
        {"failures", hook.failures},
        {"due_at", core::iso_time(hook.due_at)},
        {"created_at", core::iso_time(hook.created_at)},
    };
}

Json delivery_json(const WebhookDelivery& made) {
    return {
        {"first_event", made.first_event.value},
        {"last_event", made.last_event.value},
        {"events", made.events},
        {"at", core::iso_time(made.at)},
        {"took_ms", made.took.count()},
        {"status", made.status == 0 ? Json(nullptr) : Json(made.status)},
        {"error", made.error.empty() ? Json(nullptr) : Json(made.error)},
    };
}

Result<Response> list_webhooks(const EventsApi& api, const Request&, const Caller& caller) {
    TRY(const auto hooks, api.db.read([&](Transaction& tx) { return read_webhooks(tx, caller.principal); }));
    auto items = Json::array();
    for (const auto& hook : hooks) items.push_back(webhook_json(hook));
    return services::json(Json{{"items", std::move(items)}}.dump());
}

Result<Response> post_webhook_api(const EventsApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewWebhook made;
    made.url = members.text("url");
    made.owner = members.maybe_id<core::UserId>("user");
    made.kinds = members.texts("kinds");
    made.from_the_beginning = members.maybe_truth("from_the_beginning").value_or(false);
    TRY(members.check());
    TRY(const auto added,
        api.db.write([&](Transaction& tx) { return add_webhook(tx, caller.principal, api.clock.now(), made); }));
    auto told = webhook_json(added.hook);
    told["secret"] = added.hook.secret;
    auto response = services::json(told.dump(), 201);
    response.set("cache-control", "no-store");
    response.set("location", "/api/v1/webhooks/" + std::to_string(added.hook.id.value));
    return response;
}

Result<Response> patch_webhook(const EventsApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto active = members.truth("active");
    TRY(members.check());
    const WebhookId id{request.id_parameter("id")};
    TRY(const auto changed, api.db.write([&](Transaction& tx) -> Result<Webhook> {
        TRY(set_webhook_active(tx, caller.principal, api.clock.now(), id, active));
        return *WebhookStore{tx}.find(id);
    }));
    return services::json(webhook_json(changed).dump());
}

Response nothing() {
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Result<Response> delete_webhook(const EventsApi& api, const Request& request, const Caller& caller) {
    const WebhookId id{request.id_parameter("id")};
    TRY(api.db.write([&](Transaction& tx) { return remove_webhook(tx, caller.principal, api.clock.now(), id); }));
    return nothing();
}

Result<Response> post_retry(const EventsApi& api, const Request& request, const Caller& caller) {
    const WebhookId id{request.id_parameter("id")};
    TRY(api.db.write([&](Transaction& tx) { return retry_webhook(tx, caller.principal, api.clock.now(), id); }));
    return nothing();
}

Result<Response> list_deliveries(const EventsApi& api, const Request& request, const Caller& caller) {
    TRY(const auto limit, limit_of(request, 50));
    const WebhookId id{request.id_parameter("id")};
    TRY(const auto made,
        api.db.read([&](Transaction& tx) { return read_deliveries(tx, caller.principal, id, limit); }));
    auto items = Json::array();
    for (const auto& one : made) items.push_back(delivery_json(one));
    return services::json(Json{{"items", std::move(items)}}.dump());
}

}  // namespace

void add_webhook_api(Router& router, Identity& identity, const EventsApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::get, "/api/v1/webhooks", list_webhooks);
    add(Method::post, "/api/v1/webhooks", post_webhook_api);
    add(Method::patch, "/api/v1/webhooks/{id:id}", patch_webhook);
    add(Method::delete_, "/api/v1/webhooks/{id:id}", delete_webhook);
    add(Method::post, "/api/v1/webhooks/{id:id}/retry", post_retry);
    add(Method::get, "/api/v1/webhooks/{id:id}/deliveries", list_deliveries);
}

}  // namespace services
