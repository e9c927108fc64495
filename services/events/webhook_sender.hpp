#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/store/webhook_store.hpp"

/// Sends events to those who asked to be told. Each receiver has a place in the log of its own and gets what comes
/// after it in order, a batch at a time; one that does not answer is tried again for as long as it takes, and misses
/// nothing. What was sent and not answered in time is sent again: receivers know a batch by its `delivery`.
namespace services {

struct WebhookAnswer {
    long status{};      ///< 0: none came
    std::string error;  ///< why none came
};
/// Posts a body with its signature.
using WebhookPost =
    std::function<WebhookAnswer(const std::string& url, const std::string& body, const std::string& signature)>;

/// By call_http, ten seconds at most.
WebhookAnswer post_webhook(const std::string& url, const std::string& body, const std::string& signature);

/// How long to wait after so many failures in a row: ten seconds, doubled each time, a quarter of an hour at most.
std::chrono::seconds webhook_pause(std::int64_t failures);

class WebhookSender {
  public:
    struct Settings {
        unsigned threads{2};  ///< receivers served at once: a slow one must not hold all others up
        WebhookPost post{post_webhook};
        std::function<void(std::string_view)> on_failure;  ///< hears of what is wrong on our side
    };

    WebhookSender(Database& db, const core::Clock& clock, Settings settings);
    ~WebhookSender();  ///< waits for what is being sent

  private:
    void loop(const std::stop_token& stop);
    bool send_one();  ///< false: nothing was due
    void deliver(const Webhook& hook);

    Database& db_;
    const core::Clock& clock_;
    Settings settings_;
    std::vector<std::jthread> threads_;
};

}  // namespace services
