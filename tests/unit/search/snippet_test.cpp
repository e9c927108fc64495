#include <string>

#include "index_fixture.hpp"
#include "search/danish_text.hpp"
#include "search/snippet.hpp"

using search::Pattern;
using search::Source;

namespace {

/// Marks as brackets, so that a test can be read.
std::string shown(const std::vector<search::SnippetPart>& parts) {
    std::string text;
    for (const auto& part : parts) text += part.marked ? "[" + part.text + "]" : part.text;
    return text;
}

std::string snippet(const std::string& text, std::vector<Pattern> patterns) {
    return shown(search::make_snippet(text, search::Matcher(std::move(patterns)), Source::page).parts);
}

std::size_t letters(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) text.remove_prefix(search::first_of(text).bytes);
    return count;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto point = search::first_of(text);
        if (point.value == 0xFFFD && point.bytes == 1) return false;
        text.remove_prefix(point.bytes);
    }
    return true;
}

const Pattern hund{Pattern::How::stem, "hund", false};
const Pattern kat{Pattern::How::exact, "kat", false};

}  // namespace

TEST_CASE("a snippet marks the words that match, in whatever form", "[search]") {
    CHECK(snippet("Hunden løb. Katten og kat.", {hund, kat}) == "[Hunden] løb. Katten og [kat].");
    CHECK(snippet("en HUND, hund.", {hund}) == "en [HUND], [hund].");
    CHECK(snippet("Ådalen og ådal", {{Pattern::How::stem, "ådal", false}}) == "[Ådalen] og [ådal]");
    CHECK(snippet("byggesag bygherre", {{Pattern::How::prefix, "bygge", false}}) == "[byggesag] bygherre");
    CHECK(snippet("§ 27.35.00.", {{Pattern::How::exact, "27.35.00", false}}) == "§ [27.35.00].");
}

TEST_CASE("a snippet is the piece where most of the words are", "[search]") {
    const std::string filler(600, '-');
    const auto text = "hund " + filler + " før hund kat efter " + filler + " kat";
    const auto piece = snippet("kat " + std::string(40, 'x') + " " + text, {hund, kat});
    CHECK(piece.find("[hund] [kat]") != std::string::npos);
}

TEST_CASE("a snippet is about two hundred letters of whole words, with dots where text was left out", "[search]") {
    std::string text;
    for (int word = 0; word < 100; ++word) text += "ærøskøbing ";
    const auto piece = snippet(text + "hund " + text, {hund});
    CHECK(letters(piece) > 150);
    CHECK(letters(piece) < 215);
    CHECK(piece.starts_with("…ærøskøbing "));
    CHECK(piece.ends_with(" ærøskøbing…"));
    CHECK(piece.find("[hund]") != std::string::npos);
}

TEST_CASE("without a match a snippet is the text's beginning", "[search]") {
    CHECK(snippet("Kære borger\n\n  Tak for brevet", {hund}) == "Kære borger Tak for brevet");
    CHECK(snippet("", {hund}).empty());
    CHECK(snippet(" \n\t", {}).empty());
}

TEST_CASE("a snippet is valid UTF-8 in one line, whatever the text", "[search]") {
    std::string bytes;
    unsigned state = 1;
    for (int round = 0; round < 200; ++round) {
        bytes.clear();
        for (int length = 0; length < 700; ++length) {
            state = state * 1664525u + 1013904223u;
            const auto pick = state >> 24u;
            bytes += pick < 40 ? std::string("hund ") : std::string(1, static_cast<char>(state >> 16u));
        }
        const search::Matcher matcher({hund, kat});
        for (const auto& part : search::make_snippet(bytes, matcher, Source::page).parts) {
            REQUIRE(is_utf8(part.text));
            REQUIRE(std::ranges::none_of(part.text, [](char byte) { return byte >= 0 && byte < ' '; }));
            REQUIRE(!part.text.empty());
        }
    }
}

TEST_CASE("a word as long as the text ends a snippet nevertheless", "[search]") {
    CHECK(letters(snippet(std::string(100'000, 'a'), {hund})) <= 202);
    CHECK(letters(snippet("hund" + std::string(100'000, '-'), {hund})) <= 210);
}

TEST_CASE_METHOD(
    IndexFixture, "an answer's snippet is of the page, or of the metadata if only that matches", "[search]"
) {
    auto entry = document(1, "Klage over støj", {"Kære kommune, naboen larmer om natten"});
    entry.people = {"Grethe Holm"};
    index({entry});
    CHECK(shown(find("naboer").hits.at(0).snippet) == "Kære kommune, [naboen] larmer om natten");
    CHECK(shown(find("\"larmer om\"").hits.at(0).snippet) == "Kære kommune, naboen [larmer] [om] natten");
    CHECK(shown(find("natt*").hits.at(0).snippet) == "Kære kommune, naboen larmer om [natten]");
    CHECK(shown(find("Holm").hits.at(0).snippet) == "Klage over støj · Grethe [Holm]");
    CHECK(shown(find("part:grethe -hund").hits.at(0).snippet) == "Klage over støj · [Grethe] Holm");
    CHECK(shown(find("").hits.at(0).snippet) == "Kære kommune, naboen larmer om natten");
}
