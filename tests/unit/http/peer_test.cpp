#include "services/http/peer.hpp"

#include <catch2/catch.hpp>

using services::Request;

namespace {

Request told(services::Headers headers, const std::string& peer, const std::vector<std::string>& trusted) {
    Request request;
    request.headers = std::move(headers);
    services::tell_peer(request, peer, false, trusted);
    return request;
}

}  // namespace

TEST_CASE("a stranger's forwarded fields are not believed", "[http][peer]") {
    const auto request = told(
        {{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-proto", "https"}, {"x-request-id", "abcdefgh12"}},
        "9.9.9.9",
        {"10.0.0.1"}
    );
    CHECK(request.client == "9.9.9.9");
    CHECK_FALSE(request.is_tls);
    CHECK(request.id != "abcdefgh12");
    CHECK(request.id.size() == 16);
}

TEST_CASE("a trusted proxy tells the client, the scheme and the id", "[http][peer]") {
    const auto request = told(
        {{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-proto", "https"}, {"x-request-id", "abcdefgh12"}},
        "10.0.0.1",
        {"10.0.0.1"}
    );
    CHECK(request.client == "1.2.3.4");
    CHECK(request.is_tls);
    CHECK(request.id == "abcdefgh12");
}

TEST_CASE("the client is the last address that is not a trusted proxy", "[http][peer]") {
    const std::vector<std::string> trusted{"10.0.0.1", "10.0.0.2"};
    CHECK(told({{"x-forwarded-for", "6.6.6.6, 1.2.3.4, 10.0.0.2"}}, "10.0.0.1", trusted).client == "1.2.3.4");
    CHECK(
        told({{"x-forwarded-for", "6.6.6.6"}, {"x-forwarded-for", "2001:db8::1"}}, "10.0.0.1", trusted).client ==
        "2001:db8::1"
    );
    CHECK(told({{"x-forwarded-for", "1.2.3.4, nonsense"}}, "10.0.0.1", trusted).client == "10.0.0.1");
    CHECK(told({}, "10.0.0.1", trusted).client == "10.0.0.1");
}

TEST_CASE("a malformed request id is replaced, and no two are the same", "[http][peer]") {
    for (const auto* id : {"short", "with space in it", "quote\"quote", "<script>alert"})
        CHECK(told({{"x-request-id", id}}, "10.0.0.1", {"10.0.0.1"}).id != id);
    CHECK(told({}, "a", {}).id != told({}, "a", {}).id);
}
