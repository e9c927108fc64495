#include "services/http/target.hpp"

#include <catch2/catch.hpp>

using namespace std::string_literals;
using services::decode_form;
using services::decode_target;
using services::Pairs;

TEST_CASE("a target's path and query are decoded", "[http][target]") {
    const auto target = decode_target("/sager/%C3%A6ble%20x?q=a+b&q=%C3%B8&empty=&bare");
    REQUIRE(target);
    CHECK(target->path == "/sager/æble x");
    CHECK(target->query == Pairs{{"q", "a b"}, {"q", "ø"}, {"empty", ""}, {"bare", ""}});
    CHECK(decode_target("/")->path == "/");
    CHECK(decode_target("/a+b")->path == "/a+b");
    CHECK(decode_target("/?")->query.empty());
    CHECK(decode_target("http://host:80/a?b=c")->path == "/a");
}

TEST_CASE("an encoded slash does not separate segments", "[http][target]") {
    CHECK(decode_target("/files/a%2fb")->path == "/files/a%2Fb");
    CHECK(decode_target("/files/a%252Fb")->path == "/files/a%252Fb");
    CHECK(services::decode_segment("a%2Fb") == "a/b");
    CHECK(services::decode_segment("a%252Fb") == "a%2Fb");
    CHECK(services::decode_segment("100%") == "100%");
}

TEST_CASE("a target that is malformed or not safe is refused", "[http][target]") {
    for (const auto* raw : {"",
                            "a",
                            "*",
                            "//evil.example/",
                            "/a/../b",
                            "/..",
                            "/.",
                            "/a/.",
                            "/%2e%2e/b",
                            "/.%2E/b",
                            "/a\\b",
                            "/a%5cb",
                            "/%00",
                            "/%0a",
                            "/%7f",
                            "/%",
                            "/%4",
                            "/%zz",
                            "/%C3",
                            "/%C0%AF",
                            "/%ED%A0%80",
                            "/%F5%80%80%80",
                            "/a#b",
                            "http://",
                            "http:///a",
                            "http://host",
                            "/?%",
                            "/?a=%zz",
                            "/?a=%00",
                            "/?a=%C3",
                            "ftp://host/a"})
        CHECK_FALSE(decode_target(raw));
}

TEST_CASE("a form has at most as many fields as its limit", "[http][target]") {
    std::string form = "a=1";
    for (std::size_t count = 1; count < services::form_fields_max; ++count) form += "&a=1";
    CHECK(decode_form(form)->size() == services::form_fields_max);
    CHECK_FALSE(decode_form(form + "&a=1"));
    CHECK(decode_form("")->empty());
    CHECK(decode_form("a=b=c") == Pairs{{"a", "b=c"}});
    CHECK(decode_form("&&a=1&") == Pairs{{"a", "1"}});
}

TEST_CASE("UTF-8 is what RFC 3629 says", "[http][target]") {
    CHECK(services::is_utf8("æøå €𝄞"));
    CHECK(services::is_utf8("\xf4\x8f\xbf\xbf"));
    for (const auto* text :
         {"\x80",
          "\xc3",
          "\xc0\xaf",
          "\xc1\xbf",
          "\xe0\x80\x80",
          "\xed\xa0\x80",
          "\xf0\x80\x80\x80",
          "\xf4\x90\x80\x80",
          "\xff",
          "\xe2\x82",
          "\xe2\x28\xa1"})
        CHECK_FALSE(services::is_utf8(text));
}
