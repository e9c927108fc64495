#include "services/http/workers.hpp"

#include <utility>

namespace services {

Workers::Workers(unsigned threads, std::size_t queued_max) : queued_max_{queued_max} {
    threads_.reserve(threads);
    for (unsigned count = 0; count < threads; ++count) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
    stop();
}

bool Workers::submit(std::function<void()> work) {
    {
        const std::lock_guard lock{mutex_};
        if (is_stopped_ || queue_.size() >= queued_max_) return false;
        queue_.push_back(std::move(work));
    }
    wake_.notify_one();
    return true;
}

void Workers::stop() {
    {
        const std::lock_guard lock{mutex_};
        is_stopped_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void Workers::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [this] { return is_stopped_ || !queue_.empty(); });
        if (queue_.empty()) return;
        auto work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work();
        work = nullptr;  // what it holds goes before the lock is taken again
        lock.lock();
    }
}

}  // namespace services
