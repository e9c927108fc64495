#include "tests/bench/bench_load.hpp"

#include <sys/epoll.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/raw_client.hpp"

namespace bench {

namespace {

using Clock = std::chrono::steady_clock;

std::size_t content_length(std::string_view head) {
    for (const std::string_view name : {"\r\ncontent-length: ", "\r\nContent-Length: "}) {
        const auto at = head.find(name);
        if (at == std::string_view::npos) continue;
        std::size_t length = 0;
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
        return length;
    }
    throw std::runtime_error{"the server answered without a length: " + std::string{head}};
}

/// One connection's answers, of which only the ends are looked for.
struct Answer {
    /// True once the answer is whole; nothing is pipelined.
    bool take(std::string_view bytes) {
        if (left > 0) {
            left -= bytes.size();
            return left == 0;
        }
        head += bytes;
        const auto end = head.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        if (!head.starts_with("HTTP/1.1 2")) throw std::runtime_error{"the server answered: " + head};
        left = end + 4 + content_length({head.data(), end + 2}) - head.size();
        head.clear();
        return left == 0;
    }

    std::string head{};
    std::size_t left{};  ///< of the body
};

/// Which connections have something to read.
class Ready {
  public:
    Ready() : epoll_{::epoll_create1(EPOLL_CLOEXEC)} {}
    ~Ready() { ::close(epoll_); }
    Ready(const Ready&) = delete;
    Ready& operator=(const Ready&) = delete;

    void add(int socket, std::size_t index) const {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = index;
        ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
    }

    /// Calls `take` with the index of each.
    template <class Take>
    void wait(Take take) const {
        constexpr int patience_ms = 30'000;
        std::array<epoll_event, connections> events{};
        const int count = ::epoll_wait(epoll_, events.data(), connections, patience_ms);
        if (count == 0) throw std::runtime_error{"the server does not answer"};
        for (int at = 0; at < count; ++at) take(events[static_cast<std::size_t>(at)].data.u64);
    }

  private:
    int epoll_;
};

std::string_view received(int socket, std::vector<char>& buffer) {
    const auto got = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (got <= 0) throw std::runtime_error{"the server closed a connection"};
    return {buffer.data(), static_cast<std::size_t>(got)};
}

}  // namespace

double cpu_seconds(int who) {
    rusage usage{};
    ::getrusage(who, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Figures load(std::uint16_t port, const NextRequest& next, std::chrono::milliseconds time, int at_once) {
    const auto count = static_cast<std::size_t>(at_once);
    std::vector<tests::RawClient> clients;
    clients.reserve(count);
    std::vector<Answer> answers(count);
    const Ready ready;
    for (std::size_t index = 0; index < count; ++index) ready.add(clients.emplace_back(port).descriptor(), index);

    const double process_before = cpu_seconds(RUSAGE_SELF);
    const double client_before = cpu_seconds(RUSAGE_THREAD);
    const auto begin = Clock::now();
    std::uint64_t waiting = 0;
    std::uint64_t answered = 0;
    const auto ask = [&](tests::RawClient& client) {
        if (Clock::now() - begin >= time) return;
        const auto request = next();
        if (request.empty()) return;
        client.send(request);
        ++waiting;
    };
    for (auto& client : clients) ask(client);
    std::vector<char> buffer(65536);
    const auto take = [&](std::size_t index) {
        if (!answers[index].take(received(clients[index].descriptor(), buffer))) return;
        --waiting;
        ++answered;
        ask(clients[index]);
    };
    while (waiting > 0) ready.wait(take);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const double client_cpu = cpu_seconds(RUSAGE_THREAD) - client_before;
    const double server_cpu = cpu_seconds(RUSAGE_SELF) - process_before - client_cpu;
    const auto requests = static_cast<double>(answered);
    return {requests / seconds, server_cpu / requests * 1e6, answered};
}

}  // namespace bench
