#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// Messages over a stream socket: four bytes of length, lowest first, then that many bytes.
namespace ocr {

enum class Received { message, closed, too_late, garbled };

struct Incoming {
    Received state{Received::closed};
    std::string message;
};

/// Sends the whole message. False if the other end is gone or doesn't read it before the deadline.
bool send_message(int fd, std::string_view message, std::chrono::steady_clock::time_point deadline);

/// Waits for a message; without a deadline, for ever.
Incoming receive_message(int fd, std::optional<std::chrono::steady_clock::time_point> deadline = std::nullopt);

}  // namespace ocr
