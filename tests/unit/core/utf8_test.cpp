#include "core/utf8.hpp"

#include <catch2/catch.hpp>

TEST_CASE("only well-formed UTF-8 is valid", "[utf8]") {
    for (const auto* good : {"", "abc", "æøåÆØÅ", "\u20AC", "\U0001F600", "\uFFFD", "\uD7FF", "\uE000"})
        CHECK(core::valid_utf8(good));
    for (const auto* bad :
         {"\x80",
          "\xC0\xAF",
          "\xC1\x81",
          "\xE0\x80\xAF",
          "\xED\xA0\x80",
          "\xF0\x80\x80\xAF",
          "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80",
          "\xC3",
          "\xE2\x82",
          "\xFF"})
        CHECK_FALSE(core::valid_utf8(bad));
}

TEST_CASE("a code point is read as it was written", "[utf8]") {
    for (const char32_t value : {U'a', U'ø', U'\u20AC', U'\U0001F600', U'\U0010FFFF'}) {
        std::string text;
        core::append_utf8(text, value);
        const auto read = core::code_point_at(text, 0);
        CHECK(read.value == value);
        CHECK(read.size == text.size());
    }
}

TEST_CASE("Danish letters have lower case", "[utf8]") {
    CHECK(core::lower_case("ÆBLEGRØD PÅ ÉN TALLERKEN × 2 ß ÿ") == "æblegrød på én tallerken × 2 ß ÿ");
    CHECK(core::lower_case("\xC3") == "\xC3");
}

TEST_CASE("the first words end with a whole word", "[utf8]") {
    CHECK(core::first_words("  Kære \n\n Solbakke\tKommune ", 40) == "Kære Solbakke Kommune");
    CHECK(core::first_words("Kære Solbakke Kommune", 21) == "Kære Solbakke Kommune");
    CHECK(core::first_words("Kære Solbakke Kommune", 20) == "Kære Solbakke…");
    CHECK(core::first_words("Kære Solbakke Kommune", 14) == "Kære Solbakke…");
    CHECK(core::first_words("Kære Solbakke Kommune", 13) == "Kære…");
    CHECK(core::first_words("øøøøøøøøøø", 5) == "øøøø…");
    CHECK(core::first_words("a\x01\xFF b", 9) == "a b");
    CHECK(core::first_words("abc", 0).empty());
    CHECK(core::first_words("", 5).empty());
}
