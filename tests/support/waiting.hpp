#pragma once

#include <chrono>
#include <thread>

/// Waiting for what happens elsewhere, with a deadline.
namespace tests {

/// Asks again and again; true as soon as the condition holds, false once `limit` has passed.
template <class Condition>
bool within(std::chrono::milliseconds limit, Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        if (condition()) return true;
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});  // bounded wait
    }
}

}  // namespace tests
