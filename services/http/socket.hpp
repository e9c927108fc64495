#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <string>
#include <tuple>

#include "services/http/server.hpp"

namespace boost::asio::ssl {
class context;
}

namespace services {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> awaiting{};
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Transferred = std::tuple<boost::system::error_code, std::size_t>;

/// A connection's bytes, plain or by TLS. Everything is called on the connection's own thread.
class Socket {
  public:
    /// `tls` is null for a plain connection, and must outlive the socket otherwise.
    Socket(TcpSocket socket, asio::ssl::context* tls);
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    bool is_tls() const { return tls_ != nullptr; }
    std::string peer() const;

    Task<Transferred> read_some(asio::mutable_buffer buffer);
    Task<Transferred> write_some(asio::const_buffer buffer);
    Task<bool> handshake();
    Task<void> say_goodbye();  ///< TLS close_notify, then FIN; reading is still possible
    /// Ends when the peer has sent something or is gone.
    Task<void> readable();
    void close();  ///< whatever is awaited ends with an error

  private:
    struct Tls;
    TcpSocket plain_;
    std::unique_ptr<Tls> tls_;
};

/// TLS 1.2 and 1.3 with forward secrecy only. Throws std::system_error where certificate or key can't be read or do not
/// belong together.
std::shared_ptr<asio::ssl::context> tls_context(const HttpSettings& settings);

}  // namespace services
