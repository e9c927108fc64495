#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "core/time.hpp"

namespace services {

/// Something that every request asks for and that seldom changes: made anew when it is older than `age_max`. Shared by
/// the requests that still use it when a newer one has taken its place.
template <class T>
class Kept {
  public:
    explicit Kept(std::chrono::seconds age_max) : age_max_(age_max) {}

    template <class Make>
    std::shared_ptr<const T> at(core::Timestamp now, Make make) {
        const std::lock_guard lock{mutex_};
        if (!value_ || now - made_at_ > age_max_ || now < made_at_) {
            value_ = std::make_shared<const T>(make());
            made_at_ = now;
        }
        return value_;
    }

  private:
    std::chrono::seconds age_max_;
    std::mutex mutex_;
    std::shared_ptr<const T> value_;
    core::Timestamp made_at_{};
};

}  // namespace services
