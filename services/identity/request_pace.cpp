#include "services/identity/request_pace.hpp"

#include <algorithm>

#include "services/identity/sign_in_pace.hpp"

namespace services {

namespace {

constexpr std::size_t most_keys = 1u << 16;

}  // namespace

/// Keys whose minute is over go first; a flood of others makes everybody begin anew rather than memory grow.
void RequestPace::make_room(core::Timestamp now) {
    if (windows_.size() < most_keys) return;
    std::erase_if(windows_, [&](const auto& one) { return one.second.ends_at <= now; });
    if (windows_.size() >= most_keys) windows_.clear();
}

RequestPace::Stand RequestPace::count(const std::string& key, std::int64_t limit, std::int64_t requests) {
    const auto now = clock_.now();
    const std::lock_guard lock{mutex_};
    make_room(now);
    auto& one = windows_[key];
    // A clock that was set back must not hold anyone for longer than a minute.
    if (one.ends_at <= now || one.ends_at > now + window) one = {now + window, 0};
    one.used = std::clamp<std::int64_t>(one.used + requests, 0, limit + 1);
    return {limit, one.used, one.ends_at - now};
}

void RequestPace::mark(Response& response, const Stand& stand) {
    if (stand.limit == 0) return;
    response.set("ratelimit-limit", std::to_string(stand.limit));
    response.set("ratelimit-remaining", std::to_string(std::max<std::int64_t>(stand.limit - stand.used, 0)));
    response.set("ratelimit-reset", std::to_string(stand.reset.count()));
}

core::Result<Response> RequestPace::answer(const Request& request, const Handler& handler) {
    const auto known = let_in_by_(request);
    const auto address = address_key(request.client);
    const auto limit = known.empty() ? limits_.guest_per_minute : limits_.per_minute;
    auto stand = count(known.empty() ? address : known, limit, 1);
    if (limit > 0 && stand.used > limit) {
        auto refusal = problem(
            {core::ErrorCode::too_many, "more than " + std::to_string(limit) + " requests in a minute"}, request
        );
        refusal.set("retry-after", std::to_string(std::max<std::int64_t>(stand.reset.count(), 1)));
        mark(refusal, stand);
        return refusal;
    }

    auto outcome = handler(request);
    // The first request of a token is let in by its handler.
    if (const auto now_known = known.empty() ? let_in_by_(request) : std::string{}; !now_known.empty()) {
        count(address, limit, -1);
        stand = count(now_known, limits_.per_minute, 1);
    }
    auto response = outcome.has_value() ? std::move(outcome.value()) : problem(outcome.error(), request);
    mark(response, stand);
    return response;
}

}  // namespace services
