#include "core/rules/word_match.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a row matches when each word typed occurs in it, in any case and order", "[core][lists]") {
    const core::WordMatch match{"  ÅVEJ heg "};
    CHECK(match("Hegn ved åvej 12"));
    CHECK_FALSE(match("Hegn ved Søvej 12"));
    CHECK_FALSE(match(""));
    CHECK(core::WordMatch{"  "}.is_empty());
    CHECK(core::WordMatch{""}("whatever there is"));
}
