#include "ocr/channel.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace ocr {
namespace {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// An assembled 2,000-page file's words are some 50 MB; nothing honest is larger than this.
constexpr std::size_t message_bytes_max = 256u << 20;
constexpr std::size_t header_bytes = 4;

/// True once `fd` can be read or written (or has failed, which the next call tells), false at the deadline.
bool wait_for(int fd, short events, const Deadline& deadline) {
    while (true) {
        int timeout = -1;
        if (deadline) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0) return false;
            timeout = static_cast<int>(std::min<std::int64_t>(left.count(), 1'000'000));
        }
        pollfd waiting{fd, events, 0};
        const int ready = ::poll(&waiting, 1, timeout);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return true;
    }
}

Received read_exactly(int fd, char* into, std::size_t count, const Deadline& deadline) {
    while (count > 0) {
        if (!wait_for(fd, POLLIN, deadline)) return Received::too_late;
        const ssize_t got = ::read(fd, into, count);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) return Received::closed;
        into += got;
        count -= static_cast<std::size_t>(got);
    }
    return Received::message;
}

/// Plain write(), which a worker may still use when its filter refuses send(): the pool ignores SIGPIPE by
/// MSG_NOSIGNAL.
ssize_t write_some(int fd, std::string_view bytes) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EPERM || errno == ENOTSOCK)) return ::write(fd, bytes.data(), bytes.size());
    return sent;
}

bool write_all(int fd, std::string_view bytes, const Deadline& deadline) {
    while (!bytes.empty()) {
        if (!wait_for(fd, POLLOUT, deadline)) return false;
        const ssize_t sent = write_some(fd, bytes);
        if (sent < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

}  // namespace

bool send_message(int fd, std::string_view message, std::chrono::steady_clock::time_point deadline) {
    if (message.size() > message_bytes_max) return false;
    std::array<char, header_bytes> header{};
    for (std::size_t i = 0; i < header_bytes; ++i) header[i] = static_cast<char>(message.size() >> (8 * i) & 0xff);
    return write_all(fd, {header.data(), header.size()}, deadline) && write_all(fd, message, deadline);
}

Incoming receive_message(int fd, Deadline deadline) {
    std::array<unsigned char, header_bytes> header{};
    const auto state = read_exactly(fd, reinterpret_cast<char*>(header.data()), header.size(), deadline);
    if (state != Received::message) return {state, {}};
    std::size_t length = 0;
    for (std::size_t i = 0; i < header_bytes; ++i) length |= static_cast<std::size_t>(header[i]) << (8 * i);
    if (length > message_bytes_max) return {Received::garbled, {}};
    std::string message(length, '\0');
    return {read_exactly(fd, message.data(), length, deadline), std::move(message)};
}

}  // namespace ocr
