#include "services/http/http_client.hpp"

#include <catch2/catch.hpp>
#include <future>

#include "tests/unit/http/running_server.hpp"

using namespace std::chrono_literals;
using services::HttpCall;
using services::Method;
using services::Request;
using services::Response;

namespace {

class Other {
    // Before the server, whose handlers wait for it: what is declared first goes last.
    std::promise<void> done_;
    std::shared_future<void> waited_for_{done_.get_future()};

  public:
    services::Router router;
    std::unique_ptr<tests::RunningServer> server;

    Other() {
        router.add(Method::get, "/long", [](const Request&) -> core::Result<Response> {
            return services::text(std::string(1000, 'x'));
        });
        router.add(Method::get, "/slow", [this](const Request&) -> core::Result<Response> {
            waited_for_.wait_for(20s);
            return services::text("endelig");
        });
        router.add(Method::get, "/elsewhere", [](const Request&) -> core::Result<Response> {
            return services::redirect("/long");
        });
        router.add(Method::post, "/echo", [](const Request& request) -> core::Result<Response> {
            return services::text(std::string{request.header("x-mark")} + request.body, 201);
        });
        server = std::make_unique<tests::RunningServer>(router);
    }
    ~Other() { done_.set_value(); }
    HttpCall to(const std::string& path) const {
        return {.url = "http://127.0.0.1:" + std::to_string(server->port()) + path};
    }
};

}  // namespace

TEST_CASE_METHOD(Other, "a call gives the answer's status and body", "[http]") {
    auto call = to("/echo");
    call.body = "hej";
    call.headers = {{"X-Mark", "1:"}, {"Content-Type", "text/plain"}};
    const auto answer = services::call_http(call);
    CHECK(answer.status == 201);
    CHECK(answer.body == "1:hej");
    CHECK(services::call_http(to("/findes-ikke")).status == 404);
}

TEST_CASE_METHOD(Other, "an answer longer than its limit is none", "[http]") {
    auto call = to("/long");
    call.answer_limit_bytes = 1000;
    CHECK(services::call_http(call).status == 200);
    call.answer_limit_bytes = 999;
    const auto answer = services::call_http(call);
    CHECK(answer.status == 0);
    CHECK(answer.body.empty());
    CHECK(answer.error.find("longer") != std::string::npos);
}

TEST_CASE_METHOD(Other, "patience ends a call that is not answered", "[http]") {
    auto call = to("/slow");
    call.patience = 200ms;
    const auto began = std::chrono::steady_clock::now();
    CHECK(services::call_http(call).status == 0);
    CHECK(std::chrono::steady_clock::now() - began < 10s);
}

TEST_CASE_METHOD(Other, "redirects are not followed, and nothing but HTTP is spoken", "[http]") {
    CHECK(services::call_http(to("/elsewhere")).status == 303);
    CHECK(services::call_http({.url = "file:///etc/hostname"}).status == 0);
}

TEST_CASE("a form's values are escaped, the slash too", "[http]") {
    CHECK(services::form_encoded("a/b c&d=æ~") == "a%2Fb%20c%26d%3D%C3%A6~");
}
