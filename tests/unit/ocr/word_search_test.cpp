// Which words a box takes, and where a phrase stands.
#include <catch2/catch.hpp>

#include "ocr/redaction_plan.hpp"
#include "ocr/word_search.hpp"

namespace {

using ocr::Box;
using ocr::Word;

/// Two lines of print at 150 dpi: words 24 pixels high, spaces 6 wide, each letter 12.
std::vector<Word> words_of(const std::vector<std::vector<std::string>>& lines) {
    std::vector<Word> words;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        int left = 100;
        for (const auto& text : lines[line]) {
            const int width = static_cast<int>(text.size()) * 12;
            words.push_back({text, {left, 200 + static_cast<int>(line) * 30, width, 24}, 100, static_cast<int>(line)});
            left += width + 6;
        }
    }
    return words;
}

ocr::Page page_with(std::vector<Word> words) {
    ocr::Page page;
    page.number = 1;
    page.width = 1240;
    page.height = 1754;
    page.words = std::move(words);
    return page;
}

std::string texts_of(const std::vector<Word>& words) {
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : " ") + word.text;
    return all;
}

}  // namespace

TEST_CASE("a box takes the words that it covers and leaves those that it grazes", "[ocr][redaction]") {
    const auto words = words_of({{"Kære", "Hansen", "igen"}, {"under", "linjen", "her"}});
    const Box hansen = words[1].box;
    CHECK(ocr::words_under(words, hansen) == std::vector<std::size_t>{1});

    SECTION("a box some pixels too large all round takes no neighbours") {
        const Box generous{hansen.left - 6, hansen.top - 5, hansen.width + 12, hansen.height + 10};
        CHECK(ocr::words_under(words, generous) == std::vector<std::size_t>{1});
    }
    SECTION("a box over half of a word takes it") {
        const Box half{hansen.left, hansen.top, hansen.width / 2, hansen.height};
        CHECK(ocr::words_under(words, half) == std::vector<std::size_t>{1});
    }
    SECTION("a box over a single letter takes the word that it stands in") {
        const Box letter{hansen.left + 30, hansen.top + 4, 6, 12};
        CHECK(ocr::words_under(words, letter) == std::vector<std::size_t>{1});
    }
    SECTION("a box over the upper half of a line takes its words") {
        const Box upper{0, hansen.top, 1000, hansen.height / 2};
        CHECK(ocr::words_under(words, upper) == std::vector<std::size_t>{0, 1, 2});
    }
    SECTION("a box between the words takes none") {
        CHECK(ocr::words_under(words, {0, 0, 1000, 150}).empty());
    }
}

TEST_CASE("a phrase is found over words and lines, whatever its case and hyphens", "[ocr][redaction]") {
    const auto words = words_of({{"Til", "Søren", "Ågård"}, {"Kjær,", "født", "010203-"}, {"1234", "Hansen/Jensen"}});
    CHECK(ocr::boxes_of(words, "søren").size() == 1);

    SECTION("a name over a line end has a box for each line") {
        const auto boxes = ocr::boxes_of(words, "SØREN ÅGÅRD KJÆR");
        REQUIRE(boxes.size() == 2);
        CHECK(boxes[0].left == words[1].box.left);
        CHECK(boxes[0].left + boxes[0].width == words[2].box.left + words[2].box.width);
        CHECK(boxes[1].left == words[3].box.left);
        CHECK(boxes[1].top == words[3].box.top);
    }
    SECTION("a number that is torn by a hyphen and a line end is found by all its ways of writing") {
        CHECK(ocr::boxes_of(words, "010203-1234").size() == 2);
        CHECK(ocr::boxes_of(words, "0102031234").size() == 2);
        CHECK(ocr::boxes_of(words, "010203 1234").size() == 2);
        CHECK(ocr::hold(words, "010203 1234"));
    }
    SECTION("a name that shares a word with another takes the whole word") {
        const auto boxes = ocr::boxes_of(words, "Jensen");
        REQUIRE(boxes.size() == 1);
        CHECK(boxes[0].width == words[7].box.width);
    }
}

TEST_CASE("a name is found in its genitive, but not inside another name", "[ocr][redaction]") {
    const auto words = words_of({{"Hansens", "hus", "og", "Lars’", "bil"}});
    CHECK(ocr::boxes_of(words, "Hansen").size() == 1);
    CHECK(ocr::boxes_of(words, "Lars").size() == 1);
    CHECK(ocr::boxes_of(words, "Hans").empty());
    CHECK(ocr::boxes_of(words, "ansens").empty());
    CHECK_FALSE(ocr::hold(words, "Hans"));
}

TEST_CASE("a phrase without letters is nowhere, and a very short one is not looked for", "[ocr][redaction]") {
    const auto words = words_of({{"på", "–", "1."}});
    CHECK(ocr::boxes_of(words, " – ").empty());
    CHECK(ocr::boxes_of(words, "").empty());
    CHECK(ocr::boxes_of(words, "på").size() == 1);
    CHECK_FALSE(ocr::hold(words, "på"));
}

TEST_CASE("a word that is half covered is covered whole, and its text goes", "[ocr][redaction]") {
    const auto page = page_with(words_of({{"Kære", "Hansen", "igen"}, {"under", "linjen", "her"}}));
    const Box hansen = page.words[1].box;
    const auto plan = ocr::plan_page(page, {{1, {hansen.left, hansen.top, 30, hansen.height}, "§ 30"}}, false);
    CHECK(texts_of(plan.gone) == "Hansen");
    CHECK(texts_of(plan.kept) == "Kære igen under linjen her");
    REQUIRE(plan.covers.size() == 2);
    CHECK(plan.covers[0].label == "§ 30");
    CHECK(plan.covers[1].label.empty());
    CHECK(plan.covers[1].box.left < hansen.left);
    CHECK(plan.covers[1].box.left + plan.covers[1].box.width > hansen.left + hansen.width);
}

TEST_CASE("widened boxes have few widths, and none is that of its word", "[ocr][redaction]") {
    const auto page = page_with(words_of({{"Bo"}, {"Bodil"}, {"Kristensen"}}));
    for (const auto& word : page.words) {
        const auto plan = ocr::plan_page(page, {{1, word.box, ""}}, true);
        REQUIRE(plan.covers.size() == 1);
        const Box box = plan.covers[0].box;
        CHECK(box.width % 120 == 0);
        CHECK(box.width >= word.box.width + 30);
        CHECK(box.left <= word.box.left);
        CHECK(texts_of(plan.gone) == word.text);
    }
    const auto of = [&](std::size_t i) {
        return ocr::plan_page(page, {{1, page.words[i].box, ""}}, true).covers[0].box;
    };
    CHECK(of(0).width == of(1).width);
}

TEST_CASE("a box is cut to the page, and one of another page or beside it covers nothing", "[ocr][redaction]") {
    const auto page = page_with({});
    const auto plan = ocr::plan_page(
        page, {{1, {-50, -50, 5000, 100}, ""}, {2, {10, 10, 10, 10}, ""}, {1, {2000, 10, 50, 50}, ""}}, false
    );
    REQUIRE(plan.covers.size() == 1);
    CHECK(plan.covers[0].box.left == 0);
    CHECK(plan.covers[0].box.width == 1240);
    CHECK(plan.covers[0].box.height == 52);
}

TEST_CASE("words are counted in a text, however its reader joined and parted them", "[ocr]") {
    const auto kept = words_of({{"Kære", "Karen", "nr."}, {"12", "Havne-"}, {"plads", "Karen"}});
    CHECK(ocr::count_of(kept, "Kære Karen\nnr. 12 Havneplads\nKaren\n") == 7);
    CHECK(ocr::count_of(kept, "KæreKaren nr 1 2\nHavne plads Ka ren\n") == 7);
    CHECK(ocr::count_of(kept, "Kære Bo\n") == 1);
    CHECK(ocr::count_of(kept, "") == 0);
    CHECK(ocr::words_in(" Kære\n Karen ").size() == 2);
}
