#include "core/whole_number.hpp"

#include <catch2/catch.hpp>
#include <limits>

TEST_CASE("a whole number is all of a text, or there is none", "[core]") {
    CHECK(core::whole_number("17") == 17);
    CHECK(core::whole_number("-3") == -3);
    CHECK(core::whole_number("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    for (const auto* text : {"", " ", "1 ", " 1", "+1", "1.0", "12abc", "0x10", "9223372036854775808", "--1", "1e3"}) {
        CAPTURE(text);
        CHECK_FALSE(core::whole_number(text));
    }
}
