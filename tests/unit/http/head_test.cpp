#include "services/http/head.hpp"

#include <catch2/catch.hpp>

#include "services/http/request_parser.hpp"

using namespace std::string_literals;
using services::check_head;
using services::head_size;
using services::HeadFault;

namespace {

std::string with(std::string_view fields) {
    return "GET / HTTP/1.1\r\nHost: localhost\r\n" + std::string{fields} + "\r\n";
}

}  // namespace

TEST_CASE("an ordinary head is passed", "[http][head]") {
    CHECK_FALSE(check_head(with("")));
    CHECK_FALSE(check_head(with("Accept: */*\r\nX-Empty:\r\nX-Text: caf\xc3\xa9 \tau lait\r\n")));
    CHECK_FALSE(check_head(with("Content-Length: 12\r\n")));
    CHECK_FALSE(check_head(with("Transfer-Encoding: Chunked\r\n")));
    CHECK_FALSE(check_head("GET / HTTP/1.0\r\n\r\n"));
    CHECK_FALSE(check_head("GET / HTTP/1.1\r\nHOST:[::1]:8080\r\n\r\n"));
}

TEST_CASE("two lengths are refused, also where they agree", "[http][head]") {
    CHECK(check_head(with("Content-Length: 5\r\nContent-Length: 6\r\n")) == HeadFault::bad_length);
    CHECK(check_head(with("Content-Length: 5\r\nContent-Length: 5\r\n")) == HeadFault::bad_length);
    CHECK(check_head(with("Content-Length: 5, 5\r\n")) == HeadFault::bad_length);
    CHECK(check_head(with("Content-Length: +5\r\n")) == HeadFault::bad_length);
    CHECK(check_head(with("Content-Length: 0x5\r\n")) == HeadFault::bad_length);
    CHECK(check_head(with("Content-Length:\r\n")) == HeadFault::bad_length);
    CHECK(check_head(with("Content-Length: 99999999999999999999\r\n")) == HeadFault::bad_length);
}

TEST_CASE("a length beside chunks is refused, in either order", "[http][head]") {
    CHECK(check_head(with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")) == HeadFault::length_and_chunked);
    CHECK(check_head(with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")) == HeadFault::length_and_chunked);
}

TEST_CASE("any transfer encoding but chunked is refused", "[http][head]") {
    for (const auto* value :
         {"gzip", "gzip, chunked", "chunked, chunked", "chunked;q=1", "xchunked", "", "\"chunked\""})
        CHECK(check_head(with("Transfer-Encoding: "s + value + "\r\n")) == HeadFault::bad_transfer_encoding);
    CHECK(
        check_head(with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")) ==
        HeadFault::bad_transfer_encoding
    );
    CHECK(check_head("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == HeadFault::bad_transfer_encoding);
}

TEST_CASE("a bare CR or LF is refused wherever it stands", "[http][head]") {
    CHECK(check_head("GET / HTTP/1.1\nHost: a\r\n\r\n") == HeadFault::bare_line_end);
    CHECK(check_head("GET / HTTP/1.1\r\nHost: a\n\r\n") == HeadFault::bare_line_end);
    CHECK(check_head("GET / HTTP/1.1\r\nHost: a\r\n\n") == HeadFault::bare_line_end);
    CHECK(check_head("GET / HTTP/1.1\n\n") == HeadFault::bare_line_end);
    CHECK(check_head(with("X: a\rb\r\n")) == HeadFault::bare_line_end);
    CHECK(check_head(with("X: a\r\r\n")) == HeadFault::bare_line_end);
    CHECK(check_head(with("X: a\nContent-Length: 5\r\n")) == HeadFault::bare_line_end);
}

TEST_CASE("spaces before the colon, folded lines and odd names are refused", "[http][head]") {
    CHECK(check_head(with("Content-Length : 5\r\n")) == HeadFault::space_before_colon);
    CHECK(check_head(with("Content-Length\t: 5\r\n")) == HeadFault::space_before_colon);
    CHECK(check_head(with("X: a\r\n b\r\n")) == HeadFault::folded_line);
    CHECK(check_head(with("X: a\r\n\tb\r\n")) == HeadFault::folded_line);
    CHECK(check_head("GET / HTTP/1.1\r\n Host: a\r\n\r\n") == HeadFault::folded_line);
    CHECK(check_head(with(": empty\r\n")) == HeadFault::bad_field_name);
    CHECK(check_head(with("no colon\r\n")) == HeadFault::bad_field_name);
    CHECK(check_head(with("X(1): a\r\n")) == HeadFault::bad_field_name);
}

TEST_CASE("a missing, second or odd host is refused", "[http][head]") {
    CHECK(check_head("GET / HTTP/1.1\r\n\r\n") == HeadFault::bad_host);
    CHECK(check_head(with("Host: localhost\r\n")) == HeadFault::bad_host);
    CHECK(check_head("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n") == HeadFault::bad_host);
    CHECK(check_head("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n") == HeadFault::bad_host);
    CHECK(check_head("GET / HTTP/1.1\r\nHost: user@a\r\n\r\n") == HeadFault::bad_host);
    CHECK(check_head("GET / HTTP/1.1\r\nHost:\r\n\r\n") == HeadFault::bad_host);
}

TEST_CASE("control characters are refused", "[http][head]") {
    CHECK(check_head(with("X: a\0b\r\n"s)) == HeadFault::control_character);
    CHECK(check_head(with("X: a\x01\r\n")) == HeadFault::control_character);
    CHECK(check_head(with("X: \x7f\r\n")) == HeadFault::control_character);
    CHECK(check_head("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s) == HeadFault::control_character);
}

TEST_CASE("a request line has exactly three parts", "[http][head]") {
    const auto line = [](std::string_view text) { return check_head(std::string{text} + "\r\nHost: a\r\n\r\n"); };
    CHECK(line("GET /") == HeadFault::bad_request_line);
    CHECK(line("GET  / HTTP/1.1") == HeadFault::bad_request_line);
    CHECK(line("GET / HTTP/1.1 ") == HeadFault::bad_request_line);
    CHECK(line("GET /a b HTTP/1.1") == HeadFault::bad_request_line);
    CHECK(line("G(T / HTTP/1.1") == HeadFault::bad_request_line);
    CHECK(line("GET /caf\xc3\xa9 HTTP/1.1") == HeadFault::bad_request_line);
    CHECK(line("GET / http/1.1") == HeadFault::bad_request_line);
    CHECK(line("GET / HTTP/11") == HeadFault::bad_request_line);
    CHECK(line(" GET / HTTP/1.1") == HeadFault::bad_request_line);
    CHECK(line("GET / HTTP/2.0") == HeadFault::unsupported_version);
    CHECK(line("GET / HTTP/1.2") == HeadFault::unsupported_version);
    CHECK(line("GET / HTTP/0.9") == HeadFault::unsupported_version);
}

TEST_CASE("more fields than the limit are refused", "[http][head]") {
    std::string fields;
    for (std::size_t count = 1; count < services::head_fields_max; ++count) fields += "X: a\r\n";
    CHECK_FALSE(check_head(with(fields)));
    CHECK(check_head(with(fields + "X: a\r\n")) == HeadFault::too_many_fields);
    CHECK(services::status_of(HeadFault::too_many_fields) == 431);
    CHECK(services::status_of(HeadFault::unsupported_version) == 505);
    CHECK(services::status_of(HeadFault::bad_length) == 400);
}

TEST_CASE("a head's size is found however the bytes arrive", "[http][head]") {
    const auto head = with("Accept: */*\r\n");
    const auto buffer = head + "body";
    for (std::size_t have = 0; have < head.size(); ++have) CHECK_FALSE(head_size(buffer.substr(0, have)));
    for (std::size_t searched = 0; searched < head.size(); ++searched)
        CHECK(head_size(buffer, searched) == head.size());
    CHECK(head_size("GET / HTTP/1.1\n\nrest") == 16);
    CHECK(head_size("GET / HTTP/1.1\n\r\nrest") == 17);
}

TEST_CASE("what check_head passes, the parser reads the same way", "[http][head]") {
    services::Request request;
    services::RequestParser parser;
    const std::string head =
        "POST /a%20b/?x=1&y=%26 HTTP/1.1\r\nHost: localhost\r\nX-One:  two \r\nContent-Length: 3\r\n\r\n";
    REQUIRE_FALSE(check_head(head));
    REQUIRE_FALSE(parser.read_head(head, request));
    CHECK(request.method == services::Method::post);
    CHECK(request.path == "/a b/");
    CHECK(request.raw_target == "/a%20b/?x=1&y=%26");
    CHECK(request.query_value("y") == "&");
    CHECK(request.header("x-one") == "two");
    CHECK(parser.has_body());
    CHECK(parser.content_length() == 3);
    CHECK(parser.is_keep_alive());
}
