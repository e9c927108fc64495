#include "services/http/cors.hpp"

#include <catch2/catch.hpp>

using services::Cors;
using services::Request;
using services::Response;

namespace {

std::string field(const Response& response, std::string_view name) {
    std::string all;
    for (const auto& [key, value] : response.headers)
        if (key == name) all += (all.empty() ? "" : "|") + value;
    return all;
}

Request from(const std::string& origin) {
    Request request;
    if (!origin.empty()) request.headers = {{"origin", origin}};
    return request;
}

}  // namespace

TEST_CASE("the sites that are named may read answers, and no others", "[http]") {
    const Cors cors{{"https://app.example.dk", "https://app.example.dk:8443"}};
    const auto allowed = [&](const std::string& origin) {
        auto response = services::text("");
        cors.mark(from(origin), response);
        CHECK(field(response, "vary") == "Origin");
        CHECK(field(response, "access-control-allow-credentials").empty());
        return field(response, "access-control-allow-origin");
    };
    CHECK(allowed("https://app.example.dk") == "https://app.example.dk");
    CHECK(allowed("https://app.example.dk:8443") == "https://app.example.dk:8443");
    for (const auto* other :
         {"", "null", "*", "http://app.example.dk", "https://app.example.dk.ond.example", "https://example.dk"})
        CHECK(allowed(other).empty());
}

TEST_CASE("an answer is marked once, however often", "[http]") {
    const Cors cors{{"https://app.example.dk"}};
    auto response = services::text("");
    response.add("vary", "Cookie");
    cors.mark(from("https://app.example.dk"), response);
    cors.mark(from("https://app.example.dk"), response);
    CHECK(field(response, "vary") == "Cookie|Origin");
    CHECK(field(response, "access-control-allow-origin") == "https://app.example.dk");
}

TEST_CASE("a preflight tells the methods and headers to those who may ask", "[http]") {
    const Cors cors{{"https://app.example.dk"}};
    const auto told = cors.preflight(from("https://app.example.dk"), "GET, HEAD, POST");
    CHECK(told.status == 204);
    CHECK(field(told, "access-control-allow-methods") == "GET, HEAD, POST");
    CHECK(field(told, "access-control-allow-headers").find("Idempotency-Key") != std::string::npos);
    const auto other = cors.preflight(from("https://ond.example"), "GET, HEAD, POST");
    CHECK(field(other, "allow") == "GET, HEAD, POST");
    CHECK(field(other, "access-control-allow-methods").empty());
    CHECK(field(other, "access-control-allow-origin").empty());
}

TEST_CASE("without sites nothing is said of them", "[http]") {
    auto response = services::text("");
    Cors{{}}.mark(from("https://app.example.dk"), response);
    CHECK(field(response, "vary").empty());
}

TEST_CASE("an origin is a scheme, a host and perhaps a port", "[http]") {
    for (const auto* origin : {"https://app.example.dk", "http://127.0.0.1:3000", "https://a"})
        CHECK(services::is_origin(origin));
    for (const auto* other :
         {"*",
          "null",
          "",
          "app.example.dk",
          "https://app.example.dk/",
          "https://App.example.dk",
          "https://app.example.dk/x",
          "https://*.example.dk",
          "file://x",
          "https://x:123456"})
        CHECK_FALSE(services::is_origin(other));
}
