#include "tests/integration/smtp_listener.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace tests {

namespace {

void say(int connection, const std::string& line) {
    const auto bytes = line + "\r\n";
    static_cast<void>(::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

/// Up to and with `end`; empty where the other side is gone.
std::string hear(int connection, std::string& received, const std::string& end) {
    std::array<char, 4096> bytes{};
    std::size_t at = 0;
    while ((at = received.find(end)) == std::string::npos) {
        const auto count = ::recv(connection, bytes.data(), bytes.size(), 0);
        if (count <= 0) return {};
        received.append(bytes.data(), static_cast<std::size_t>(count));
    }
    auto heard = received.substr(0, at + end.size());
    received.erase(0, at + end.size());
    return heard;
}

}  // namespace

SmtpListener::SmtpListener() : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket_, raw, length) != 0 || ::listen(socket_, 8) != 0 || ::getsockname(socket_, raw, &length) != 0)
        throw std::runtime_error{"no port for a mail server"};
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread{[this] { serve(); }};
}

SmtpListener::~SmtpListener() {
    is_over_ = true;
    thread_.join();
    ::close(socket_);
}

void SmtpListener::answer_receivers(std::string reply) {
    const std::scoped_lock lock{mutex_};
    to_receivers_ = std::move(reply);
}

std::vector<std::string> SmtpListener::taken() const {
    const std::scoped_lock lock{mutex_};
    return taken_;
}

std::vector<std::string> SmtpListener::receivers() const {
    const std::scoped_lock lock{mutex_};
    return receivers_;
}

void SmtpListener::serve() {
    while (!is_over_) {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 50) <= 0) continue;
        const int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) continue;
        talk(connection);
        ::close(connection);
    }
}

std::string SmtpListener::reply_to(const std::string& line) {
    if (line.starts_with("EHLO") || line.starts_with("HELO")) return "250 listener";
    if (line.starts_with("QUIT")) return "221 bye";
    if (line.starts_with("DATA")) return "354 go on";
    if (!line.starts_with("RCPT")) return "250 ok";
    const std::scoped_lock lock{mutex_};
    receivers_.push_back(line.substr(0, line.size() - 2));
    return to_receivers_;
}

void SmtpListener::talk(int connection) {
    std::string received;
    say(connection, "220 listener");
    while (true) {
        const auto line = hear(connection, received, "\r\n");
        if (line.empty()) return;
        say(connection, reply_to(line));
        if (line.starts_with("QUIT")) return;
        if (!line.starts_with("DATA")) continue;
        auto message = hear(connection, received, "\r\n.\r\n");
        if (message.empty()) return;
        {
            const std::scoped_lock lock{mutex_};
            taken_.push_back(message.substr(0, message.size() - 3));
        }
        say(connection, "250 2.0.0 queued as 4F2A1");
    }
}

}  // namespace tests
