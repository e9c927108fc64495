// Blacking out with the real workers: what was to be gone is in no layer of the new PDF, and the rest can be read.
#include <leptonica/allheaders.h>
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "ocr/redaction.hpp"
#include "ocr/word_search.hpp"
#include "tests/unit/ocr/drawn_pages.hpp"
#include "tests/unit/ocr/hiding_places.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using ocr::Outcome;
using ocr_test::Folder;
using ocr_test::HidingPlace;
using ocr_test::marker;

std::string utf8_of(const poppler::ustring& text) {
    const auto bytes = text.to_utf8();
    return {bytes.begin(), bytes.end()};
}

std::unique_ptr<poppler::document> opened(const std::filesystem::path& pdf) {
    std::unique_ptr<poppler::document> document{poppler::document::load_from_file(pdf.string())};
    REQUIRE(document);
    return document;
}

std::string text_of(const std::filesystem::path& pdf) {
    std::string all;
    const auto document = opened(pdf);
    for (int i = 0; i < document->pages(); ++i)
        all += utf8_of(std::unique_ptr<poppler::page> { document->create_page(i) } -> text());
    return all;
}

/// Every object, stream and string of a PDF as plain text, as `qpdf --qdf` has it.
std::string laid_open(const std::filesystem::path& path) {
    QPDF pdf;
    pdf.processFile(path.c_str());
    QPDFWriter writer{pdf};
    writer.setOutputMemory();
    writer.setQDFMode(true);
    writer.setDecodeLevel(qpdf_dl_all);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

std::string in_wide_characters(std::string_view text) {
    std::string wide;
    for (const char c : text) wide += std::string{'\0'} + c;
    return wide;
}

std::string in_hex(std::string_view text, bool capitals) {
    std::string hex;
    for (const char c : text)
        for (const int half : {c >> 4 & 0xF, c & 0xF})
            hex += (capitals ? "0123456789ABCDEF" : "0123456789abcdef")[half];
    return hex;
}

bool holds(const std::string& bytes, std::string_view text) {
    const auto wide = in_wide_characters(text);
    for (const auto& form : {std::string{text}, wide, in_hex(text, true), in_hex(text, false), in_hex(wide, true)})
        if (bytes.find(form) != std::string::npos) return true;
    return false;
}

/// The page as a PNG at 200 dpi, for the eye and for recognition.
std::filesystem::path drawn(const std::filesystem::path& pdf, int page) {
    const auto document = opened(pdf);
    const std::unique_ptr<poppler::page> first{document->create_page(page - 1)};
    const auto image = poppler::page_renderer{}.render_page(first.get(), 200, 200);
    auto png = pdf.parent_path() / ("drawn-" + std::to_string(page) + ".png");
    REQUIRE(image.save(png.string(), "png", 200));
    return png;
}

ocr::RedactionOrder order_for(const ocr::Reading& reading) {
    ocr::RedactionOrder order;
    order.file = reading.searchable_pdf;
    order.pages = reading.pages;
    return order;
}

/// Boxes for each place where the reading found the phrase.
void black_out(ocr::RedactionOrder& order, std::string_view phrase, const std::string& label = "") {
    for (const auto& page : order.pages)
        for (const auto& box : ocr::boxes_of(page.words, phrase)) order.blackouts.push_back({page.number, box, label});
}

ocr::Redaction redacted(Folder& folder, const ocr::RedactionOrder& order) {
    return ocr_test::real_readers().redact(order, folder.output(), {});
}

/// Reads the file, blacks out the marker where reading found it, and hands over what comes out.
ocr::Redaction without_marker(Folder& folder, HidingPlace place) {
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(place, file);
    const auto reading = ocr_test::read(folder, file, "application/pdf");
    auto order = order_for(reading);
    black_out(order, marker);
    return redacted(folder, order);
}

void check_nowhere(const ocr::Redaction& redaction, std::string_view text = marker) {
    for (const auto& leak : redaction.leaks) UNSCOPED_INFO("left on page " << leak.page << ": " << leak.word);
    UNSCOPED_INFO(redaction.reason);
    REQUIRE(redaction.outcome == Outcome::complete);
    CHECK(redaction.leaks.empty());
    CHECK_FALSE(holds(laid_open(redaction.path), text));
    CHECK(text_of(redaction.path).find(text) == std::string::npos);
}

/// What recognition sees on the page, without looking at its text.
std::string recognised(Folder& folder, const std::filesystem::path& pdf, int page = 1) {
    const auto reading = ocr_test::read(folder, drawn(pdf, page), "image/png");
    return reading.pages.at(0).text;
}

double blackness(const std::filesystem::path& pdf, const ocr::Page& page, const ocr::Box& box) {
    Pix* picture = pixRead(drawn(pdf, page.number).c_str());
    Pix* grey = pixConvertTo8(picture, 0);
    const double scale = static_cast<double>(pixGetWidth(grey)) / page.width;
    int black = 0, all = 0;
    for (int y = static_cast<int>(box.top * scale) + 2; y < (box.top + box.height) * scale - 2; ++y)
        for (int x = static_cast<int>(box.left * scale) + 2; x < (box.left + box.width) * scale - 2; ++x) {
            l_uint32 value = 255;
            pixGetPixel(grey, x, y, &value);
            black += value < 40 ? 1 : 0;
            ++all;
        }
    pixDestroy(&grey);
    pixDestroy(&picture);
    return static_cast<double>(black) / std::max(1, all);
}

}  // namespace

TEST_CASE("a blacked-out word is in no layer, and its neighbours are read and searched for", "[ocr][redaction]") {
    Folder folder;
    const auto redaction = without_marker(folder, HidingPlace::text);
    check_nowhere(redaction);
    CHECK(text_of(redaction.path).find("Til Borgmester Mikkelsen") != std::string::npos);
    CHECK(text_of(redaction.path).find("og andre") != std::string::npos);
    CHECK(redaction.words_gone == 1);
    CHECK(redaction.words_kept == 5);
    CHECK(redaction.words_found == 5);
    const auto seen = recognised(folder, redaction.path);
    CHECK(seen.find("Mikkelsen") != std::string::npos);
    CHECK(seen.find("HEMM") == std::string::npos);
}

TEST_CASE("a page that is shown turned is blacked out where one sees the word", "[ocr][redaction]") {
    Folder folder;
    const auto redaction = without_marker(folder, HidingPlace::rotated_page);
    check_nowhere(redaction);
    const auto seen = recognised(folder, redaction.path);
    CHECK(seen.find("Mikkelsen") != std::string::npos);
    CHECK(seen.find("HEMM") == std::string::npos);
    const auto document = opened(redaction.path);
    const std::unique_ptr<poppler::page> page{document->create_page(0)};
    CHECK(page->page_rect().width() == Approx(842).margin(1));
}

TEST_CASE("a page with units of its own is blacked out where one sees the word", "[ocr][redaction]") {
    Folder folder;
    const auto redaction = without_marker(folder, HidingPlace::user_units);
    check_nowhere(redaction);
    const auto seen = recognised(folder, redaction.path);
    CHECK(seen.find("Mikkelsen") != std::string::npos);
    CHECK(seen.find("HEMM") == std::string::npos);
}

TEST_CASE("what stands in an annotation is blacked out on the page and gone from the file", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::free_text, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    // It is drawn 72 points from the left and 600 from below.
    order.blackouts.push_back({1, {145, 435, 640, 75}, ""});
    const auto redaction = redacted(folder, order);
    check_nowhere(redaction);
    CHECK(recognised(folder, redaction.path).find("HEMM") == std::string::npos);
}

TEST_CASE("an annotation that is not blacked out is seen on the page as before", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::free_text, file);
    const auto redaction = redacted(folder, order_for(ocr_test::read(folder, file, "application/pdf")));
    REQUIRE(redaction.outcome == Outcome::complete);
    CHECK(recognised(folder, redaction.path).find(marker) != std::string::npos);
}

TEST_CASE("a form field's value is blacked out on the page and gone from the file", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::form_field, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    order.blackouts.push_back({1, {145, 435, 640, 75}, ""});
    const auto redaction = redacted(folder, order);
    check_nowhere(redaction);
    CHECK(recognised(folder, redaction.path).find("HEMM") == std::string::npos);
}

TEST_CASE("the text of a sticky note does not come along", "[ocr][redaction]") {
    Folder folder;
    check_nowhere(without_marker(folder, HidingPlace::sticky_note));
}

TEST_CASE("attached files do not come along", "[ocr][redaction]") {
    Folder folder;
    check_nowhere(without_marker(folder, HidingPlace::attachment));
}

TEST_CASE("a hidden layer does not come along", "[ocr][redaction]") {
    Folder folder;
    const auto redaction = without_marker(folder, HidingPlace::hidden_layer);
    check_nowhere(redaction);
    CHECK(text_of(redaction.path).find("Mikkelsen") != std::string::npos);
}

TEST_CASE("what lies outside of the crop box does not come along", "[ocr][redaction]") {
    Folder folder;
    const auto redaction = without_marker(folder, HidingPlace::outside_crop_box);
    check_nowhere(redaction);
    CHECK(text_of(redaction.path).find("Mikkelsen") != std::string::npos);
}

TEST_CASE("document information and XMP do not come along", "[ocr][redaction]") {
    Folder folder;
    const auto redaction = without_marker(folder, HidingPlace::information);
    check_nowhere(redaction);
    CHECK_FALSE(holds(laid_open(redaction.path), "2026"));
}

TEST_CASE("a page's own thumbnail does not come along", "[ocr][redaction]") {
    Folder folder;
    check_nowhere(without_marker(folder, HidingPlace::thumbnail));
}

TEST_CASE("scripts, names, bookmarks and programs' own data do not come along", "[ocr][redaction]") {
    Folder folder;
    check_nowhere(without_marker(folder, HidingPlace::script));
}

TEST_CASE("text without a map to characters is drawn as it looks, and what is boxed is gone", "[ocr][redaction]") {
    Folder folder;
    const auto redaction = without_marker(folder, HidingPlace::odd_font);
    check_nowhere(redaction);
    CHECK(redaction.words_gone == 1);
}

TEST_CASE("what somebody hid under black does not come out as text", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::under_black, file);
    const auto reading = ocr_test::read(folder, file, "application/pdf");
    const auto redaction = redacted(folder, order_for(reading));
    check_nowhere(redaction);
    CHECK(redaction.words_hidden == 1);
    CHECK(text_of(redaction.path).find("Mikkelsen") != std::string::npos);
}

TEST_CASE("text that is not drawn does not come out as text", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::invisible_text, file);
    check_nowhere(redacted(folder, order_for(ocr_test::read(folder, file, "application/pdf"))));
}

TEST_CASE("text behind a picture is gone with a box over the picture", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::behind_picture, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    order.blackouts.push_back({1, {120, 455, 430, 70}, "§ 12"});
    const auto redaction = redacted(folder, order);
    check_nowhere(redaction);
    CHECK(text_of(redaction.path).find("§ 12") != std::string::npos);
}

TEST_CASE("a word on a scanned page is blacked out in picture and text", "[ocr][redaction][slow]") {
    Folder folder;
    ocr_test::Drawing drawing;
    drawing.text = "Til Borgmester Mikkelsen\n\nSagen om HEMMELIGHEDEN er afsluttet i dag";
    drawing.skew_degrees = 1.5;
    drawing.wear = ocr_test::Wear::office;
    const auto page = ocr_test::draw_page(drawing, folder.path() / "scan.jpg");
    const auto reading = ocr_test::read(folder, page.file, "image/jpeg");
    auto order = order_for(reading);
    black_out(order, marker, "§ 30");
    REQUIRE(order.blackouts.size() == 1);
    const auto box = order.blackouts[0].box;

    SECTION("from the searchable PDF") {
        const auto redaction = redacted(folder, order);
        check_nowhere(redaction);
        CHECK(blackness(redaction.path, order.pages[0], box) > 0.75);
        const auto seen = recognised(folder, redaction.path);
        CHECK(seen.find("HEMM") == std::string::npos);
        CHECK(seen.find("afsluttet") != std::string::npos);
        CHECK(text_of(redaction.path).find("afsluttet") != std::string::npos);
        CHECK(text_of(redaction.path).find("§ 30") != std::string::npos);
    }
    SECTION("from the picture file itself, turned as it was read") {
        order.file = page.file;
        order.media_type = "image/jpeg";
        const auto redaction = redacted(folder, order);
        check_nowhere(redaction);
        CHECK(blackness(redaction.path, order.pages[0], box) > 0.75);
    }
}

TEST_CASE("what was seen is what is blacked out, even if the file looks otherwise by now", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf", other = folder.path() / "other.pdf";
    ocr_test::write_hiding(HidingPlace::text, file);
    ocr_test::write_hiding(HidingPlace::outside_crop_box, other);
    const auto reading = ocr_test::read(folder, file, "application/pdf");
    auto order = order_for(reading);
    black_out(order, marker);
    // The same line, moved down: at the place of the box there is nothing to see in the file.
    ocr_test::write_text_pdf({std::string("\n\n\n\nTil Borgmester Mikkelsen ") + marker}, other);
    order.file = other;
    const auto redaction = redacted(folder, order);
    check_nowhere(redaction);
    const auto seen = recognised(folder, redaction.path);
    CHECK(seen.find("HEMM") == std::string::npos);
    CHECK(seen.find("Mikkelsen") != std::string::npos);
}

TEST_CASE("with a word that must not appear and does, nothing is handed over", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::text, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    order.must_not_appear = {marker};

    SECTION("in the text") {
        const auto redaction = redacted(folder, order);
        CHECK(redaction.outcome == Outcome::failed);
        CHECK(redaction.reason == "still_there");
        CHECK(redaction.path.empty());
        REQUIRE(redaction.leaks.size() == 1);
        CHECK(redaction.leaks[0].page == 1);
        CHECK(redaction.leaks[0].word == marker);
    }
    SECTION("only in the picture, of whose words nobody knows") {
        order.pages.at(0).words.clear();
        order.blackouts.push_back({1, {10, 10, 50, 50}, ""});
        const auto redaction = redacted(folder, order);
        CHECK(redaction.reason == "still_there");
        CHECK(redaction.path.empty());
    }
    SECTION("and once it is blacked out the file is handed over") {
        black_out(order, marker);
        check_nowhere(redacted(folder, order));
    }
}

TEST_CASE("a word of which a box leaves the most to be read is found by recognition", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::text, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    const auto boxes = ocr::boxes_of(order.pages.at(0).words, marker);
    REQUIRE(boxes.size() == 1);
    // Words that lie elsewhere than their ink, as a wrong font makes them: the box covers the last letters only.
    for (auto& word : order.pages[0].words)
        if (word.text == marker) {
            word.box.left += boxes[0].width * 3 / 4;
            order.blackouts.push_back({1, word.box, ""});
        }
    const auto redaction = redacted(folder, order);
    CHECK(redaction.reason == "still_there");
    REQUIRE(redaction.leaks.size() == 1);
    CHECK(redaction.leaks[0].word == marker);
}

TEST_CASE("widened boxes are as wide for a short name as for a long one", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_text_pdf({"Navn:\n\nBo\n\nKristian"}, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    order.widen = true;
    black_out(order, "Bo");
    black_out(order, "Kristian");
    REQUIRE(order.blackouts.size() == 2);
    const auto redaction = redacted(folder, order);
    check_nowhere(redaction, "Kristian");
    for (auto box : {order.blackouts[0].box, order.blackouts[1].box}) {
        box.left += box.width / 2 - 58;
        box.width = 116;
        CHECK(blackness(redaction.path, order.pages[0], box) > 0.98);
        CHECK(blackness(redaction.path, order.pages[0], {box.left + 125, box.top, 40, box.height}) < 0.02);
    }
}

TEST_CASE("the pages of a redaction are in order, and each is told of as it is drawn", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_text_pdf({"Side et", "Side to", "Side tre"}, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    black_out(order, "to");
    std::vector<int> told;
    const auto redaction = ocr_test::real_readers().redact(order, folder.output(), [&](const ocr::Progress& progress) {
        told.push_back(progress.pages_done);
    });
    REQUIRE(redaction.outcome == Outcome::complete);
    CHECK(told == std::vector<int>{1, 2, 3});
    CHECK(redaction.page_count == 3);
    const auto text = text_of(redaction.path);
    CHECK(text.find("et") < text.find("tre"));
    CHECK(text.find("to") == std::string::npos);
    CHECK(std::distance(std::filesystem::directory_iterator{redaction.path.parent_path()}, {}) == 1);
}

TEST_CASE("print in colours stays coloured and sharp", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::colours, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    black_out(order, marker);
    const auto redaction = redacted(folder, order);
    check_nowhere(redaction);
    CHECK(laid_open(redaction.path).find("/Indexed") != std::string::npos);
    Pix* picture = pixRead(drawn(redaction.path, 1).c_str());
    l_int32 red = 0, green = 0, blue = 0;
    // Within the rectangle, 100 to 200 points from the left and 300 to 400 from below.
    pixGetRGBPixel(picture, 150 * 200 / 72, (842 - 350) * 200 / 72, &red, &green, &blue);
    pixDestroy(&picture);
    CHECK(red > 200);
    CHECK(green < 60);
    CHECK(blue < 60);
}

TEST_CASE("a page that nobody can have seen is not handed over", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_text_pdf({"Første side", "Anden side"}, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    order.pages.pop_back();
    const auto redaction = redacted(folder, order);
    CHECK(redaction.reason == "page_unseen");
    CHECK(redaction.path.empty());
}

TEST_CASE("the new PDF tells screen readers its language and what is text", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_hiding(HidingPlace::text, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    order.title = "Bilag 3";
    const auto redaction = redacted(folder, order);
    REQUIRE(redaction.outcome == Outcome::complete);
    QPDF pdf;
    pdf.processFile(redaction.path.c_str());
    CHECK(pdf.getRoot().getKey("/Lang").getStringValue() == "da-DK");
    CHECK(pdf.getRoot().getKey("/MarkInfo").getKey("/Marked").getBoolValue());
    CHECK(pdf.getTrailer().getKey("/Info").getKey("/Title").getUTF8Value() == "Bilag 3");
    CHECK(pdf.getTrailer().getKey("/Info").getKeys().size() == 1);
}

TEST_CASE("a page of print stays below 150 kB", "[ocr][redaction]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_text_pdf({ocr_test::danish_letter(3, 6)}, file);
    auto order = order_for(ocr_test::read(folder, file, "application/pdf"));
    black_out(order, "Kjær", "§ 30");
    const auto redaction = redacted(folder, order);
    check_nowhere(redaction, "Kjær");
    CHECK(std::filesystem::file_size(redaction.path) < 150'000);
    CHECK(redaction.words_found == redaction.words_kept);
}
