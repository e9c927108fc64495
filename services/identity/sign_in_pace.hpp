#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "services/store/database.hpp"

namespace services {

/// How long must pass after the last of `failures` failed sign-ins: nothing for the first `free` ones, then 1 s, 2 s,
/// 4 s … up to a quarter of an hour.
std::chrono::seconds pause_after(std::int64_t failures, std::int64_t free);

/// Without attempts for so long, what went wrong before is forgiven.
inline constexpr std::chrono::seconds forgiven_after{std::chrono::hours{1}};

/// The key for an address. Of IPv6 the first 64 bits count, as they are one subscriber's (RFC 6177).
std::string address_key(std::string_view client);

/// Slows down whoever keeps guessing, by one key: a name or an address. An attempt is counted as a failure before the
/// password is looked at and taken back when it succeeds, so that many at once gain nothing.
class SignInPace {
  public:
    SignInPace(Transaction& tx, std::string_view key, std::int64_t free) : tx_(tx), key_(key), free_(free) {}

    std::chrono::seconds wait(core::Timestamp now) const;
    void count_attempt(core::Timestamp now);
    void take_back(core::Timestamp now);
    void clear();

  private:
    Transaction& tx_;
    std::string_view key_;
    std::int64_t free_;
};

}  // namespace services
