#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <semaphore>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.hpp"

namespace services {

/// argon2id by libsodium. Checking a password takes tens of milliseconds and tens of megabytes by intent, so only two
/// are worked on at once.
class Passwords {
  public:
    Passwords(std::uint64_t passes, std::size_t memory_bytes) : passes_(passes), memory_bytes_(memory_bytes) {}

    /// A place among the two; given back when it goes out of scope.
    class Place {
      public:
        explicit Place(std::counting_semaphore<2>& places) : places_(&places) {}
        ~Place() {
            if (places_) places_->release();
        }
        Place(Place&& other) noexcept : places_(std::exchange(other.places_, nullptr)) {}
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        Place& operator=(Place&&) = delete;

      private:
        std::counting_semaphore<2>* places_;
    };
    /// Errors: unavailable, when two seconds were not enough to come to the front.
    core::Result<Place> place();

    /// In libsodium's own notation, which holds the limits and the salt.
    std::string hash(const Place& place, std::string_view password) const;
    /// `hash` may be empty: then nothing fits, and it takes as long as if it could have, so that the time does not tell
    /// whether a name exists.
    bool fits(const Place& place, std::string_view hash, std::string_view password);

  private:
    std::uint64_t passes_;
    std::size_t memory_bytes_;
    std::counting_semaphore<2> places_{2};
    std::once_flag nobody_once_;
    std::string nobody_;  ///< the hash of a password that no one has
};

}  // namespace services
