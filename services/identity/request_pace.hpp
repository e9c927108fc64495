#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/time.hpp"
#include "services/http/message.hpp"

namespace services {

/// How many requests a minute one token or session may make, and one address without either. Counted in memory, by each
/// node for itself; it protects the others from a program that runs wild, and is no defence against an attack from many
/// addresses.
///
/// Answers tell where one stands by RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset (seconds), as in
/// draft-ietf-httpapi-ratelimit-headers-05; later drafts have other names.
class RequestPace {
  public:
    struct Limits {
        std::int64_t per_minute{};        ///< of a token or session that was let in; 0: none
        std::int64_t guest_per_minute{};  ///< of an address (of IPv6: of 2^64) without one; 0: none
    };
    /// Whose request it is, once that is known: a key of the token or session that was let in; empty: a guest's.
    using LetInBy = std::function<std::string(const Request&)>;
    RequestPace(const core::Clock& clock, Limits limits, LetInBy let_in_by)
        : clock_(clock), limits_(limits), let_in_by_(std::move(let_in_by)) {}

    static constexpr std::chrono::seconds window{60};

    bool is_on() const { return limits_.per_minute > 0 || limits_.guest_per_minute > 0; }

    /// The handler's answer, marked; or 429 with Retry-After, and the handler is not called. Whoever shows a token
    /// counts by it only when it has opened something: until then the address is counted, so that guessing gains
    /// nothing.
    core::Result<Response> answer(const Request& request, const Handler& handler);

  private:
    /// What one key has used of its minute.
    struct Window {
        core::Timestamp ends_at{};
        std::int64_t used{};
    };
    struct Stand {
        std::int64_t limit{}, used{};
        std::chrono::seconds reset{};
    };
    Stand count(const std::string& key, std::int64_t limit, std::int64_t requests);
    void make_room(core::Timestamp now);
    static void mark(Response& response, const Stand& stand);

    const core::Clock& clock_;
    Limits limits_;
    LetInBy let_in_by_;
    std::mutex mutex_;
    std::unordered_map<std::string, Window> windows_;
};

}  // namespace services
