#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/http/message.hpp"
#include "services/http/router.hpp"

/// The transport: sockets, TLS, limits, HTTP/1.1. Beast and Asio stay inside this folder.
namespace services {

struct HttpSettings {
    std::string address{"127.0.0.1"};
    std::uint16_t port{8080};                        ///< 0: any free one; see port()
    std::filesystem::path certificate, private_key;  ///< PEM; both set: TLS
    unsigned workers{0};                             ///< threads that run handlers; 0: 16 a core
    std::uint64_t upload_limit_bytes{256ull << 20};
    std::uint32_t header_limit_bytes{16 << 10};
    std::uint32_t connections{4096};
    std::chrono::seconds header_timeout{10};       ///< from the first byte of a request to the end of its header
    std::chrono::seconds idle_timeout{60};         ///< between requests
    std::uint32_t slowest_bytes_per_second{1024};  ///< bodies slower than this, either way, are cut off
    std::filesystem::path upload_folder;           ///< on the file store's volume, so that a move is a rename
    std::vector<std::string> trusted_proxies;      ///< addresses whose X-Forwarded-* and X-Request-Id are believed
    unsigned io_threads{0};                        ///< threads that move bytes and run quick handlers; 0: one a core
    std::uint32_t queued_requests{1024};           ///< waiting for a worker; above that, 503
};

/// What a request came to; for the log and /metrics.
struct RequestLine {
    std::string_view request_id, method, pattern, path, client;
    int status{};
    std::uint64_t sent_bytes{};
    std::chrono::microseconds took{};
};

class Server {
  public:
    /// Binds and listens at once (throws std::system_error where it can't); serves from run().
    /// `on_request` is called after every response, from many threads.
    Server(HttpSettings settings, const Router& router, std::function<void(const RequestLine&)> on_request);
    ~Server();

    /// How errors are answered; problem() unless set. A page for browsers fits here. Where the transport needs a status
    /// that no ErrorCode has (405, 431, 500, …) it asks with a near one and sets the status itself. Before run().
    void on_error(std::function<Response(const core::Error&, const Request&)> render);

    /// Told of every exception that left a handler, before the client is answered with 500. Before run().
    void on_failure(std::function<void(std::string_view request_id, std::string_view what)> note);

    /// What stands around every handler, and calls it, or answers in its place. It runs where the handler would, and is
    /// as quick as a quick one. Before run().
    using Around = std::function<core::Result<Response>(const Request&, const Handler&)>;
    void stand_around(Around around);

    /// Answers OPTIONS to a path that has other methods, and hears which; 405 unless set. Before run().
    void on_options(std::function<Response(const Request&, std::string_view methods)> answer);

    std::uint16_t port() const;

    /// Serves until stop(): then no new connections, requests under way are answered (for at most ten seconds), and it
    /// returns.
    void run();
    void stop();  ///< from any thread or signal-safe context of the process (it only posts)

    /// Wakes the event streams: something has happened. Cheap; from any thread.
    void poke();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace services
