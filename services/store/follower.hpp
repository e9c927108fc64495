#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "services/store/database.hpp"
#include "services/store/event_log.hpp"

/// A thread that follows the event log: it hands batches of new events to a function, in order, and starts over from
/// the same place when the function throws. Where it has come to is the function's business (a cursor in the database,
/// or a position in what it writes), so that effect and position are kept together.
namespace services {

class Follower {
  public:
    struct Part {
        std::function<core::EventId()> position;              ///< after which event to go on
        std::function<void(const std::vector<Event>&)> take;  ///< never called with an empty batch
        std::function<void(std::string_view)> on_failure;     ///< hears what went wrong; tried again a second later
    };

    Follower(Database& db, std::size_t batch, Part part);
    ~Follower();  ///< finishes the batch it is in

    /// Waits until every event there is now has been taken, or the time is out; for tests and for `--drain`.
    bool wait_until_current(std::chrono::milliseconds at_most);

  private:
    void loop(const std::stop_token& stop);
    bool take_batch();  ///< false: nothing was new

    Database& db_;
    std::size_t batch_;
    Part part_;
    std::atomic<std::int64_t> taken_{0};
    std::jthread thread_;
};

}  // namespace services
