#include "services/http/server.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <mutex>

#include "tests/support/raw_client.hpp"
#include "tests/unit/http/running_server.hpp"

using services::BodyLimit;
using services::Method;
using services::Pace;
using services::Request;
using services::Response;
using services::Router;
using tests::RawClient;
using tests::RunningServer;

namespace {

using Answer = core::Result<Response>;

std::string get(std::string_view target, std::string_view fields = {}) {
    return "GET " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\n" + std::string{fields} + "\r\n";
}

std::string post(std::string_view target, std::string_view type, std::string_view body) {
    return "POST " + std::string{target} + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + std::string{type} +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body};
}

/// Says back what arrived.
Answer echo(const Request& request) {
    std::string said = "path=" + request.path + "\nbody=" + request.body + "\n";
    for (const auto& [name, value] : request.query) said += "query " + name + "=" + value + "\n";
    for (const auto& part : request.parts)
        said += "part " + part.name + " [" + part.file_name + "] " + std::to_string(part.size_bytes) + " " +
                part.value + part.sha256 + "\n";
    return services::text(said);
}

Router a_router() {
    Router router;
    router.add(Method::get, "/echo", echo, BodyLimit::none, Pace::quick);
    router.add(Method::get, "/slow", echo);
    router.add(Method::post, "/echo", echo);
    router.add(Method::post, "/upload", echo, BodyLimit::upload);
    router.add(Method::get, "/error", [](const Request&) -> Answer {
        return core::Error{core::ErrorCode::conflict, "the case has changed", "title"};
    });
    router.add(Method::get, "/exception", [](const Request&) -> Answer { throw std::runtime_error{"secret"}; });
    router.add(Method::get, "/full", [](const Request&) -> Answer {
        throw std::system_error{ENOSPC, std::generic_category(), "writing"};
    });
    return router;
}

constexpr auto multipart_type = "multipart/form-data; boundary=xyz";
const std::string multipart_body =
    "--xyz\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nEt brev\r\n"
    "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"brev.pdf\"\r\n"
    "Content-Type: application/pdf\r\n\r\nhello world\r\n--xyz--\r\n";

}  // namespace

TEST_CASE("a request is answered by its handler, quick or slow", "[http]") {
    const auto router = a_router();
    const RunningServer server{router};
    RawClient client{server.port()};
    for (const std::string path : {"/echo", "/slow"}) {
        const auto response = client.exchange(get(path + "?a=b+c"));
        REQUIRE(response);
        CHECK(response->status == 200);
        CHECK(response->body == "path=" + path + "\nbody=\nquery a=b c\n");
    }
}

TEST_CASE("pipelined requests are answered one by one and in order", "[http]") {
    const auto router = a_router();
    const RunningServer server{router};
    RawClient client{server.port()};
    client.send(get("/slow?n=1") + post("/echo", "text/plain", "two") + get("/echo?n=3") + get("/slow?n=4"));
    CHECK(client.receive()->body == "path=/slow\nbody=\nquery n=1\n");
    CHECK(client.receive()->body == "path=/echo\nbody=two\n");
    CHECK(client.receive()->body == "path=/echo\nbody=\nquery n=3\n");
    CHECK(client.receive()->body == "path=/slow\nbody=\nquery n=4\n");
}

TEST_CASE("a chunked body is put together, and its trailers are not headers", "[http]") {
    const auto router = a_router();
    const RunningServer server{router};
    RawClient client{server.port()};
    const auto response = client.exchange(
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n5;note=x\r\ndefgh\r\n0\r\nX-Late: yes\r\n\r\n"
    );
    REQUIRE(response);
    CHECK(response->body == "path=/echo\nbody=abcdefgh\n");
    CHECK(client.exchange(get("/echo"))->status == 200);
}

TEST_CASE("a form's fields become parts", "[http]") {
    const auto router = a_router();
    const RunningServer server{router};
    RawClient client{server.port()};
    const auto response =
        client.exchange(post("/echo", "application/x-www-form-urlencoded; charset=utf-8", "title=%C3%86ble&x=1"));
    REQUIRE(response);
    CHECK(response->body == "path=/echo\nbody=title=%C3%86ble&x=1\npart title [] 5 Æble\npart x [] 1 1\n");
}

TEST_CASE("an uploaded file is hashed on its way and removed with the request", "[http]") {
    const auto router = a_router();
    const RunningServer server{router};
    RawClient client{server.port()};
    const auto expected =
        "path=/upload\nbody=\npart title [] 7 Et brev\npart file [brev.pdf] 11 "
        "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9\n";
    SECTION("with a length") {
        CHECK(client.exchange(post("/upload", multipart_type, multipart_body))->body == expected);
    }
    SECTION("in chunks of one byte") {
        std::string request = "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: " +
                              std::string{multipart_type} + "\r\n\r\n";
        for (const char c : multipart_body) request += std::string{"1\r\n"} + c + "\r\n";
        CHECK(client.exchange(request + "0\r\n\r\n")->body == expected);
    }
    // The answer is sent before the request is let go of.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (server.uploads().files() != 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    CHECK(server.uploads().files() == 0);
}

TEST_CASE("an uploaded file that was moved away stays", "[http]") {
    Router router;
    const tests::TemporaryFolder kept;
    router.add(
        Method::post,
        "/upload",
        [&](const Request& request) -> Answer {
            std::filesystem::rename(request.part("file")->file, kept.path() / "brev.pdf");
            return services::text("kept");
        },
        BodyLimit::upload
    );
    const RunningServer server{router};
    RawClient client{server.port()};
    CHECK(client.exchange(post("/upload", multipart_type, multipart_body))->body == "kept");
    std::ifstream file{kept.path() / "brev.pdf"};
    CHECK(std::string{std::istreambuf_iterator<char>{file}, {}} == "hello world");
}

TEST_CASE("a client that asks is told to go on with its body", "[http]") {
    const auto router = a_router();
    const RunningServer server{router};
    RawClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    const auto interim = client.receive_head();
    REQUIRE(interim);
    CHECK(interim->status == 100);
    CHECK(client.exchange("hello")->body == "path=/echo\nbody=hello\n");
}

TEST_CASE("errors and exceptions become problems that give nothing away", "[http]") {
    const auto router = a_router();
    RunningServer server{router};
    RawClient client{server.port()};
    CHECK(client.exchange(get("/nowhere"))->status == 404);
    const auto conflict = client.exchange(get("/error"));
    CHECK(conflict->status == 409);
    CHECK(conflict->header("content-type") == "application/problem+json");
    CHECK(conflict->body.find("\"field\": \"title\"") != std::string::npos);
    const auto failed = client.exchange(get("/exception"));
    CHECK(failed->status == 500);
    CHECK(failed->body.find("secret") == std::string::npos);
    CHECK(client.exchange(get("/full"))->status == 507);
    const auto wrong_method = client.exchange(post("/slow", "text/plain", ""));
    CHECK(wrong_method->status == 405);
    CHECK(wrong_method->header("allow") == "GET, HEAD");
    CHECK(client.exchange("BREW /echo HTTP/1.1\r\nHost: a\r\n\r\n")->status == 501);
}

TEST_CASE("a browser that loads a form's address anew is led to the page above it", "[http]") {
    services::Router router;
    const auto page = [](const services::Request&) -> core::Result<services::Response> {
        return services::html("a page");
    };
    router.add(services::Method::get, "/cases/{id:id}", page);
    router.add(services::Method::post, "/cases/{id:id}/parties/{party:id}/remove", page);
    router.add(services::Method::post, "/search", page);
    RunningServer server{router};
    RawClient client{server.port()};
    const auto as_browser = [&](const std::string& target) {
        return client.exchange("GET " + target + " HTTP/1.1\r\nHost: a\r\nAccept: text/html,*/*\r\n\r\n");
    };
    const auto led = as_browser("/cases/7/parties/9/remove?from=2");
    CHECK(led->status == 303);
    CHECK(led->header("location") == "/cases/7");
    CHECK(as_browser("/search")->status == 405);
    CHECK(client.exchange(get("/cases/7/parties/9/remove"))->status == 405);
}

TEST_CASE("errors can be answered with a page and failures are told to the log", "[http]") {
    const auto router = a_router();
    const tests::TemporaryFolder uploads;
    services::HttpSettings settings;
    settings.port = 0;
    settings.upload_folder = uploads.path();
    std::mutex mutex;
    std::string noted;
    std::atomic<int> requests{0};
    services::Server server{settings, router, [&](const services::RequestLine& line) {
                                requests += line.status == 500 && line.pattern == "/exception" ? 1 : 0;
                            }};
    server.on_error([](const core::Error& error, const Request&) {
        return services::html("<p>øv</p>", services::status_of(error.code));
    });
    server.on_failure([&](std::string_view, std::string_view what) {
        const std::lock_guard lock{mutex};
        noted = what;
    });
    std::thread running{[&] { server.run(); }};
    {
        RawClient client{server.port()};
        CHECK(client.exchange(get("/error"))->status == 409);
        const auto failed = client.exchange(get("/exception"));
        CHECK(failed->status == 500);
        CHECK(failed->body == "<p>øv</p>");
    }
    server.stop();
    running.join();
    CHECK(noted == "secret");
    CHECK(requests == 1);
}

TEST_CASE("HEAD is answered like GET, without the body", "[http]") {
    const auto router = a_router();
    const RunningServer server{router};
    RawClient client{server.port()};
    client.send("HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto response = client.receive(true);
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(response->header("content-length") == "17");
    CHECK(client.exchange(get("/echo"))->status == 200);
}

TEST_CASE("HTTP/1.0 is answered and its connection closed", "[http]") {
    const auto router = a_router();
    const RunningServer server{router};
    RawClient client{server.port()};
    CHECK(client.exchange("GET /echo HTTP/1.0\r\n\r\n")->status == 200);
    CHECK(client.is_closed_by_server());
}

TEST_CASE("a file of several pieces arrives whole, and in ranges", "[http]") {
    const tests::TemporaryFolder folder;
    std::string content(1'000'003, '\0');
    for (std::size_t at = 0; at < content.size(); ++at) content[at] = static_cast<char>(at * 7 % 251);
    std::ofstream{folder.path() / "a.bin", std::ios::binary} << content;
    Router router;
    router.add(Method::get, "/file", [&](const Request&) -> Answer {
        return services::file(folder.path() / "a.bin", "application/pdf", "abc");
    });
    router.add(Method::get, "/missing", [&](const Request&) -> Answer {
        return services::file(folder.path() / "b.bin", "application/pdf", "abc");
    });
    const RunningServer server{router};
    RawClient client{server.port()};
    const auto whole = client.exchange(get("/file"));
    CHECK(whole->status == 200);
    CHECK(whole->header("accept-ranges") == "bytes");
    CHECK(whole->header("etag") == "\"abc\"");
    CHECK((whole->body == content));
    const auto part = client.exchange(get("/file", "Range: bytes=500000-900000\r\n"));
    CHECK(part->status == 206);
    CHECK(part->header("content-range") == "bytes 500000-900000/1000003");
    CHECK((part->body == content.substr(500000, 400001)));
    CHECK(client.exchange(get("/file", "If-None-Match: \"abc\"\r\n"))->status == 304);
    CHECK(client.exchange(get("/missing"))->status == 500);
}

TEST_CASE("an event stream sends what is new when the server is poked, and holds no worker", "[http]") {
    std::atomic<int> happened{0};
    Router router;
    router.add(Method::get, "/events", [&](const Request&) -> Answer {
        Response response;
        auto seen = std::make_shared<int>(0);
        response.body = services::EventStream{[seen, &happened]() -> std::optional<std::string> {
            std::string news;
            while (*seen < happened) news += "data: " + std::to_string(++*seen) + "\n\n";
            if (*seen >= 3) return std::nullopt;
            return news;
        }};
        return response;
    });
    router.add(Method::get, "/echo", echo);
    RunningServer server{router, [](services::HttpSettings& settings) { settings.workers = 1; }};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int count = 0; count < 20; ++count) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send(get("/events"));
        const auto head = clients.back()->receive_head();
        REQUIRE(head);
        CHECK(head->header("content-type") == "text/event-stream");
    }
    RawClient other{server.port()};
    CHECK(other.exchange(get("/echo"))->status == 200);
    happened = 1;
    server.server().poke();
    for (auto& client : clients) CHECK(client->receive_until("data: 1\n\n"));
    happened = 2;
    server.server().poke();
    for (auto& client : clients) CHECK(client->receive_until("data: 2\n\n"));
    happened = 3;  // ends the stream
    server.server().poke();
    for (auto& client : clients) CHECK(client->is_closed_by_server());
}
