#include <catch2/catch.hpp>
#include <condition_variable>
#include <mutex>

#include "tests/support/raw_client.hpp"
#include "tests/unit/http/running_server.hpp"

using namespace std::chrono_literals;
using services::Method;
using services::Request;
using services::Response;
using services::Router;
using tests::RawClient;
using tests::RunningServer;

namespace {

using Answer = core::Result<Response>;
const std::string get_root = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

}  // namespace

TEST_CASE("a stopping server answers the request under way and takes no others", "[http][stop]") {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_under_way = false, may_end = false;
    Router router;
    router.add(Method::get, "/", [&](const Request&) -> Answer {
        std::unique_lock lock{mutex};
        is_under_way = true;
        changed.notify_all();
        changed.wait_for(lock, 20s, [&] { return may_end; });
        return services::text("done");
    });
    RunningServer server{router};
    const auto port = server.port();
    RawClient idle{port}, busy{port};
    busy.send(get_root);
    {
        std::unique_lock lock{mutex};
        REQUIRE(changed.wait_for(lock, 20s, [&] { return is_under_way; }));
    }
    server.server().stop();
    CHECK(idle.is_closed_by_server());
    CHECK_THROWS(RawClient{port});
    {
        const std::lock_guard lock{mutex};
        may_end = true;
        changed.notify_all();
    }
    const auto response = busy.receive();
    REQUIRE(response);
    CHECK(response->body == "done");
    CHECK(response->header("connection") == "close");
    CHECK(busy.is_closed_by_server());
    server.stop();
}

TEST_CASE("event streams end when the server stops", "[http][stop]") {
    Router router;
    router.add(Method::get, "/", [](const Request&) -> Answer {
        Response response;
        response.body = services::EventStream{[] { return std::optional<std::string>{""}; }};
        return response;
    });
    RunningServer server{router};
    RawClient client{server.port()};
    client.send(get_root);
    REQUIRE(client.receive_head());
    server.server().stop();
    CHECK(client.is_closed_by_server());
    server.stop();
}

TEST_CASE("a client that leaves its event stream frees what the stream holds", "[http][stop]") {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_freed = false;
    const auto note = [&] {
        const std::lock_guard lock{mutex};
        is_freed = true;
        changed.notify_all();
    };
    Router router;
    router.add(Method::get, "/", [&](const Request&) -> Answer {
        const std::shared_ptr<void> held{nullptr, [&](void*) { note(); }};
        Response response;
        response.body = services::EventStream{[held] { return std::optional<std::string>{""}; }};
        return response;
    });
    const RunningServer server{router};
    {
        RawClient client{server.port()};
        client.send(get_root);
        REQUIRE(client.receive_head());
    }
    std::unique_lock lock{mutex};
    CHECK(changed.wait_for(lock, 20s, [&] { return is_freed; }));
}

TEST_CASE("a server that is stopped before it runs returns at once", "[http][stop]") {
    const Router router;
    services::HttpSettings settings;
    settings.port = 0;
    services::Server server{settings, router, {}};
    server.stop();
    server.run();
    SUCCEED();
}

TEST_CASE("a server says why it can't listen", "[http][stop]") {
    const Router router;
    services::HttpSettings settings;
    settings.port = 0;
    services::Server first{settings, router, {}};
    settings.port = first.port();
    CHECK_THROWS_AS(services::Server(settings, router, {}), std::system_error);
    settings.address = "not an address";
    CHECK_THROWS_AS(services::Server(settings, router, {}), std::system_error);
}
