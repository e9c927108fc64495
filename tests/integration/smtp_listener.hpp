#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tests {

/// A mail server on this machine that takes what it is told to take (RFC 5321, as far as a client of ours speaks).
class SmtpListener {
  public:
    SmtpListener();
    ~SmtpListener();
    SmtpListener(SmtpListener&&) = delete;
    SmtpListener& operator=(SmtpListener&&) = delete;

    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
    /// What it says to RCPT TO from now on: "550 5.1.1 no such user". "250 ok" takes.
    void answer_receivers(std::string reply);
    std::vector<std::string> taken() const;
    std::vector<std::string> receivers() const;

  private:
    void serve();
    void talk(int connection);
    std::string reply_to(const std::string& line);

    int socket_{-1};
    std::uint16_t port_{};
    mutable std::mutex mutex_;
    std::string to_receivers_{"250 ok"};
    std::vector<std::string> taken_, receivers_;
    std::atomic<bool> is_over_{false};
    std::jthread thread_;
};

}  // namespace tests
