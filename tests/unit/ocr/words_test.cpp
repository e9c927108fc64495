#include <catch2/catch.hpp>

#include "ocr/messages.hpp"
#include "ocr/reading.hpp"

using ocr::words_from_json;
using ocr::words_to_json;

TEST_CASE("words come back from JSON as they went", "[ocr]") {
    const std::vector<ocr::Word> words{
        {"Kære", {118, 240, 61, 22}, 96, 0}, {"\"åben\"\\", {0, 0, 1, 1}, 0, 1}, {"§ 36", {5, 6, 7, 8}, 100, 2}};
    const auto back = words_from_json(words_to_json(words));
    REQUIRE(back.has_value());
    REQUIRE(back.value().size() == words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        const ocr::Word& word = back.value()[i];
        CHECK(word.text == words[i].text);
        CHECK(word.box.left == words[i].box.left);
        CHECK(word.box.top == words[i].box.top);
        CHECK(word.box.width == words[i].box.width);
        CHECK(word.box.height == words[i].box.height);
        CHECK(word.confidence == words[i].confidence);
        CHECK(word.line == words[i].line);
    }
}

TEST_CASE("a page without words is an empty array", "[ocr]") {
    REQUIRE(words_to_json({}) == "[]");
    REQUIRE(words_from_json("[]").value().empty());
}

TEST_CASE("what is not a list of words is refused", "[ocr]") {
    const auto* text = GENERATE(
        "",
        "{}",
        "[",
        "[[]]",
        "[[\"a\",1,2,3,4,5]]",
        "[[\"\",1,2,3,4,5,0]]",
        "[[1,1,2,3,4,5,0]]",
        "[[\"a\",-1,2,3,4,5,0]]",
        "[[\"a\",1.5,2,3,4,5,0]]",
        "[[\"a\",1,2,3,4,101,0]]",
        "[[\"a\",99999999999,2,3,4,5,0]]",
        "[[\"\xff\",1,2,3,4,5,0]]"
    );
    CAPTURE(text);
    REQUIRE_FALSE(words_from_json(text).has_value());
}

TEST_CASE("an order and an answer come back as they went", "[ocr]") {
    ocr::Order order;
    order.task = ocr::Task::assemble;
    order.file = "/a/b.pdf";
    order.media_type = "application/pdf";
    order.output = "/c";
    order.limits.page_pixels = 7;
    order.pages.resize(2);
    order.pages[1].number = 2;
    order.pages[1].rotation_degrees = 90;
    order.pages[1].words = {{"ø", {1, 2, 3, 4}, 50, 0}};
    const auto back = ocr::order_from_json(to_json(order));
    REQUIRE(back.has_value());
    CHECK(back.value().task == ocr::Task::assemble);
    CHECK(back.value().file == order.file);
    CHECK(back.value().limits.page_pixels == 7);
    REQUIRE(back.value().pages.size() == 2);
    CHECK(back.value().pages[1].words.at(0).text == "ø");

    ocr::Answer answer;
    answer.reason = "damaged";
    answer.page.text = "æ\n";
    CHECK(ocr::answer_from_json(to_json(answer)).value().page.text == "æ\n");
}

TEST_CASE("an answer outside of what can be true is refused", "[ocr]") {
    ocr::Answer answer;
    CHECK(ocr::answer_from_json(to_json(answer)).has_value());
    SECTION("a page turned by seven degrees") {
        answer.page.rotation_degrees = 7;
    }
    SECTION("more than certain") {
        answer.page.confidence = 101;
    }
    SECTION("a negative count") {
        answer.page_count = -1;
    }
    SECTION("a reason as long as a letter") {
        answer.reason = std::string(500, 'x');
    }
    CHECK(
        (answer.page.rotation_degrees == 0 && answer.page.confidence == 0 && answer.page_count == 0 &&
         answer.reason.empty()) == ocr::answer_from_json(to_json(answer)).has_value()
    );
}
