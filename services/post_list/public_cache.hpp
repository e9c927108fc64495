#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/result.hpp"
#include "services/http/message.hpp"

namespace services {

/// Public answers as they were drawn, for as long as nothing was committed since, and half a minute at most. A list
/// that thousands look at in an hour is drawn once for all of them, and what is taken down is gone with the commit that
/// takes it down. Each answer has an ETag, so that whoever has it already is told so in a few bytes. Thread-safe.
class PublicCache {
  public:
    /// The answer of `draw`, or the one that is kept under what the request asks for. `version` is that of all that the
    /// answer is drawn from, read before it.
    core::Result<Response> answer(
        const Request& request, std::uint64_t version, const std::function<core::Result<Response>()>& draw
    );

  private:
    using Clock = std::chrono::steady_clock;
    struct Kept {
        std::uint64_t version{};
        Clock::time_point until;
        std::string etag;
        Response response;
    };
    void keep(const std::string& key, Kept kept);

    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<const Kept>> kept_;
    std::size_t bytes_{};
};

}  // namespace services
