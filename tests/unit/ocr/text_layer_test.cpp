#include "ocr/text_layer.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/unit/ocr/drawn_pages.hpp"

namespace {

using ocr::judge_text_layer;
using ocr::TextLayer;

std::vector<ocr::Word> words_of(const std::string& text) {
    std::vector<ocr::Word> words;
    std::istringstream stream{text};
    for (std::string word; stream >> word;) words.push_back({word, {}, 100, 0});
    return words;
}

/// Each of `from` replaced by `to`.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

const std::string letter = ocr_test::danish_letter(3, 5);

}  // namespace

TEST_CASE("a Danish letter's own text is good", "[ocr]") {
    REQUIRE(judge_text_layer(words_of(letter)) == TextLayer::good);
}

TEST_CASE("a page without words has no text layer", "[ocr]") {
    REQUIRE(judge_text_layer({}) == TextLayer::missing);
}

TEST_CASE("a short page, a table of figures and a German letter are good", "[ocr]") {
    CHECK(judge_text_layer(words_of("Bilag 3")) == TextLayer::good);
    std::string table;
    for (int i = 0; i < 60; ++i) table += std::to_string(i * 7919) + ",00 ";
    CHECK(judge_text_layer(words_of(table)) == TextLayer::good);
    CHECK(
        judge_text_layer(words_of(
            "Sehr geehrte Damen und Herren, hiermit bestätigen wir den Eingang Ihres Schreibens vom ersten März. Wir "
            "werden Ihnen die gewünschten Unterlagen innerhalb von zwei Wochen zusenden. Mit freundlichen Grüßen"
        )) == TextLayer::good
    );
}

TEST_CASE("UTF-8 read as Latin-1 is garbage", "[ocr]") {
    std::string text = replaced(letter, "ø", "Ã¸");
    text = replaced(text, "æ", "Ã¦");
    text = replaced(text, "å", "Ã¥");
    REQUIRE(judge_text_layer(words_of(text)) == TextLayer::garbage);
}

TEST_CASE("glyphs without a character are garbage", "[ocr]") {
    std::string text;
    for (int i = 0; i < 40; ++i) text += "\uE012\uE034\uE056 ";
    CHECK(judge_text_layer(words_of(text)) == TextLayer::garbage);
    CHECK(judge_text_layer(words_of("\uFFFD\uFFFD \uFFFD")) == TextLayer::garbage);
}

TEST_CASE("letters that stand apart are garbage", "[ocr]") {
    std::string apart;
    for (const char c : std::string{"Kommunen vurderer at der er behov for flere oplysninger"})
        if (c != ' ') (apart += c) += ' ';
    REQUIRE(judge_text_layer(words_of(apart)) == TextLayer::garbage);
}

TEST_CASE("shifted letters are garbage", "[ocr]") {
    std::string text = letter;
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>('a' + (c - 'a' + 1) % 26);
    text = replaced(replaced(replaced(text, "ø", "p"), "æ", "b"), "å", "q");
    REQUIRE(judge_text_layer(words_of(text)) == TextLayer::garbage);
}

TEST_CASE("a long Danish text without æ, ø and å has lost them", "[ocr]") {
    std::string text;
    for (int i = 0; i < 12; ++i)
        text += "Kommunen har modtaget en anmodning og det er besluttet at sagen skal behandles af udvalget til juni ";
    CHECK(judge_text_layer(words_of(text)) == TextLayer::garbage);
    CHECK(judge_text_layer(words_of(text + "på")) == TextLayer::good);
}

TEST_CASE("English is told from Danish", "[ocr]") {
    CHECK(ocr::looks_english(words_of(
        "The council has received your letter and will answer it by the end of the month. If you have questions, you "
        "are welcome to call us."
    )));
    CHECK_FALSE(ocr::looks_english(words_of(letter)));
}
