#pragma once

#include <atomic>
#include <chrono>

#include "core/time.hpp"

namespace tests {

/// A clock that stands still until it is moved: Tuesday 3 November 2026, 09:00 UTC.
class TestClock final : public core::Clock {
  public:
    core::Timestamp now() const override { return core::Timestamp{std::chrono::seconds{seconds_.load()}}; }
    void advance(std::chrono::seconds by) { seconds_ += by.count(); }
    void set(core::Timestamp to) { seconds_ = to.time_since_epoch().count(); }

  private:
    static constexpr core::Timestamp start =
        core::Date{std::chrono::year{2026} / std::chrono::November / 3} + std::chrono::hours{9};
    std::atomic<std::int64_t> seconds_{start.time_since_epoch().count()};
};

}  // namespace tests
