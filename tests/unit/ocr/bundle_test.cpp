// Several PDFs as one, for an answer to a request for access to documents.
#include "ocr/bundle.hpp"

#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page.h>
#include <poppler/cpp/poppler-toc.h>

#include <catch2/catch.hpp>
#include <memory>
#include <qpdf/QPDF.hh>

#include "tests/unit/ocr/drawn_pages.hpp"
#include "tests/unit/ocr/hiding_places.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using ocr_test::Folder;

std::string utf8_of(const poppler::ustring& text) {
    const auto bytes = text.to_utf8();
    return {bytes.begin(), bytes.end()};
}

std::string text_on(poppler::document& pdf, int page) {
    const std::unique_ptr<poppler::page> found{pdf.create_page(page - 1)};
    return found ? utf8_of(found->text()) : "";
}

}  // namespace

TEST_CASE("a bundle has its parts in order, a bookmark for each, and a stamp on each page", "[ocr][redaction]") {
    Folder folder;
    const auto front = folder.path() / "front.pdf", one = folder.path() / "one.pdf", two = folder.path() / "two.pdf";
    ocr_test::write_text_pdf({"Aktliste"}, front);
    ocr_test::write_text_pdf({"Første brev", "dets bagside"}, one);
    ocr_test::write_hiding(ocr_test::HidingPlace::information, two);
    ocr::BundleOrder order;
    order.parts = {
        {front, "Aktliste", ""}, {one, "Bilag 1: Ansøgning på dansk", "Bilag 1"}, {two, "Bilag 2", "Bilag 2"}};
    order.title = "Aktindsigt";
    const auto bundle = ocr_test::real_readers().bundle(order, folder.output());
    REQUIRE(bundle.outcome == ocr::Outcome::complete);
    CHECK(bundle.page_count == 4);

    const std::unique_ptr<poppler::document> pdf{poppler::document::load_from_file(bundle.path.string())};
    REQUIRE(pdf);
    REQUIRE(pdf->pages() == 4);
    CHECK(text_on(*pdf, 1).find("Aktliste") != std::string::npos);
    CHECK(text_on(*pdf, 1).find("side") == std::string::npos);
    CHECK(text_on(*pdf, 2).find("Bilag 1, side 1 af 2") != std::string::npos);
    CHECK(text_on(*pdf, 3).find("Bilag 1, side 2 af 2") != std::string::npos);
    CHECK(text_on(*pdf, 3).find("dets bagside") != std::string::npos);
    CHECK(text_on(*pdf, 4).find("Bilag 2, side 1 af 1") != std::string::npos);

    SECTION("the bookmarks lead to the parts") {
        const std::unique_ptr<poppler::toc> contents{pdf->create_toc()};
        REQUIRE(contents);
        std::vector<std::string> titles;
        for (const auto* item : contents->root()->children()) titles.push_back(utf8_of(item->title()));
        CHECK(titles == std::vector<std::string>{"Aktliste", "Bilag 1: Ansøgning på dansk", "Bilag 2"});
    }
    SECTION("what the parts say of themselves does not come along") {
        CHECK(utf8_of(pdf->get_title()) == "Aktindsigt");
        CHECK(pdf->metadata().empty());
        CHECK(utf8_of(pdf->get_author()).empty());
    }
    SECTION("pages keep their size, and qpdf finds nothing to complain of") {
        const std::unique_ptr<poppler::page> page{pdf->create_page(1)};
        CHECK(page->page_rect().width() == Approx(595).margin(1));
        QPDF structure;
        structure.processFile(bundle.path.c_str());
        CHECK(structure.getWarnings().empty());
        CHECK(structure.getRoot().getKey("/Lang").getStringValue() == "da-DK");
    }
}

TEST_CASE("a bundle with a part that is no PDF is not made", "[ocr][redaction]") {
    Folder folder;
    const auto broken = folder.path() / "broken.pdf";
    ocr_test::write_file(broken, "not a PDF at all");
    ocr::BundleOrder order;
    order.parts = {{broken, "Bilag 1", "Bilag 1"}};
    const auto bundle = ocr_test::real_readers().bundle(order, folder.output());
    CHECK(bundle.outcome == ocr::Outcome::failed);
    CHECK(bundle.reason == "damaged");
    CHECK(bundle.path.empty());
}
