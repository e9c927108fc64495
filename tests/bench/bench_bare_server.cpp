#include "tests/bench/bench_bare_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <thread>

namespace bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

struct Content {
    Fields fields;
    std::string body;
};

asio::awaitable<void> bare_session(tcp::socket socket, const Content& content) {
    beast::tcp_stream stream{std::move(socket)};
    beast::flat_buffer buffer;
    try {
        for (;;) {
            stream.expires_after(std::chrono::seconds{30});
            http::request<http::string_body> request;
            co_await http::async_read(stream, buffer, request, asio::use_awaitable);
            http::response<http::string_body> response{http::status::ok, request.version()};
            for (const auto& [name, value] : content.fields) response.set(name, value);
            response.keep_alive(request.keep_alive());
            response.body() = content.body;
            response.prepare_payload();
            co_await http::async_write(stream, response, asio::use_awaitable);
        }
    } catch (const std::exception&) {
        // the client has gone
    }
}

asio::awaitable<void> bare_listener(tcp::acceptor& acceptor, const Content& content) {
    for (;;) {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        socket.set_option(tcp::no_delay{true});
        auto session = bare_session(std::move(socket), content);
        asio::co_spawn(acceptor.get_executor(), std::move(session), asio::detached);
    }
}

}  // namespace

struct BareServer::Impl {
    explicit Impl(Content served) : content(std::move(served)) {
        auto listening = bare_listener(acceptor, content);
        asio::co_spawn(context, std::move(listening), asio::detached);
        thread = std::thread{[this] { context.run(); }};
    }
    ~Impl() {
        context.stop();
        thread.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Content content;
    asio::io_context context{1};
    tcp::acceptor acceptor{context, {asio::ip::make_address("127.0.0.1"), 0}};
    std::thread thread;
};

BareServer::BareServer(Fields fields, std::string body)
    : impl_(std::make_unique<Impl>(Content{std::move(fields), std::move(body)})) {}

BareServer::~BareServer() = default;

std::uint16_t BareServer::port() const {
    return impl_->acceptor.local_endpoint().port();
}

}  // namespace bench
