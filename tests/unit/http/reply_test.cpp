#include "services/http/reply.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "tests/unit/http/running_server.hpp"

using services::Connection;
using services::lay_out;
using services::Method;
using services::Request;
using services::Response;

namespace {

Request asking(services::Headers headers = {}, Method method = Method::get) {
    Request request;
    request.method = method;
    request.id = "0123456789abcdef";
    request.headers = std::move(headers);
    return request;
}

bool contains(const services::Outgoing& out, std::string_view text) {
    return out.bytes.find(text) != std::string::npos;
}

Response fixed() {
    Response response;
    response.body = services::StaticBody{"0123456789", "abc"};
    return response;
}

}  // namespace

TEST_CASE("every response carries the security fields", "[http][reply]") {
    const auto out = lay_out(services::html("hi"), asking(), Connection::keep_alive);
    for (const auto* field :
         {"\r\ncontent-security-policy: default-src 'none'; script-src 'self'; ",
          "\r\nx-content-type-options: nosniff\r\n",
          "\r\nreferrer-policy: same-origin\r\n",
          "\r\nx-frame-options: SAMEORIGIN\r\n",
          "\r\ncross-origin-opener-policy: same-origin\r\n",
          "\r\npermissions-policy: ",
          "microphone=(self)",
          "\r\ncache-control: no-store\r\n",
          "\r\nx-request-id: 0123456789abcdef\r\n",
          "\r\ndate: ",
          "\r\nserver: Saglig\r\n",
          "\r\ncontent-length: 2\r\n",
          "\r\nconnection: keep-alive\r\n",
          "\r\n\r\nhi"})
        CHECK(contains(out, field));
    CHECK_FALSE(contains(out, "unsafe-inline"));
    CHECK_FALSE(contains(out, "strict-transport-security"));
}

TEST_CASE("under TLS the browser is told to stay there", "[http][reply]") {
    auto request = asking();
    request.is_tls = true;
    CHECK(contains(
        lay_out(services::html("hi"), request, Connection::keep_alive),
        "\r\nstrict-transport-security: max-age=31536000\r\n"
    ));
}

TEST_CASE("what a handler sets itself stands alone", "[http][reply]") {
    auto response = services::html("hi");
    response.set("cache-control", "max-age=60").set("content-length", "99").set("transfer-encoding", "chunked");
    const auto out = lay_out(std::move(response), asking(), Connection::close);
    CHECK(contains(out, "cache-control: max-age=60\r\n"));
    CHECK_FALSE(contains(out, "no-store"));
    CHECK_FALSE(contains(out, "99"));
    CHECK_FALSE(contains(out, "transfer-encoding"));
    CHECK(contains(out, "nosniff"));
    CHECK(contains(out, "connection: close\r\n"));
}

TEST_CASE("a header value can't begin a line of its own", "[http][reply]") {
    const auto out = lay_out(services::redirect("/a\r\nSet-Cookie: evil"), asking(), Connection::keep_alive);
    CHECK(contains(out, "location: /a  Set-Cookie: evil\r\n"));
}

TEST_CASE("fixed bytes answer conditional and ranged requests", "[http][reply]") {
    CHECK(contains(lay_out(fixed(), asking(), Connection::keep_alive), "\r\n\r\n0123456789"));
    const auto part = lay_out(fixed(), asking({{"range", "bytes=2-4"}}), Connection::keep_alive);
    CHECK(part.status == 206);
    CHECK(contains(part, "content-range: bytes 2-4/10\r\n"));
    CHECK(part.bytes.ends_with("\r\n\r\n234"));
    const auto beyond = lay_out(fixed(), asking({{"range", "bytes=10-"}}), Connection::keep_alive);
    CHECK(beyond.status == 416);
    CHECK(contains(beyond, "content-range: bytes */10\r\n"));
    const auto same =
        lay_out(fixed(), asking({{"if-none-match", "\"abc\""}, {"range", "bytes=2-4"}}), Connection::keep_alive);
    CHECK(same.status == 304);
    CHECK(contains(same, "etag: \"abc\"\r\n"));
    CHECK(same.bytes.ends_with("\r\n\r\n"));
    CHECK_FALSE(contains(same, "content-length"));
}

TEST_CASE("a range of something that has changed gets the whole", "[http][reply]") {
    const auto changed = asking({{"range", "bytes=2-4"}, {"if-range", "\"old\""}});
    CHECK(lay_out(fixed(), changed, Connection::keep_alive).status == 200);
    const auto same = asking({{"range", "bytes=2-4"}, {"if-range", "\"abc\""}});
    CHECK(lay_out(fixed(), same, Connection::keep_alive).status == 206);
    CHECK(lay_out(fixed(), asking({{"range", "bytes=2-4"}}, Method::post), Connection::keep_alive).status == 200);
}

TEST_CASE("HEAD tells the length and sends no body", "[http][reply]") {
    const auto out = lay_out(fixed(), asking({}, Method::head), Connection::keep_alive);
    CHECK(contains(out, "content-length: 10\r\n"));
    CHECK(out.bytes.ends_with("\r\n\r\n"));
    CHECK(out.fixed.empty());
}

TEST_CASE("204 has neither body nor length", "[http][reply]") {
    const auto out = lay_out(services::text("ignored", 204), asking(), Connection::keep_alive);
    CHECK_FALSE(contains(out, "content-length"));
    CHECK(out.bytes.ends_with("\r\n\r\n"));
}

TEST_CASE("a file that shrinks while it is sent is an exception, not silence", "[http][reply]") {
    const tests::TemporaryFolder folder;
    const auto path = folder.path() / "a";
    std::ofstream{path} << std::string(2 * services::piece_bytes, 'a');
    auto out = lay_out(services::file(path, "text/plain", "x"), asking(), Connection::keep_alive);
    CHECK(out.file.left() == services::piece_bytes);
    std::filesystem::resize_file(path, services::piece_bytes);
    CHECK_THROWS_AS(out.file.read(out.bytes, services::piece_bytes), std::system_error);
    CHECK_THROWS_AS(
        lay_out(services::file(folder.path() / "b", "text/plain", ""), asking(), Connection::close), std::system_error
    );
}
