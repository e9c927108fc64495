#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "services/store/engine_connection.hpp"

namespace services {

/// The one thread of this process that writes. All that waits when it is free goes into one transaction and shares its
/// sync; a savepoint each keeps one's failure from the others. (Decisions 2 and 10.)
class GroupWriter {
  public:
    explicit GroupWriter(std::unique_ptr<EngineConnection> connection);

    /// As Database::write_with.
    core::Result<void> run(const Work& work);
    std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }

  private:
    struct Pending;
    void loop(const std::stop_token& stop);
    void run_batch(const std::vector<Pending*>& batch);
    void run_one(Pending& pending);
    void attempt(Pending& pending);

    std::unique_ptr<EngineConnection> connection_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Pending*> queue_;
    std::atomic<std::uint64_t> commits_{0};
    std::jthread thread_;
};

}  // namespace services
