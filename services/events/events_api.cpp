#include "services/events/events_api.hpp"

#include <charconv>
#include <memory>

#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/events/outbox.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t longest_wait = 60;
constexpr auto stream_length = 1h;
/// Proxies take a silent connection for a dead one; a space before a JSON text means nothing.
constexpr auto longest_silence = 10s;
constexpr auto glance = 1s;

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Looks for news whenever something was committed here, and each second for what another process may have written.
class Listener {
  public:
    struct From {
        core::EventId after;
        std::int64_t limit{};
    };
    Listener(const EventsApi& api, const Caller& caller, From from)
        : api_(api),
          who_(caller.principal),
          rights_(caller.rights_version),
          position_(from.after),
          limit_(from.limit) {}

    /// Nothing where the caller's rights have changed meanwhile: they have to ask again.
    std::optional<HeardEvents> look() {
        const auto heard = api_.db.read([&](Transaction& tx) -> Result<std::optional<HeardEvents>> {
            if (rights_version(tx) != rights_) return std::optional<HeardEvents>{};
            return std::optional{heard_events(tx, who_, position_, limit_)};
        });
        if (heard.value()) position_ = heard.value()->position;
        return heard.value();
    }
    core::EventId position() const { return position_; }

  private:
    EventsApi api_;
    core::Principal who_;
    std::int64_t rights_;
    core::EventId position_;
    std::int64_t limit_;
};

Json page_of(const HeardEvents& heard) {
    auto items = Json::array();
    for (const auto& event : heard.events) items.push_back(to_json(event));
    return {
        {"items", std::move(items)}, {"next", std::to_string(heard.position.value)}, {"is_at_end", heard.is_at_end}};
}

Response streamed(const char* type, std::function<std::optional<std::string>()> poll) {
    Response response;
    response.set("content-type", type);
    response.set("cache-control", "no-store");
    response.body = EventStream{std::move(poll), glance};
    return response;
}

/// One answer, as soon as there is something to tell or the time is out.
Response waiting(const EventsApi& api, const std::shared_ptr<Listener>& listener, std::chrono::seconds wait) {
    struct State {
        core::Timestamp until{};
        std::chrono::steady_clock::time_point spoke_at{std::chrono::steady_clock::now()};
        bool is_told{};
    };
    auto state = std::make_shared<State>();
    state->until = api.clock.now() + wait;
    const auto& clock = api.clock;
    return streamed("application/json", [state, listener, &clock]() -> std::optional<std::string> {
        if (state->is_told) return std::nullopt;
        const auto heard = listener->look();
        if (heard && heard->events.empty() && heard->is_at_end && clock.now() < state->until) {
            const auto now = std::chrono::steady_clock::now();
            if (now - state->spoke_at < longest_silence) return std::string{};
            state->spoke_at = now;
            return std::string{" "};
        }
        state->is_told = true;
        // Rights that have changed are looked at afresh by the next request, from the same place.
        return dumped(page_of(heard.value_or(HeardEvents{.events = {}, .position = listener->position()})));
    });
}

/// Server-sent events (HTML Living Standard § 9.2), an id each, so that a browser goes on where it was.
Response stream(const EventsApi& api, const std::shared_ptr<Listener>& listener) {
    const auto until = api.clock.now() + stream_length;
    const auto& clock = api.clock;
    return streamed("text/event-stream", [listener, until, &clock]() -> std::optional<std::string> {
        const auto heard = clock.now() < until ? listener->look() : std::nullopt;
        if (!heard) return std::nullopt;
        std::string frames;
        for (const auto& event : heard->events)
            frames += "id: " + std::to_string(event.id.value) + "\nevent: " + std::string{name_of(event.kind)} +
                      "\ndata: " + dumped(to_json(event)) + "\n\n";
        return frames;
    });
}

Result<std::int64_t> seconds_to_wait(const Request& request) {
    const auto text = request.query_value("wait").value_or("0");
    const auto wait = core::whole_number(text);
    if (!wait || *wait < 0 || *wait > longest_wait)
        return Error{ErrorCode::invalid_input, "wait is a number of seconds from 0 to 60", "wait"};
    return *wait;
}

/// `after`, or where a browser's stream broke off (Last-Event-ID).
Result<core::EventId> asked_after(const Request& request) {
    TRY(const auto after, cursor_of(request, 1));
    core::EventId position{after.empty() ? 0 : after[0]};
    const auto header = request.header("last-event-id");
    std::int64_t last = 0;
    if (std::from_chars(header.data(), header.data() + header.size(), last).ec == std::errc{} && last > position.value)
        position.value = last;
    return position;
}

Result<Response> get_events(const EventsApi& api, const Request& request, const Caller& caller) {
    TRY(const auto limit, limit_of(request, 100));
    TRY(const auto wait, seconds_to_wait(request));
    TRY(const auto after, asked_after(request));
    const auto listener = std::make_shared<Listener>(api, caller, Listener::From{after, limit});
    if (request.header("accept").find("text/event-stream") != std::string_view::npos) return stream(api, listener);
    if (wait > 0) return waiting(api, listener, std::chrono::seconds{wait});
    const auto heard = listener->look();
    if (!heard) return Error{ErrorCode::unavailable, "rights have just changed; ask again"};
    auto response = services::json(dumped(page_of(*heard)));
    response.set("cache-control", "no-store");
    return response;
}

}  // namespace

void add_events_api(Router& router, Identity& identity, const EventsApi& api) {
    router.add(Method::get, "/api/v1/events", signed_in(identity, [api](const Request& request, const Caller& caller) {
                   return get_events(api, request, caller);
               }));
}

}  // namespace services
