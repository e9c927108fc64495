#include "services/http/range.hpp"

#include <catch2/catch.hpp>

using services::ByteRange;
using services::RangeAnswer;

TEST_CASE("one range of bytes is answered with that part", "[http][range]") {
    const auto part = [](std::string_view field, std::uint64_t size) {
        const auto ranged = services::range_of(field, size);
        CHECK(ranged.answer == RangeAnswer::part);
        return ranged.range;
    };
    CHECK((part("bytes=0-0", 10) == ByteRange{0, 1}));
    CHECK((part("bytes=2-5", 10) == ByteRange{2, 4}));
    CHECK((part("bytes=2-", 10) == ByteRange{2, 8}));
    CHECK((part("bytes=2-99", 10) == ByteRange{2, 8}));
    CHECK((part("bytes=-3", 10) == ByteRange{7, 3}));
    CHECK((part("bytes=-30", 10) == ByteRange{0, 10}));
    CHECK((part("Bytes = 9-9", 10) == ByteRange{9, 1}));
}

TEST_CASE("a range outside the bytes can't be satisfied", "[http][range]") {
    for (const auto* field : {"bytes=10-", "bytes=10-12", "bytes=-0"})
        CHECK(services::range_of(field, 10).answer == RangeAnswer::unsatisfiable);
    for (const auto* field : {"bytes=0-", "bytes=0-0", "bytes=-5"})
        CHECK(services::range_of(field, 0).answer == RangeAnswer::unsatisfiable);
}

TEST_CASE("several ranges, other units and malformed fields get the whole", "[http][range]") {
    for (const auto* field :
         {"bytes=0-1,3-4",
          "items=0-1",
          "bytes",
          "bytes=",
          "bytes=-",
          "bytes=a-b",
          "bytes=5-2",
          "bytes=+1-2",
          "bytes=1-2x",
          "bytes=99999999999999999999-",
          "bytes 0-1"})
        CHECK(services::range_of(field, 10).answer == RangeAnswer::whole);
}

TEST_CASE("entity tags are compared as RFC 9110 says", "[http][range]") {
    CHECK(services::none_match_names("\"abc\"", "abc"));
    CHECK(services::none_match_names("W/\"abc\"", "abc"));
    CHECK(services::none_match_names("\"x\", \"abc\"", "abc"));
    CHECK(services::none_match_names("*", "abc"));
    CHECK_FALSE(services::none_match_names("\"abcd\"", "abc"));
    CHECK_FALSE(services::none_match_names("abc", "abc"));
    CHECK_FALSE(services::none_match_names("", "abc"));
    CHECK_FALSE(services::none_match_names("*", ""));
    CHECK(services::if_range_is("\"abc\"", "abc"));
    CHECK_FALSE(services::if_range_is("W/\"abc\"", "abc"));
    CHECK_FALSE(services::if_range_is("Sun, 06 Nov 1994 08:49:37 GMT", "abc"));
}
