#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A blocking HTTP client that sends exactly the bytes it is given, well-formed or not, and says what came back. Every
/// wait has an end.
namespace tests {

struct RawResponse {
    int status{};
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;

    std::string header(std::string_view name) const {
        for (const auto& [key, value] : headers)
            if (key == name) return value;
        return {};
    }
};

class RawClient {
  public:
    explicit RawClient(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds{20})
        : patience_{patience}, socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int one = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            ::close(socket_);
            throw std::runtime_error{"the server does not listen"};
        }
    }
    ~RawClient() {
        if (socket_ >= 0) ::close(socket_);
    }
    RawClient(RawClient&& other) noexcept
        : patience_{other.patience_},
          socket_{std::exchange(other.socket_, -1)},
          received_{std::move(other.received_)} {}
    RawClient& operator=(RawClient&&) = delete;

    /// False where the server has closed the connection.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void finish_sending() { ::shutdown(socket_, SHUT_WR); }
    int descriptor() const { return socket_; }

    /// The next response, or nothing where the connection ends before a whole one has come.
    std::optional<RawResponse> receive(bool is_head_request = false) {
        auto response = receive_head();
        if (!response) return std::nullopt;
        const bool has_no_body = is_head_request || response->status == 204 || response->status == 304;
        if (has_no_body) return response;
        const auto length = response->header("content-length");
        if (length.empty()) {
            while (read_more()) {
            }
            response->body = std::exchange(received_, {});
            return response;
        }
        std::size_t wanted = 0;
        std::from_chars(length.data(), length.data() + length.size(), wanted);
        while (received_.size() < wanted)
            if (!read_more()) return std::nullopt;
        response->body = received_.substr(0, wanted);
        received_.erase(0, wanted);
        return response;
    }

    std::optional<RawResponse> exchange(std::string_view request) {
        send(request);
        return receive();
    }

    /// Only the head of a response whose body goes on.
    std::optional<RawResponse> receive_head() {
        std::size_t end = 0;
        while ((end = received_.find("\r\n\r\n")) == std::string::npos)
            if (!read_more()) return std::nullopt;
        auto response = parse(std::string_view{received_}.substr(0, end + 2));
        received_.erase(0, end + 4);
        return response;
    }

    /// Reads until `text` has come; true if it did. What was read up to its end is gone.
    bool receive_until(std::string_view text) {
        std::size_t at = 0;
        while ((at = received_.find(text)) == std::string::npos)
            if (!read_more()) return false;
        received_.erase(0, at + text.size());
        return true;
    }

    /// True once the server has closed the connection, whatever it sent before.
    bool is_closed_by_server() {
        while (read_more()) {
        }
        return has_ended_;
    }

  private:
    /// False at the end, or where nothing comes for as long as the client has patience.
    bool read_more() {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, static_cast<int>(patience_.count())) <= 0) return false;
        char buffer[16384];
        const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
        if (count <= 0) {
            has_ended_ = true;
            return false;
        }
        received_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    static RawResponse parse(std::string_view head) {
        RawResponse response;
        std::from_chars(head.data() + 9, head.data() + 12, response.status);
        head.remove_prefix(head.find("\r\n") + 2);
        while (!head.empty()) {
            const auto end = head.find("\r\n");
            const auto line = head.substr(0, end);
            head.remove_prefix(end + 2);
            const auto colon = line.find(": ");
            if (colon == std::string_view::npos) continue;
            response.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        }
        return response;
    }

    std::chrono::milliseconds patience_;
    int socket_;
    std::string received_;
    bool has_ended_{false};
};

}  // namespace tests
