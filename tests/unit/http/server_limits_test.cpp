#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>

#include "tests/support/raw_client.hpp"
#include "tests/unit/http/running_server.hpp"

using namespace std::chrono_literals;
using services::BodyLimit;
using services::HttpSettings;
using services::Method;
using services::Request;
using services::Response;
using services::Router;
using tests::RawClient;
using tests::RunningServer;

namespace {

using Answer = core::Result<Response>;

/// A door that a handler waits at, so that a test decides when it ends.
class Door {
  public:
    void wait() {
        std::unique_lock lock{mutex_};
        ++waiting_;
        changed_.notify_all();
        changed_.wait_for(lock, 20s, [this] { return is_open_; });
    }
    void open() {
        const std::lock_guard lock{mutex_};
        is_open_ = true;
        changed_.notify_all();
    }
    bool are_waiting(int count) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, 20s, [&] { return waiting_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_{0};
    bool is_open_{false};
};

Router a_router() {
    Router router;
    router.add(Method::get, "/", [](const Request&) -> Answer { return services::text("ok"); });
    router.add(
        Method::get, "/none", [](const Request&) -> Answer { return services::text("ok"); }, BodyLimit::none
    );
    router.add(Method::post, "/small", [](const Request& request) -> Answer {
        return services::text(std::to_string(request.body.size()));
    });
    router.add(
        Method::post, "/upload", [](const Request&) -> Answer { return services::text("ok"); }, BodyLimit::upload
    );
    return router;
}

const std::string get_root = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

int status_then_closed(std::uint16_t port, std::string_view request) {
    RawClient client{port};
    const auto response = client.exchange(request);
    if (!response) return 0;
    CHECK(response->header("connection") == "close");
    CHECK(client.is_closed_by_server());
    return response->status;
}

}  // namespace

TEST_CASE("a request that could smuggle another is refused and its connection closed", "[http][limits]") {
    const auto router = a_router();
    const RunningServer server{router};
    const std::string hidden = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string begin = "POST /small HTTP/1.1\r\nHost: a\r\n";
    for (const std::string& request :
         {begin + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n" + hidden,
          begin + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
          begin + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden,
          begin + "Transfer-Encoding: identity\r\n\r\n" + hidden,
          begin + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + hidden,
          begin + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden,
          begin + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + hidden,
          begin + "X: a\nContent-Length: 5\r\n\r\n" + hidden,
          begin + "X: a\rContent-Length: 5\r\n\r\n" + hidden,
          std::string{"GET / HTTP/1.1\nHost: a\n\n"} + hidden,
          begin + "Host: b\r\n\r\n" + hidden,
          std::string{"GET / HTTP/1.1\r\n\r\n"} + hidden,
          begin + std::string{"X: a\0b\r\n\r\n", 10} + hidden,
          begin + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + hidden,
          begin + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n" + hidden,
          begin + "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n" + hidden}) {
        INFO(request);
        CHECK(status_then_closed(server.port(), request) == 400);
    }
    CHECK(status_then_closed(server.port(), "GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 505);
    CHECK(status_then_closed(server.port(), "GET /../etc HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
}

TEST_CASE("a header above its limit is refused", "[http][limits]") {
    const auto router = a_router();
    const RunningServer server{router, [](HttpSettings& settings) { settings.header_limit_bytes = 2048; }};
    const auto request = [](std::size_t filling) {
        return "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(filling, 'a') + "\r\n\r\n";
    };
    CHECK(RawClient{server.port()}.exchange(request(1900))->status == 200);
    CHECK(status_then_closed(server.port(), request(2048)) == 431);
    CHECK(status_then_closed(server.port(), "GET /" + std::string(4096, 'a')) == 431);
}

TEST_CASE("a body above its limit is refused before it is read", "[http][limits]") {
    const auto router = a_router();
    const RunningServer server{router, [](HttpSettings& settings) { settings.upload_limit_bytes = 100'000; }};
    const auto head = [](std::string_view path, std::string_view fields) {
        return "POST " + std::string{path} + " HTTP/1.1\r\nHost: a\r\n" + std::string{fields} + "\r\n";
    };
    CHECK(status_then_closed(server.port(), head("/small", "Content-Length: 1048577\r\n")) == 413);
    CHECK(status_then_closed(server.port(), head("/upload", "Content-Length: 99999999999\r\n")) == 413);
    CHECK(
        status_then_closed(
            server.port(),
            head("/upload", "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100001\r\n")
        ) == 413
    );
    CHECK(status_then_closed(server.port(), "GET /none HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx") == 413);
    CHECK(status_then_closed(server.port(), head("/small", "Content-Encoding: gzip\r\nContent-Length: 1\r\n")) == 415);
}

TEST_CASE("a chunked body is refused as soon as it passes its limit", "[http][limits]") {
    const auto router = a_router();
    const RunningServer server{router, [](HttpSettings& settings) { settings.upload_limit_bytes = 100'000; }};
    RawClient client{server.port()};
    client.send(
        "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    );
    const std::string part = "--x\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n";
    REQUIRE(part.size() == 0x3b);
    client.send("3b\r\n" + part + "\r\n");
    const std::string chunk = "2710\r\n" + std::string(10'000, 'a') + "\r\n";
    for (int count = 0; count < 11; ++count) client.send(chunk);
    const auto response = client.receive();
    REQUIRE(response);
    CHECK(response->status == 413);
    CHECK(client.is_closed_by_server());
    CHECK(server.uploads().files() == 0);
}

TEST_CASE("a client that is slow to say what it wants is cut off", "[http][limits]") {
    const auto router = a_router();
    const RunningServer server{router, [](HttpSettings& settings) {
                                   settings.header_timeout = 1s;
                                   settings.idle_timeout = 1s;
                               }};
    RawClient silent{server.port()}, slow{server.port()}, slow_body{server.port()}, good{server.port()};
    CHECK(good.exchange(get_root)->status == 200);
    slow.send("GET / HTTP/1.1\r\nHost:");
    slow_body.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
    CHECK(silent.is_closed_by_server());
    CHECK(slow.is_closed_by_server());
    CHECK(slow_body.is_closed_by_server());
    CHECK(good.is_closed_by_server());
}

TEST_CASE("a client that trickles its body is cut off although it never pauses", "[http][limits]") {
    const auto router = a_router();
    const RunningServer server{router, [](HttpSettings& settings) {
                                   settings.header_timeout = 1s;
                                   settings.slowest_bytes_per_second = 100'000;
                               }};
    RawClient client{server.port(), 100ms};
    client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    bool is_cut_off = false;
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!is_cut_off && std::chrono::steady_clock::now() < end)
        is_cut_off = !client.send("a") || client.is_closed_by_server();
    CHECK(is_cut_off);
}

TEST_CASE("a client that does not read its answer is cut off", "[http][limits]") {
    Router router;
    router.add(Method::get, "/", [](const Request&) -> Answer {
        return services::text(std::string(std::size_t{50} << 20, 'a'));
    });
    std::atomic<bool> is_answered{false};
    const tests::TemporaryFolder uploads;
    HttpSettings settings;
    settings.port = 0;
    settings.header_timeout = 1s;
    settings.upload_folder = uploads.path();
    services::Server server{settings, router, [&](const services::RequestLine& line) {
                                is_answered = line.sent_bytes < (std::uint64_t{50} << 20);
                                server.stop();
                            }};
    std::thread running{[&] { server.run(); }};
    RawClient client{server.port()};
    client.send(get_root);
    running.join();
    CHECK(is_answered);
}

TEST_CASE("when the workers' queue is full, clients are told to come back", "[http][limits]") {
    Door door;
    Router router;
    router.add(Method::get, "/", [&](const Request&) -> Answer {
        door.wait();
        return services::text("ok");
    });
    const RunningServer server{router, [](HttpSettings& settings) {
                                   settings.workers = 1;
                                   settings.queued_requests = 1;
                                   settings.io_threads = 1;
                               }};
    RawClient first{server.port()}, second{server.port()}, third{server.port()};
    first.send(get_root);
    REQUIRE(door.are_waiting(1));
    second.send(get_root);
    third.send(get_root);
    // One of the two waits in the queue; the other has no place there.
    pollfd ready[2] = {{second.descriptor(), POLLIN, 0}, {third.descriptor(), POLLIN, 0}};
    REQUIRE(::poll(ready, 2, 20'000) == 1);
    auto& refused = ready[0].revents ? second : third;
    auto& queued = ready[0].revents ? third : second;
    const auto response = refused.receive();
    REQUIRE(response);
    CHECK(response->status == 503);
    CHECK(response->header("retry-after") == "2");
    door.open();
    CHECK(first.receive()->status == 200);
    CHECK(queued.receive()->status == 200);
    CHECK(refused.exchange(get_root)->status == 200);
}

TEST_CASE("one connection too many is told so and closed", "[http][limits]") {
    const auto router = a_router();
    const RunningServer server{router, [](HttpSettings& settings) { settings.connections = 2; }};
    RawClient first{server.port()}, second{server.port()};
    CHECK(first.exchange(get_root)->status == 200);
    CHECK(second.exchange(get_root)->status == 200);
    RawClient third{server.port()};
    const auto response = third.receive();
    REQUIRE(response);
    CHECK(response->status == 503);
    CHECK(third.is_closed_by_server());
    CHECK(first.exchange(get_root)->status == 200);
}
