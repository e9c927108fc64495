// What a page says against what is to be seen on it: words that nobody sees do not get into the new PDF.
#include "ocr/sight.hpp"

#include <catch2/catch.hpp>

#include "ocr/redaction.hpp"
#include "tests/unit/ocr/hiding_places.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using ocr_test::HidingPlace;

ocr::Word word(const std::string& text, int left, int top = 100) {
    return {text, {left, top, 12 * static_cast<int>(text.size()), 20}, 90, top / 100};
}

std::string texts(const std::vector<ocr::Word>& words) {
    std::string all;
    for (const auto& one : words) all += (all.empty() ? "" : " ") + one.text;
    return all;
}

/// A page of the file, drawn anew as it is for everybody. `unsaid` is taken out of what the file says stands on it.
ocr::RedactedPage published(HidingPlace place, std::string_view unsaid = {}) {
    ocr_test::Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(place, file);
    const auto reading = ocr_test::read(folder, file, "application/pdf");
    ocr::RedactionOrder order;
    order.file = reading.searchable_pdf;
    order.pages = reading.pages;
    for (auto& page : order.pages) {
        page.source = ocr::TextSource::text_layer;
        std::erase_if(page.words, [&](const ocr::Word& one) { return one.text == unsaid; });
    }
    order.by_sight = true;
    const auto drawn = ocr_test::real_readers().redact(order, folder.output(), {});
    UNSCOPED_INFO(drawn.reason);
    REQUIRE(drawn.outcome == ocr::Outcome::complete);
    REQUIRE(drawn.pages.size() == 1);
    return drawn.pages.front();
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a word is seen where it is recognised, with a letter misread", "[ocr][sight]") {
    const auto sight = ocr::compared({word("Borgmester", 100)}, {word("Bor9mestcr", 102)});
    CHECK(texts(sight.seen) == "Borgmester");
    CHECK(sight.besides.empty());
}

TEST_CASE("a word is not seen where something else is recognised, or nothing", "[ocr][sight]") {
    const auto sight =
        ocr::compared({word("HEMMELIG", 100), word("nummer", 400)}, {word("Glædelig", 100), word("nummer", 700)});
    CHECK(sight.seen.empty());
    CHECK(texts(sight.besides) == "Glædelig nummer");
}

TEST_CASE("a number is seen only where nearly all of its digits are recognised", "[ocr][sight]") {
    CHECK(texts(ocr::compared({word("070761-4285", 100)}, {word("070761-4286", 100)}).seen) == "070761-4285");
    CHECK(ocr::compared({word("070761-4285", 100)}, {word("071163-9281", 100)}).seen.empty());
}

TEST_CASE("words that recognition joins or parts are seen all the same", "[ocr][sight]") {
    const auto joined = ocr::compared({word("Til", 100), word("borger", 150)}, {word("Tilborger", 100)});
    CHECK(texts(joined.seen) == "Til borger");
    const auto parted = ocr::compared({word("Tilborger", 100)}, {word("Til", 100), word("borger", 140)});
    CHECK(texts(parted.seen) == "Tilborger");
}

TEST_CASE("words behind a picture are in no text of a page that is drawn for everybody", "[ocr][sight]") {
    const auto page = published(HidingPlace::behind_picture);
    CHECK(holds(page.text, "Til Borgmester Mikkelsen"));
    CHECK_FALSE(holds(page.text, ocr_test::marker));
    CHECK_FALSE(holds(page.besides, ocr_test::marker));
}

TEST_CASE("words that are not drawn, under black or in a layer that is off are in no text of it", "[ocr][sight]") {
    const auto place = GENERATE(
        HidingPlace::invisible_text, HidingPlace::under_black, HidingPlace::hidden_layer, HidingPlace::outside_crop_box
    );
    const auto page = published(place);
    CHECK(holds(page.text, "Til Borgmester Mikkelsen"));
    CHECK_FALSE(holds(page.text, ocr_test::marker));
    CHECK_FALSE(holds(page.besides, ocr_test::marker));
}

TEST_CASE("words that are seen but are in no text, as in an annotation, are told", "[ocr][sight]") {
    const auto page = published(HidingPlace::free_text, ocr_test::marker);
    CHECK(holds(page.text, "Mikkelsen"));
    CHECK_FALSE(holds(page.text, ocr_test::marker));
    CHECK(holds(page.besides, ocr_test::marker));
}

TEST_CASE("words that are plainly seen stay", "[ocr][sight]") {
    const auto place = GENERATE(HidingPlace::text, HidingPlace::rotated_page, HidingPlace::colours);
    const auto page = published(place);
    CHECK(holds(page.text, "Til Borgmester Mikkelsen HEMMELIGHEDEN og andre"));
    CHECK(page.besides.empty());
}
