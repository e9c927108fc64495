#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace services {

/// The threads that run handlers, with a queue that has an end.
class Workers {
  public:
    Workers(unsigned threads, std::size_t queued_max);
    ~Workers();

    /// False where the queue is full or the workers have been stopped; `work` is then not run. `work` must not throw.
    bool submit(std::function<void()> work);

    /// Runs what is queued, then ends the threads.
    void stop();

  private:
    void run();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::size_t queued_max_;
    bool is_stopped_{false};
    std::vector<std::thread> threads_;
};

}  // namespace services
