#include "services/events/webhooks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/events/outbox.hpp"
#include "services/identity/token.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Result<void> require(const core::Principal& who) {
    if (!core::may(who, core::Action::administer, {})) return Error{ErrorCode::forbidden, "only administrators may"};
    return core::done();
}

Error no_such_webhook() {
    return {ErrorCode::not_found, "there is no such webhook"};
}

/// The host may be any: it is an administrator who names it, and receivers often stand in the same house.
Result<void> check_url(const std::string& url) {
    const auto invalid = [](const char* what) { return Error{ErrorCode::invalid_input, what, "url"}; };
    const bool is_http = url.starts_with("https://") || url.starts_with("http://");
    if (!is_http || url.size() > 2000) return invalid("the address begins with https:// or http://");
    const auto authority = url.substr(url.find("//") + 2, url.find('/', url.find("//") + 2) - url.find("//") - 2);
    if (authority.empty() || authority.find('@') != std::string::npos)
        return invalid("the address names a host, and no user");
    const auto is_graphic = [](char c) { return c > ' ' && c < '\x7f'; };
    if (!std::ranges::all_of(url, is_graphic)) return invalid("the address has characters that must be escaped");
    return core::done();
}

Result<std::string> joined(const std::vector<std::string>& kinds) {
    std::string text;
    for (const auto& name : kinds) {
        const auto kind = event_kind_named(name);
        if (!kind || !is_heard_outside(*kind))
            return Error{ErrorCode::invalid_input, "there is no such kind of event to hear of", "kinds"};
        text += (text.empty() ? "" : " ") + name;
    }
    return text;
}

struct Change {
    const char* what;
    WebhookId id;
    std::string url;
};

void note(Transaction& tx, const core::Principal& who, core::Timestamp now, const Change& change) {
    const nlohmann::json payload{{"what", change.what}, {"webhook", change.id.value}, {"url", change.url}};
    EventLog{tx}.append({
        .at = now,
        .kind = EventKind::setting_changed,
        .subject_kind = SubjectKind::authority,
        .subject = 0,
        .actor = who.user,
        .payload = payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
    });
}

Result<Webhook> found(Transaction& tx, const core::Principal& who, WebhookId id) {
    TRY(require(who));
    auto hook = WebhookStore{tx}.find(id);
    if (!hook) return no_such_webhook();
    return std::move(*hook);
}

}  // namespace

Result<AddedWebhook> add_webhook(
    Transaction& tx, const core::Principal& who, core::Timestamp now, const NewWebhook& made
) {
    TRY(require(who));
    TRY(check_url(made.url));
    AddedWebhook added;
    TRY(added.hook.kinds, joined(made.kinds));
    added.hook.owner = made.owner.value_or(who.user);
    if (!UserStore{tx}.principal(added.hook.owner))
        return Error{ErrorCode::invalid_input, "there is no such active user", "user"};
    added.hook.url = made.url;
    added.hook.secret = random_token();
    added.hook.position = made.from_the_beginning ? core::EventId{} : EventLog{tx}.last();
    added.hook.due_at = added.hook.created_at = now;
    added.hook.id = WebhookStore{tx}.add(added.hook);
    note(tx, who, now, {"webhook_added", added.hook.id, made.url});
    return added;
}

Result<void> set_webhook_active(
    Transaction& tx, const core::Principal& who, core::Timestamp now, WebhookId id, bool active
) {
    TRY(const auto hook, found(tx, who, id));
    WebhookStore{tx}.set_active(id, active, now);
    note(tx, who, now, {active ? "webhook_started" : "webhook_stopped", id, hook.url});
    return core::done();
}

Result<void> retry_webhook(Transaction& tx, const core::Principal& who, core::Timestamp now, WebhookId id) {
    TRY(const auto hook, found(tx, who, id));
    if (!hook.active) return Error{ErrorCode::conflict, "the webhook is stopped; start it"};
    WebhookStore{tx}.set_active(id, true, now);
    return core::done();
}

Result<void> remove_webhook(Transaction& tx, const core::Principal& who, core::Timestamp now, WebhookId id) {
    TRY(const auto hook, found(tx, who, id));
    WebhookStore{tx}.remove(id);
    note(tx, who, now, {"webhook_removed", id, hook.url});
    return core::done();
}

Result<std::vector<Webhook>> read_webhooks(Transaction& tx, const core::Principal& who) {
    TRY(require(who));
    return WebhookStore{tx}.all();
}

Result<std::vector<WebhookDelivery>> read_deliveries(
    Transaction& tx, const core::Principal& who, WebhookId id, std::int64_t limit
) {
    TRY(found(tx, who, id));
    return WebhookStore{tx}.deliveries(id, limit);
}

}  // namespace services
