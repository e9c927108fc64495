#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "services/http/dispatch.hpp"
#include "services/http/request_parser.hpp"
#include "services/http/server.hpp"
#include "services/http/socket.hpp"
#include "services/http/workers.hpp"

namespace services {

class ClientSession;

/// What all connections of a server share.
struct Site {
    HttpSettings settings;
    const Router& router;
    std::function<void(const RequestLine&)> on_request;
    ErrorHooks hooks;
    Server::Around around;  ///< null: nothing is around the handlers
    std::atomic<bool> is_stopping{false};
    std::atomic<unsigned> sessions{0};
    std::function<void()> on_last_session;  ///< called on any thread when stopping and the last session has ended
};

/// One thread's event loop and the sessions on it; they are touched by that thread alone.
struct Loop {
    asio::io_context context{1};
    std::unordered_set<ClientSession*> sessions;
    std::atomic<unsigned> load{0};  ///< sessions, for whoever chooses a loop
    std::atomic<bool> is_poked{false};
};

/// One connection from its first byte to its last: reads a request, has it handled, writes the response, again. Lives
/// on one loop; it is shared by its coroutine and what that has started.
class ClientSession : public std::enable_shared_from_this<ClientSession> {
  public:
    using Time = std::chrono::steady_clock::time_point;

    ClientSession(TcpSocket socket, asio::ssl::context* tls, Loop& loop, Site& site, Workers& workers);
    ~ClientSession();

    Task<void> run();

    void check_deadline(Time now);  ///< closes the connection where what is awaited takes too long
    void poke();                    ///< wakes an event stream
    void begin_stop();              ///< ends what is idle; the rest ends after its response
    void close() { socket_.close(); }

  private:
    enum class HeadRead { complete, ended, too_large };
    /// What reading a body came to; neither: it was read.
    struct BodyRead {
        std::optional<Response> refusal;
        bool is_lost{};
    };

    Task<bool> serve_one();
    Task<bool> serve(Request& request, RequestParser& parser);
    Task<HeadRead> read_head();
    Task<BodyRead> read_body(Request& request, RequestParser& parser, BodyLimit limit);
    Task<BodyRead> feed_body(Request& request, RequestParser& parser, Body& body);
    Task<bool> continue_body(const Request& request);
    Task<Outgoing> handle(const Router::Match& match, const Request& request, const RequestParser& parser);
    Task<bool> refuse_head(int status, std::string_view sentence);
    Task<bool> send(Outgoing& out, const Request& request, std::string_view pattern);
    Task<bool> send_body(Outgoing& out, const Request& request);
    Task<void> stream_events(Outgoing& out, const Request& request);
    Task<void> linger();
    Task<bool> on_pool(std::function<void()> work);

    Task<std::size_t> read_more(std::size_t room);
    Task<bool> write(std::string_view bytes);
    std::string_view pending() const { return std::string_view{buffer_}.substr(begin_, end_ - begin_); }
    void consume(std::size_t count);
    void expire_after(std::chrono::steady_clock::duration duration);
    void begin_pacing();
    void note_progress(std::size_t bytes);
    Connection after(const RequestParser& parser) const;

    Socket socket_;
    Loop& loop_;
    Site& site_;
    Workers& workers_;
    std::string peer_;
    std::string buffer_;
    std::size_t begin_{}, end_{}, head_size_{};
    Time deadline_{Time::max()};
    Time pacing_since_{}, request_since_{};
    std::uint64_t paced_bytes_{}, sent_bytes_{};
    bool is_idle_{false}, is_streaming_{false}, is_poked_{false}, is_gone_{false};
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor> wake_;
};

}  // namespace services
