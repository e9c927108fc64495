#include "core/rules/sensitive_words.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/core/found_texts.hpp"

using core::find_sensitive_words;
using tests::Texts;
using tests::texts_of;

TEST_CASE("words that tell of health and the like are found in any form", "[release]") {
    const auto word = GENERATE(
        "diagnose",
        "Diagnosen",
        "depression",
        "depressionsbehandling",
        "alkoholmisbrug",
        "MISBRUGSCENTER",
        "sygemelding",
        "kræft",
        "brystkræft",
        "kraeft",
        "angsten",
        "ADHD",
        "tvangsfjernelse",
        "straffeattest",
        "fagforeningsmedlem",
        "psykiatrien",
        "depres-\nsion",
        "depres\u00ADsion"
    );
    const auto text = std::string{"Sagen om "} + word + " i 2026";
    CAPTURE(word);
    CHECK(texts_of(text, find_sensitive_words(text)) == Texts{word});
}

TEST_CASE("words that only look alike are not found", "[release]") {
    const auto text = GENERATE(
        "Vi bekræfter modtagelsen",
        "afkræftet",
        "en kraftig regn",
        "planen gælder fra i dag",
        "et langstrakt forløb",
        "handicapparkering på torvet",
        "udfyldning af alkoholbevilling",
        "forvoldt skade",
        "Byggetilladelse til carport"
    );
    CAPTURE(text);
    CHECK(texts_of(text, find_sensitive_words(text)).empty());
}
