#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Who is sent the events, how far each has come, and what came of every attempt.
namespace services {

using WebhookId = core::Id<struct WebhookTag>;

struct Webhook {
    WebhookId id;
    core::UserId owner;  ///< what this person may read is sent
    std::string url;
    std::string secret;
    std::string kinds;  ///< names of event kinds with a space between; empty: all
    bool active{true};
    core::EventId position;   ///< the last event that was delivered or passed over
    std::int64_t failures{};  ///< in a row
    core::Timestamp due_at{};
    core::Timestamp created_at{};
};

/// One attempt to deliver a batch.
struct WebhookDelivery {
    WebhookId webhook;
    core::EventId first_event;
    core::EventId last_event;
    std::int64_t events{};
    core::Timestamp at{};
    std::chrono::milliseconds took{};
    std::int64_t status{};  ///< of the answer; 0: none came
    std::string error;      ///< empty: delivered
};

class WebhookStore {
  public:
    explicit WebhookStore(Transaction& tx) : tx_(tx) {}

    WebhookId add(const Webhook& made);  ///< the id in `made` is not read
    std::optional<Webhook> find(WebhookId id) const;
    std::vector<Webhook> all() const;
    /// False if there is none. Takes its deliveries with it.
    bool remove(WebhookId id);
    /// Stops it, or lets it go on from where it stopped. False if there is none.
    bool set_active(WebhookId id, bool active, core::Timestamp now);

    /// Whether one is due that has not come to `last` yet: a look that costs no write.
    bool is_due(core::Timestamp now, core::EventId last) const;
    /// Takes the one that has been due longest, for nobody else until the lease ends.
    std::optional<Webhook> take(core::Timestamp now, core::EventId last, std::chrono::seconds lease);
    /// It has come so far, and goes on at once.
    void advance(WebhookId id, core::EventId position, core::Timestamp now);
    /// It stays where it is, and is tried again at `due`.
    void put_off(WebhookId id, core::Timestamp due);

    /// Kept: the newest `deliveries_kept` of each webhook.
    void record(const WebhookDelivery& made);
    std::vector<WebhookDelivery> deliveries(WebhookId id, std::int64_t limit) const;  ///< newest first

    static constexpr std::int64_t deliveries_kept = 1000;

  private:
    Transaction& tx_;
};

}  // namespace services
