#include "services/http/session.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <cstring>
#include <utility>

#include "services/http/head.hpp"
#include "services/http/peer.hpp"

namespace services {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t small_buffer_bytes = 4u << 10;
constexpr std::size_t body_buffer_bytes = 64u << 10;
constexpr std::size_t upload_buffer_bytes = 256u << 10;
constexpr std::size_t lingering_bytes_max = 64u << 20;
constexpr auto lingering_time = 3s;

bool is_continue_expected(const Request& request) {
    const auto value = request.header("expect");
    constexpr std::string_view wanted = "100-continue";
    return std::equal(value.begin(), value.end(), wanted.begin(), wanted.end(), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b;
    });
}

/// Removes the files of a request's parts that nobody has moved away.
class PartFiles {
  public:
    explicit PartFiles(const Request& request) : request_{request} {}
    ~PartFiles() {
        std::error_code ignored;
        for (const auto& part : request_.parts)
            if (!part.file.empty()) std::filesystem::remove(part.file, ignored);
    }
    PartFiles(const PartFiles&) = delete;
    PartFiles& operator=(const PartFiles&) = delete;

  private:
    const Request& request_;
};

}  // namespace

ClientSession::ClientSession(TcpSocket socket, asio::ssl::context* tls, Loop& loop, Site& site, Workers& workers)
    : socket_{std::move(socket), tls},
      loop_{loop},
      site_{site},
      workers_{workers},
      peer_{socket_.peer()},
      buffer_(small_buffer_bytes, '\0'),
      wake_{loop.context.get_executor()} {
    loop_.sessions.insert(this);
}

ClientSession::~ClientSession() {
    loop_.sessions.erase(this);
    --loop_.load;
    if (--site_.sessions == 0 && site_.is_stopping) site_.on_last_session();
}

Task<void> ClientSession::run() {
    const auto self = shared_from_this();
    expire_after(site_.settings.header_timeout);
    if (!co_await socket_.handshake()) co_return;
    for (bool goes_on = true; goes_on;) goes_on = co_await serve_one();
    if (!is_gone_) co_await linger();
    socket_.close();
}

// ---- one request ----

Task<bool> ClientSession::serve_one() {
    const auto head = co_await read_head();
    if (head == HeadRead::ended) {
        is_gone_ = true;
        co_return false;
    }
    request_since_ = std::chrono::steady_clock::now();
    sent_bytes_ = 0;
    if (head == HeadRead::too_large) co_return co_await refuse_head(431, "the header is above its limit");
    const auto raw = pending().substr(0, head_size_);
    if (const auto fault = check_head(raw)) co_return co_await refuse_head(status_of(*fault), sentence(*fault));
    Request request;
    RequestParser parser;
    const auto fault = parser.read_head(raw, request);
    if (fault == RequestParser::Fault::unknown_method) co_return co_await refuse_head(501, "the method is not known");
    if (fault == RequestParser::Fault::bad_target) co_return co_await refuse_head(400, "the address is malformed");
    if (fault) co_return co_await refuse_head(400, "the head is malformed");
    consume(head_size_);
    tell_peer(request, peer_, socket_.is_tls(), site_.settings.trusted_proxies);
    co_return co_await serve(request, parser);
}

Task<bool> ClientSession::serve(Request& request, RequestParser& parser) {
    auto match = site_.router.find(request.method, request.path);
    request.path_parameters = std::move(match.parameters);
    if (!match.handler) {
        const auto connection = parser.has_body() ? Connection::close : after(parser);
        auto response = refuse_unrouted(site_.router, match, request, site_.hooks);
        auto out = answer(std::move(response), request, connection, site_.hooks);
        co_return co_await send(out, request, match.pattern);
    }
    const PartFiles part_files{request};
    if (parser.has_body()) {
        auto body = co_await read_body(request, parser, match.body);
        if (body.is_lost) co_return false;
        if (body.refusal) {
            const auto connection = parser.is_done() ? after(parser) : Connection::close;
            auto out = answer(std::move(*body.refusal), request, connection, site_.hooks);
            co_return co_await send(out, request, match.pattern);
        }
    }
    auto out = co_await handle(match, request, parser);
    co_return co_await send(out, request, match.pattern);
}

Connection ClientSession::after(const RequestParser& parser) const {
    return parser.is_keep_alive() && !site_.is_stopping ? Connection::keep_alive : Connection::close;
}

Task<bool> ClientSession::refuse_head(int status, std::string_view sentence) {
    Request request;  // nothing in a malformed head is believed
    tell_peer(request, peer_, socket_.is_tls(), site_.settings.trusted_proxies);
    const core::Error error{core::ErrorCode::invalid_input, std::string{sentence}};
    auto response = refuse(status, error, request, site_.hooks);
    auto out = answer(std::move(response), request, Connection::close, site_.hooks);
    co_return co_await send(out, request, {});
}

Task<Outgoing> ClientSession::handle(const Router::Match& match, const Request& request, const RequestParser& parser) {
    deadline_ = Time::max();  // a handler takes the time it takes
    std::optional<Outgoing> out;
    std::function<void()> work = [&] {
        const Handler within = [&](const Request& asked) { return site_.around(asked, *match.handler); };
        auto response = respond(site_.around ? within : *match.handler, request, site_.hooks);
        out = answer(std::move(response), request, after(parser), site_.hooks);
    };
    if (match.pace == Pace::quick) {
        work();
    } else if (!co_await on_pool(std::move(work))) {
        const core::Error busy{core::ErrorCode::unavailable, "the queue for workers is full"};
        auto response = refuse(busy, request, site_.hooks);
        response.set("retry-after", "2");
        out = answer(std::move(response), request, after(parser), site_.hooks);
    }
    co_return std::move(*out);
}

// ---- reading ----

Task<ClientSession::HeadRead> ClientSession::read_head() {
    std::size_t searched = 0;
    is_idle_ = pending().empty();
    expire_after(is_idle_ ? site_.settings.idle_timeout : site_.settings.header_timeout);
    bool may_skip_line = true;
    for (;;) {
        if (may_skip_line && pending().starts_with("\r\n")) {  // RFC 9112 § 2.2: one may stand before a request
            consume(2);
            may_skip_line = false;
        }
        const auto size = head_size(pending(), searched);
        if (size && *size <= site_.settings.header_limit_bytes) {
            head_size_ = *size;
            is_idle_ = false;
            co_return HeadRead::complete;
        }
        if (size || pending().size() >= site_.settings.header_limit_bytes) co_return HeadRead::too_large;
        searched = pending().size();
        if (is_idle_ && site_.is_stopping) co_return HeadRead::ended;
        if (co_await read_more(small_buffer_bytes) == 0) co_return HeadRead::ended;
        if (std::exchange(is_idle_, false)) expire_after(site_.settings.header_timeout);
    }
}

Task<ClientSession::BodyRead> ClientSession::read_body(Request& request, RequestParser& parser, BodyLimit limit) {
    const auto limit_bytes =
        limit == BodyLimit::upload ? site_.settings.upload_limit_bytes : static_cast<std::uint64_t>(limit);
    auto body = Body::of(request, limit_bytes, site_.settings.upload_folder);
    if (!body) co_return BodyRead{refuse(body.error(), request, site_.hooks), false};
    if (parser.content_length().value_or(0) > body.value().limit_bytes()) {
        const core::Error error{
            core::ErrorCode::too_large,
            "the body is above its limit of " + std::to_string(body.value().limit_bytes()) + " bytes"};
        co_return BodyRead{refuse(error, request, site_.hooks), false};
    }
    begin_pacing();
    if (!co_await continue_body(request)) co_return BodyRead{std::nullopt, true};
    co_return co_await feed_body(request, parser, body.value());
}

/// Tells a client that asked whether it may send its body that it may.
Task<bool> ClientSession::continue_body(const Request& request) {
    if (!pending().empty() || !is_continue_expected(request)) co_return true;
    co_return co_await write("HTTP/1.1 100 Continue\r\n\r\n");
}

Task<ClientSession::BodyRead> ClientSession::feed_body(Request& request, RequestParser& parser, Body& body) {
    BodyRead outcome;
    std::size_t used = 0;
    std::function<void()> feed = [&] {
        try {
            const auto fed = parser.read_body(pending(), body);
            if (!fed) {
                outcome.refusal = refuse(fed.error(), request, site_.hooks);
                return;
            }
            used = fed.value();
            if (!parser.is_done()) return;
            const auto finished = body.finish(request);
            if (!finished) outcome.refusal = refuse(finished.error(), request, site_.hooks);
        } catch (...) {
            outcome.refusal = refuse_exception(request, site_.hooks);
        }
    };
    const std::size_t room = body.is_multipart() ? upload_buffer_bytes : body_buffer_bytes;
    for (;;) {
        used = 0;
        if (!body.is_multipart()) {
            feed();
        } else if (!co_await on_pool(feed)) {
            const core::Error busy{core::ErrorCode::unavailable, "the queue for workers is full"};
            outcome.refusal = refuse(busy, request, site_.hooks);
        }
        consume(used);
        if (parser.is_done() || outcome.refusal) co_return outcome;
        if (pending().size() > body_buffer_bytes) {  // a chunk's line without an end
            const core::Error error{core::ErrorCode::invalid_input, "the body's chunks are malformed"};
            outcome.refusal = refuse(error, request, site_.hooks);
            co_return outcome;
        }
        const auto count = co_await read_more(room);
        if (count == 0) {
            outcome.is_lost = is_gone_ = true;
            co_return outcome;
        }
        note_progress(count);
    }
}

Task<std::size_t> ClientSession::read_more(std::size_t room) {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() < end_ + room) buffer_.resize(end_ + room);
    const asio::mutable_buffer space{buffer_.data() + end_, buffer_.size() - end_};
    const auto [ec, count] = co_await socket_.read_some(space);
    if (ec) co_return 0;
    end_ += count;
    co_return count;
}

void ClientSession::consume(std::size_t count) {
    begin_ += count;
    if (begin_ < end_) return;
    begin_ = end_ = 0;
    if (buffer_.size() > 2 * small_buffer_bytes) {  // thousands of connections rest most of the time
        buffer_.resize(small_buffer_bytes);
        buffer_.shrink_to_fit();
    }
}

// ---- writing ----

/// True if the connection can be used for another request.
Task<bool> ClientSession::send(Outgoing& out, const Request& request, std::string_view pattern) {
    begin_pacing();
    is_gone_ = !co_await send_body(out, request);
    deadline_ = Time::max();
    if (site_.on_request) {
        const auto took = std::chrono::steady_clock::now() - request_since_;
        const RequestLine line{
            request.id,
            name_of(request.method),
            pattern,
            request.path,
            request.client,
            out.status,
            sent_bytes_,
            std::chrono::duration_cast<std::chrono::microseconds>(took)};
        site_.on_request(line);
    }
    co_return !is_gone_ && !out.closes;
}

Task<bool> ClientSession::send_body(Outgoing& out, const Request& request) {
    if (!co_await write(out.bytes)) co_return false;
    if (!out.text.empty() && !co_await write(out.text)) co_return false;
    if (!out.fixed.empty() && !co_await write(out.fixed)) co_return false;
    bool is_whole = true;
    std::function<void()> read = [&] {
        try {
            out.bytes.clear();
            out.file.read(out.bytes, piece_bytes);
        } catch (const std::exception& error) {  // too late for another status: the connection breaks
            if (site_.hooks.note) site_.hooks.note(request.id, error.what());
            is_whole = false;
        }
    };
    while (out.file.left() > 0) {
        if (!co_await on_pool(read)) read();
        if (!is_whole || !co_await write(out.bytes)) co_return false;
    }
    if (out.poll) co_await stream_events(out, request);
    co_return true;
}

Task<bool> ClientSession::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const asio::const_buffer rest{bytes.data(), bytes.size()};
        const auto [ec, count] = co_await socket_.write_some(rest);
        if (ec) co_return false;
        bytes.remove_prefix(count);
        sent_bytes_ += count;
        note_progress(count);
    }
    co_return true;
}

/// Lets the client read the answer before the connection goes: closing with unread bytes would reset it.
Task<void> ClientSession::linger() {
    expire_after(lingering_time);
    co_await socket_.say_goodbye();
    for (std::size_t total = 0; total < lingering_bytes_max;) {
        consume(pending().size());
        const auto count = co_await read_more(body_buffer_bytes);
        if (count == 0) co_return;
        total += count;
    }
}

// ---- events ----

Task<void> ClientSession::stream_events(Outgoing& out, const Request& request) {
    auto watch = [](std::shared_ptr<ClientSession> self) -> Task<void> {
        co_await self->socket_.readable();  // a client that speaks or goes ends its stream
        self->is_gone_ = true;
        self->poke();
    };
    auto watching = watch(shared_from_this());
    asio::co_spawn(loop_.context, std::move(watching), asio::detached);
    is_streaming_ = true;
    std::optional<std::string> events;
    std::function<void()> ask = [&] {
        try {
            events = out.poll();
        } catch (const std::exception& error) {
            if (site_.hooks.note) site_.hooks.note(request.id, error.what());
            events.reset();
        }
    };
    auto spoke_at = std::chrono::steady_clock::now();
    while (!is_gone_ && !site_.is_stopping) {
        is_poked_ = false;
        const bool is_asked = co_await on_pool(ask);
        if (is_asked && !events) break;
        const bool is_news = is_asked && !events->empty();
        const auto now = std::chrono::steady_clock::now();
        if (is_asked && !is_news && now - spoke_at >= EventStream::heartbeat) events = ":\n\n";
        if (is_asked && !events->empty()) spoke_at = now;
        begin_pacing();
        if (is_asked && !co_await write(*events)) break;
        deadline_ = Time::max();
        if (is_news || is_poked_ || is_gone_ || site_.is_stopping) continue;
        wake_.expires_after(is_asked ? out.longest_pause : 1s);
        co_await wake_.async_wait(asio::as_tuple(awaiting));
    }
    is_streaming_ = false;
}

void ClientSession::poke() {
    if (!is_streaming_) return;
    is_poked_ = true;
    wake_.cancel();
}

// ---- time ----

void ClientSession::expire_after(std::chrono::steady_clock::duration duration) {
    deadline_ = std::chrono::steady_clock::now() + duration;
}

void ClientSession::begin_pacing() {
    pacing_since_ = std::chrono::steady_clock::now();
    paced_bytes_ = 0;
    deadline_ = pacing_since_ + site_.settings.header_timeout;
}

/// A body may pause no longer than header_timeout, and must keep the slowest speed on the whole.
void ClientSession::note_progress(std::size_t bytes) {
    paced_bytes_ += bytes;
    const auto speed = std::max<std::uint64_t>(site_.settings.slowest_bytes_per_second, 1);
    const auto earned = std::chrono::milliseconds{paced_bytes_ * 1000 / speed};
    const auto now = std::chrono::steady_clock::now();
    deadline_ = std::min(pacing_since_ + earned, now) + site_.settings.header_timeout;
}

void ClientSession::check_deadline(Time now) {
    if (now > deadline_) socket_.close();
}

void ClientSession::begin_stop() {
    if (is_idle_) socket_.close();
    poke();
}

// ---- the pool ----

Task<bool> ClientSession::on_pool(std::function<void()> work) {
    deadline_ = Time::max();
    auto initiate = [this](auto handler, std::function<void()> job) {
        // Shared by the queue and the loop: std::function wants to be copied, a handler does not.
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        const auto resume = [this, shared](bool was_run) {
            asio::post(loop_.context, [shared, was_run] {
                auto waiting = std::move(*shared);
                waiting(was_run);
            });
        };
        const bool is_queued = workers_.submit([resume, job = std::move(job)] {
            job();
            resume(true);
        });
        if (!is_queued) resume(false);
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(bool)>(
        std::move(initiate), awaiting, std::move(work)
    );
}

}  // namespace services
