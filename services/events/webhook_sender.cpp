#include "services/events/webhook_sender.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/api/json.hpp"
#include "services/events/outbox.hpp"
#include "services/events/signature.hpp"
#include "services/http/http_client.hpp"
#include "services/store/pause.hpp"
#include "services/store/people_store.hpp"

namespace services {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t batch = 100;
/// Longer than an attempt can take, so that nobody else takes the same batch meanwhile.
constexpr auto lease = 60s;

bool is_wanted(const std::string& kinds, EventKind kind) {
    const auto name = ' ' + std::string{name_of(kind)} + ' ';
    return kinds.empty() || (' ' + kinds + ' ').find(name) != std::string::npos;
}

std::string body_of(const Webhook& hook, const HeardEvents& heard) {
    auto events = nlohmann::json::array();
    for (const auto& event : heard.events) events.push_back(to_json(event));
    const auto delivery = std::to_string(hook.id.value) + '-' + std::to_string(heard.events.back().id.value);
    const nlohmann::json body{{"webhook", hook.id.value}, {"delivery", delivery}, {"events", std::move(events)}};
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// What there is for the receiver. One whose owner is no longer there hears nothing, and waits.
HeardEvents news_for(Transaction& tx, const Webhook& hook) {
    const auto owner = UserStore{tx}.principal(hook.owner);
    if (!owner) return HeardEvents{.events = {}, .position = hook.position};
    auto heard = heard_events(tx, *owner, hook.position, batch);
    std::erase_if(heard.events, [&](const Event& event) { return !is_wanted(hook.kinds, event.kind); });
    return heard;
}

}  // namespace

WebhookAnswer post_webhook(const std::string& url, const std::string& body, const std::string& signature) {
    auto answer = call_http({
        .url = url,
        .body = body,
        .headers = {{"Content-Type", "application/json"}, {"Saglig-Signature", signature}},
    });
    return {.status = answer.status, .error = std::move(answer.error)};
}

std::chrono::seconds webhook_pause(std::int64_t failures) {
    const auto doublings = std::clamp<std::int64_t>(failures - 1, 0, 10);
    return std::min<std::chrono::seconds>(10s * (std::int64_t{1} << doublings), 15min);
}

WebhookSender::WebhookSender(Database& db, const core::Clock& clock, Settings settings)
    : db_(db), clock_(clock), settings_(std::move(settings)) {
    for (unsigned i = 0; i < settings_.threads; ++i)
        threads_.emplace_back([this](const std::stop_token& stop) { loop(stop); });
}

WebhookSender::~WebhookSender() {
    for (auto& thread : threads_) thread.request_stop();
    for (auto& thread : threads_) thread.join();
}

void WebhookSender::loop(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto commits = db_.commits();
        try {
            if (send_one()) continue;
        } catch (const std::exception& e) {
            settings_.on_failure(e.what());
            pause(stop, 1s);
        }
        for (auto waited = 0ms; waited < 500ms && db_.commits() == commits && !stop.stop_requested(); waited += 20ms)
            pause(stop, 20ms);
    }
}

bool WebhookSender::send_one() {
    const auto now = clock_.now();
    const auto is_due = db_.read([&](Transaction& tx) -> core::Result<bool> {
        return WebhookStore{tx}.is_due(now, EventLog{tx}.last());
    });
    if (!is_due.value()) return false;
    const auto taken = db_.write([&](Transaction& tx) -> core::Result<std::optional<Webhook>> {
        return WebhookStore{tx}.take(now, EventLog{tx}.last(), lease);
    });
    if (!taken.value()) return false;
    deliver(*taken.value());
    return true;
}

void WebhookSender::deliver(const Webhook& hook) {
    const auto heard =
        db_.read([&](Transaction& tx) -> core::Result<HeardEvents> { return news_for(tx, hook); }).value();
    WebhookDelivery made;
    made.webhook = hook.id;
    WebhookAnswer answer{.status = 200, .error = {}};
    if (!heard.events.empty()) {
        made.first_event = heard.events.front().id;
        made.last_event = heard.events.back().id;
        made.events = std::ssize(heard.events);
        made.at = clock_.now();
        const auto body = body_of(hook, heard);
        const auto began = std::chrono::steady_clock::now();
        answer = settings_.post(hook.url, body, webhook_signature(hook.secret, made.at, body));
        made.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
        made.status = answer.status;
        made.error = answer.error;
    }
    const bool is_delivered = answer.status >= 200 && answer.status < 300;
    if (!is_delivered && made.error.empty()) made.error = "the receiver answered " + std::to_string(answer.status);
    const auto written = db_.write([&](Transaction& tx) -> core::Result<void> {
        WebhookStore hooks{tx};
        if (!hooks.find(hook.id)) return core::done();  // removed meanwhile
        if (made.events > 0) hooks.record(made);
        if (is_delivered && heard.position > hook.position)
            hooks.advance(hook.id, heard.position, clock_.now());
        else
            hooks.put_off(hook.id, clock_.now() + webhook_pause(hook.failures + 1));
        return core::done();
    });
    static_cast<void>(written);  // its only errors are exceptions
}

}  // namespace services
