#include "services/http/server.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <system_error>
#include <thread>

#include "services/http/session.hpp"

namespace services {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto tick_time = 250ms;    // how late a timeout may be
constexpr auto stopping_time = 10s;  // for requests under way

using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

void check(const error_code& ec, const std::string& what) {
    if (ec) throw std::system_error{std::error_code{ec}, what};
}

Acceptor listen(asio::io_context& context, const HttpSettings& settings) {
    const auto name = settings.address + ":" + std::to_string(settings.port);
    error_code ec;
    const auto address = asio::ip::make_address(settings.address, ec);
    check(ec, "reading the address " + name);
    const tcp::endpoint endpoint{address, settings.port};
    Acceptor acceptor{context.get_executor()};
    acceptor.open(endpoint.protocol(), ec);
    check(ec, "opening a socket for " + name);
    acceptor.set_option(asio::socket_base::reuse_address{true}, ec);
    acceptor.bind(endpoint, ec);
    check(ec, "binding " + name);
    acceptor.listen(asio::socket_base::max_listen_connections, ec);
    check(ec, "listening on " + name);
    return acceptor;
}

/// Most of them wait: for the disk to say that a change is safe. The changes that wait together share one such wait, so
/// many at once cost less each.
constexpr unsigned workers_per_core = 16;

unsigned cores() {
    return std::max(1u, std::thread::hardware_concurrency());
}

int make_event() {
    const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (descriptor < 0) throw std::system_error{errno, std::system_category(), "making an eventfd"};
    return descriptor;
}

}  // namespace

struct Server::Impl {
    Site site;
    std::shared_ptr<asio::ssl::context> tls;
    std::vector<std::unique_ptr<Loop>> loops;
    Workers workers;
    Acceptor acceptor;
    asio::posix::basic_stream_descriptor<Executor> stop_event;
    Timer stop_timer;

    Impl(HttpSettings settings, const Router& router, std::function<void(const RequestLine&)> on_request)
        : site{std::move(settings), router, std::move(on_request), {}, {}, {}, {}, [this] { end(); }},
          tls{site.settings.certificate.empty() || site.settings.private_key.empty() ? nullptr
                                                                                     : tls_context(site.settings)},
          loops{make_loops(site.settings)},
          workers{
              site.settings.workers ? site.settings.workers : workers_per_core * cores(),
              site.settings.queued_requests},
          acceptor{listen(loops.front()->context, site.settings)},
          stop_event{loops.front()->context.get_executor(), make_event()},
          stop_timer{loops.front()->context.get_executor()} {}

    static std::vector<std::unique_ptr<Loop>> make_loops(const HttpSettings& settings) {
        std::vector<std::unique_ptr<Loop>> made;
        const unsigned count = settings.io_threads ? settings.io_threads : cores();
        for (unsigned number = 0; number < count; ++number) made.push_back(std::make_unique<Loop>());
        return made;
    }

    Loop& least_loaded() {
        return **std::min_element(loops.begin(), loops.end(), [](const auto& a, const auto& b) {
            return a->load < b->load;
        });
    }

    Task<void> accept();
    Task<void> wait_for_stop();
    static Task<void> tick(Loop& loop);
    void begin(Loop& loop, TcpSocket socket);
    void refuse(TcpSocket& socket) const;
    void on_every_session(const std::function<void(ClientSession&)>& act);
    void end();
};

Task<void> Server::Impl::accept() {
    Timer pause{loops.front()->context.get_executor()};
    for (;;) {
        auto& loop = least_loaded();
        auto [ec, socket] = co_await acceptor.async_accept(loop.context, asio::as_tuple(awaiting));
        if (!acceptor.is_open()) co_return;
        if (ec) {  // no descriptors left, most likely: serve those that there are
            pause.expires_after(100ms);
            (void)co_await pause.async_wait(asio::as_tuple(awaiting));
            continue;
        }
        if (site.sessions >= site.settings.connections) {
            refuse(socket);
            continue;
        }
        begin(loop, std::move(socket));
    }
}

void Server::Impl::begin(Loop& loop, TcpSocket socket) {
    ++site.sessions;
    ++loop.load;
    error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    asio::post(loop.context, [this, &loop, socket = std::move(socket)]() mutable {
        auto session = std::make_shared<ClientSession>(std::move(socket), tls.get(), loop, site, workers);
        auto running = session->run();
        asio::co_spawn(loop.context, std::move(running), [this](const std::exception_ptr& failure) {
            if (!failure || !site.hooks.note) return;
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& error) {
                site.hooks.note("", error.what());
            }
        });
    });
}

/// One connection too many: told so where that costs nothing, which it does under TLS.
void Server::Impl::refuse(TcpSocket& socket) const {
    if (tls) return;
    constexpr std::string_view busy =
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::const_buffer{busy.data(), busy.size()}, ignored);
    socket.shutdown(TcpSocket::shutdown_send, ignored);
}

Task<void> Server::Impl::tick(Loop& loop) {
    Timer timer{loop.context.get_executor()};
    for (;;) {
        timer.expires_after(tick_time);
        (void)co_await timer.async_wait(asio::as_tuple(awaiting));
        const auto now = std::chrono::steady_clock::now();
        for (auto* session : loop.sessions) session->check_deadline(now);
    }
}

void Server::Impl::on_every_session(const std::function<void(ClientSession&)>& act) {
    for (auto& loop : loops)
        asio::post(loop->context, [&loop = *loop, act] {
            for (auto* session : loop.sessions) act(*session);
        });
}

Task<void> Server::Impl::wait_for_stop() {
    (void)co_await stop_event.async_wait(asio::posix::descriptor_base::wait_read, asio::as_tuple(awaiting));
    error_code ignored;
    acceptor.close(ignored);
    site.is_stopping = true;
    on_every_session([](ClientSession& session) { session.begin_stop(); });
    if (site.sessions == 0) {
        end();
        co_return;
    }
    stop_timer.expires_after(stopping_time);
    const auto [cancelled] = co_await stop_timer.async_wait(asio::as_tuple(awaiting));
    if (!cancelled) end();
}

void Server::Impl::end() {
    for (auto& loop : loops) loop->context.stop();
}

Server::Server(HttpSettings settings, const Router& router, std::function<void(const RequestLine&)> on_request)
    : impl_{std::make_unique<Impl>(std::move(settings), router, std::move(on_request))} {}

Server::~Server() {
    if (!impl_) return;
    impl_->workers.stop();            // what they run refers to sessions
    impl_->site.is_stopping = false;  // nobody waits for the last session any more
}

void Server::on_error(std::function<Response(const core::Error&, const Request&)> render) {
    impl_->site.hooks.render = std::move(render);
}

void Server::on_failure(std::function<void(std::string_view, std::string_view)> note) {
    impl_->site.hooks.note = std::move(note);
}

void Server::stand_around(Around around) {
    impl_->site.around = std::move(around);
}

void Server::on_options(std::function<Response(const Request&, std::string_view)> answer) {
    impl_->site.hooks.options = std::move(answer);
}

std::uint16_t Server::port() const {
    return impl_->acceptor.local_endpoint().port();
}

void Server::run() {
    auto& impl = *impl_;
    auto accepting = impl.accept();
    auto stopping = impl.wait_for_stop();
    asio::co_spawn(impl.loops.front()->context, std::move(accepting), asio::detached);
    asio::co_spawn(impl.loops.front()->context, std::move(stopping), asio::detached);
    std::vector<std::thread> threads;
    for (auto& loop : impl.loops) {
        auto ticking = Impl::tick(*loop);
        asio::co_spawn(loop->context, std::move(ticking), asio::detached);
        if (loop != impl.loops.front()) threads.emplace_back([&loop = *loop] { loop.context.run(); });
    }
    impl.loops.front()->context.run();
    for (auto& thread : threads) thread.join();
    impl.workers.stop();
}

void Server::stop() {
    const std::uint64_t one = 1;
    (void)!::write(impl_->stop_event.native_handle(), &one, sizeof one);
}

void Server::poke() {
    for (auto& loop : impl_->loops) {
        if (loop->is_poked.exchange(true)) continue;
        asio::post(loop->context, [&loop = *loop] {
            loop.is_poked = false;
            for (auto* session : loop.sessions) session->poke();
        });
    }
}

}  // namespace services
