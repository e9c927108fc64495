#include "core/rules/danish_order.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

TEST_CASE("titles are in the order of the Danish alphabet, whatever their case", "[core][order]") {
    std::vector<std::string> titles{"Åben dør", "ørred", "Zebra", "abe", "Ærø", "zoo", "Øl", "Abe 2", "ål"};
    std::ranges::sort(titles, {}, core::danish_order_key);
    CHECK(titles == std::vector<std::string>{"abe", "Abe 2", "Zebra", "zoo", "Ærø", "Øl", "ørred", "Åben dør", "ål"});
}

TEST_CASE(
    "no more than the beginning of a title counts for its order, and no character is cut in two", "[core][order]"
) {
    const std::string beginning(59, 'a');
    CHECK(core::danish_order_key(beginning + "éb") == beginning + "é");
    CHECK(core::danish_order_key(beginning + "éb") == core::danish_order_key(beginning + "éc"));
    CHECK(core::danish_order_key("\xC3").size() == 1);
    CHECK(core::danish_order_key("").empty());
}
