#pragma once

#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

/// What the measurements of servers share: clients that ask as fast as they are answered.
namespace bench {

inline constexpr int connections = 32;

/// Of the process (RUSAGE_SELF) or of this thread (RUSAGE_THREAD), user and system together.
double cpu_seconds(int who);

struct Figures {
    double per_second{};
    double server_cpu_us{};  ///< of the server, a request
    std::uint64_t requests{};
};

/// The bytes of the next request, which live until the one after it is asked for; empty: there is none.
using NextRequest = std::function<std::string_view()>;

/// Asks on `at_once` keep-alive connections, on each as soon as it was answered, until the time is up or there are no
/// more requests; every request that was sent is waited for. The clients run on this thread, and what the rest of the
/// process takes meanwhile counts as the server's. Throws std::runtime_error with the answer where one is no success.
Figures load(std::uint16_t port, const NextRequest& next, std::chrono::milliseconds time, int at_once = connections);

}  // namespace bench
