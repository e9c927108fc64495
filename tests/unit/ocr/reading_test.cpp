// Reading real pages with the real workers: Tesseract, leptonica, poppler, qpdf.
#include <leptonica/allheaders.h>
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <memory>
#include <qpdf/QPDF.hh>
#include <sstream>

#include "tests/unit/ocr/drawn_pages.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using ocr::Outcome;
using ocr::TextSource;
using ocr_test::character_error_rate;
using ocr_test::Drawing;
using ocr_test::Folder;
using ocr_test::read;
using ocr_test::Wear;

std::string bytes_of(const std::filesystem::path& path) {
    std::ostringstream bytes;
    bytes << std::ifstream{path, std::ios::binary}.rdbuf();
    return bytes.str();
}

int width_of(const std::filesystem::path& picture) {
    int format = 0, width = 0, height = 0, bits = 0, samples = 0, palette = 0;
    pixReadHeader(picture.c_str(), &format, &width, &height, &bits, &samples, &palette);
    return width;
}

const ocr::Word* word(const ocr::Page& page, std::string_view text) {
    const auto found = std::find_if(page.words.begin(), page.words.end(), [&](const ocr::Word& candidate) {
        return candidate.text.find(text) != std::string::npos;
    });
    return found == page.words.end() ? nullptr : &*found;
}

/// How dark the page picture is inside a word's box, 0 to 1: paper if the box lies beside the word.
double ink_inside(const ocr::Page& page, const ocr::Box& box) {
    Pix* picture = pixRead(page.picture.c_str());
    Pix* grey = pixConvertTo8(picture, 0);
    double dark = 0;
    for (int y = box.top; y < box.top + box.height; ++y)
        for (int x = box.left; x < box.left + box.width; ++x) {
            l_uint32 value = 255;
            pixGetPixel(grey, x, y, &value);
            if (value < 140) ++dark;
        }
    pixDestroy(&grey);
    pixDestroy(&picture);
    return dark / (box.width * box.height);
}

struct PdfText {
    std::string text;
    int pages{};
    bool sound{};
    std::vector<std::pair<std::string, poppler::rectf>> words;  ///< of the first page, in points
    double width_points{};
};

/// What another PDF reader makes of a searchable PDF.
PdfText text_of_pdf(const std::filesystem::path& file) {
    PdfText found;
    QPDF structure;
    structure.processFile(file.c_str());
    found.sound = structure.getWarnings().empty();
    const std::unique_ptr<poppler::document> document{poppler::document::load_from_file(file.string())};
    REQUIRE(document);
    found.pages = document->pages();
    for (int i = 0; i < found.pages; ++i) {
        const std::unique_ptr<poppler::page> page{document->create_page(i)};
        const auto text = page->text().to_utf8();
        found.text.append(text.begin(), text.end());
        if (i > 0) continue;
        found.width_points = page->page_rect().width();
        for (const auto& box : page->text_list()) {
            const auto bytes = box.text().to_utf8();
            found.words.emplace_back(std::string{bytes.begin(), bytes.end()}, box.bbox());
        }
    }
    return found;
}

}  // namespace

TEST_CASE("a worn and skewed letter is read with its æ, ø and å", "[ocr][slow]") {
    Folder folder;
    Drawing drawing;
    drawing.wear = Wear::office;
    drawing.skew_degrees = 1.5;
    drawing.paragraphs = 3;
    drawing.seed = 5;
    const auto drawn = ocr_test::draw_page(drawing, folder.path() / "letter.png");
    const auto reading = read(folder, drawn.file, "image/png");
    REQUIRE(reading.outcome == Outcome::complete);
    const ocr::Page& page = reading.pages.at(0);
    CHECK(page.source == TextSource::recognised);
    CHECK(page.skew_degrees == Approx(-1.5).margin(0.15));
    CHECK(page.rotation_degrees == 0);
    CHECK(page.confidence > 80);
    CHECK(character_error_rate(drawn.text, page.text) < 0.03);
    for (const auto* expected : {"Kære", "Søren", "Ågård", "Miljø"}) {
        INFO(expected);
        CHECK(word(page, expected) != nullptr);
    }

    SECTION("its words lie where the page picture shows them") {
        const ocr::Word* found = word(page, "Ågård");
        REQUIRE(found != nullptr);
        CHECK(ink_inside(page, found->box) > 0.08);
        CHECK(width_of(page.picture) == page.width);
        CHECK(page.width == Approx(1240).margin(2));
        CHECK(width_of(page.thumbnail) == 240);
    }
    SECTION("the searchable PDF has the words in their places") {
        const PdfText pdf = text_of_pdf(reading.searchable_pdf);
        CHECK(pdf.sound);
        CHECK(character_error_rate(page.text, pdf.text) < 0.02);
        CHECK(pdf.width_points == Approx(595).margin(2));
    }
}

TEST_CASE("a JPEG goes into the searchable PDF byte for byte", "[ocr]") {
    Folder folder;
    Drawing drawing;
    drawing.text = "Ørsted kørte på ærø\n\nRødgrød med fløde";
    const auto drawn = ocr_test::draw_page(drawing, folder.path() / "letter.jpg");
    const auto reading = read(folder, drawn.file, "image/jpeg");
    REQUIRE(reading.outcome == Outcome::complete);
    CHECK(bytes_of(reading.searchable_pdf).find(bytes_of(drawn.file)) != std::string::npos);
    const PdfText pdf = text_of_pdf(reading.searchable_pdf);
    CHECK(pdf.text.find("Ørsted kørte på ærø") != std::string::npos);

    // The invisible word lies over the visible one: same place in points as in the page picture.
    const ocr::Word* seen = word(reading.pages.at(0), "Rødgrød");
    REQUIRE(seen != nullptr);
    const auto hidden =
        std::find_if(pdf.words.begin(), pdf.words.end(), [](const auto& entry) { return entry.first == "Rødgrød"; });
    REQUIRE(hidden != pdf.words.end());
    CHECK(hidden->second.left() == Approx(seen->box.left * 72.0 / 150).margin(2));
    CHECK(hidden->second.width() == Approx(seen->box.width * 72.0 / 150).margin(3));
    CHECK(hidden->second.bottom() == Approx((seen->box.top + seen->box.height) * 72.0 / 150).margin(6));
}

TEST_CASE("a letter that was photographed half in the shadow is read on its dark side too", "[ocr][slow]") {
    Folder folder;
    Drawing drawing;
    drawing.wear = Wear::shadowed;
    drawing.paragraphs = 2;
    const auto drawn = ocr_test::draw_page(drawing, folder.path() / "letter.png");
    const auto reading = read(folder, drawn.file, "image/png");
    CHECK(character_error_rate(drawn.text, reading.pages.at(0).text) < 0.03);
}

TEST_CASE("small print is read as surely as what stands above it", "[ocr][slow]") {
    Folder folder;
    Drawing drawing;
    drawing.wear = Wear::office;
    drawing.skew_degrees = -0.7;
    drawing.font = GENERATE("Liberation Sans 7", "Liberation Serif 8");
    const auto drawn = ocr_test::draw_page(drawing, folder.path() / "letter.png");
    const auto reading = read(folder, drawn.file, "image/png");
    INFO(reading.pages.at(0).text);
    CHECK(character_error_rate(drawn.text, reading.pages.at(0).text) < 0.01);
}

TEST_CASE("a page that lies on its side or on its head is turned upright", "[ocr][slow]") {
    const int turn = GENERATE(90, 180);
    CAPTURE(turn);
    Folder folder;
    Drawing drawing;
    drawing.paragraphs = 2;
    drawing.turn_degrees = turn;
    drawing.skew_degrees = turn == 180 ? 1 : 0;
    const auto drawn = ocr_test::draw_page(drawing, folder.path() / "letter.png");
    const auto reading = read(folder, drawn.file, "image/png");
    const ocr::Page& page = reading.pages.at(0);
    CHECK(page.rotation_degrees == 360 - turn);
    CHECK(character_error_rate(drawn.text, page.text) < 0.03);
    CHECK(page.width < page.height);
    REQUIRE(word(page, "Ågård") != nullptr);
    CHECK(ink_inside(page, word(page, "Ågård")->box) > 0.08);
    CHECK(character_error_rate(page.text, text_of_pdf(reading.searchable_pdf).text) < 0.02);
}

TEST_CASE("the pages of a TIFF are read in order, whatever their wear", "[ocr][slow]") {
    Folder folder;
    Drawing first;
    first.text = "Første side om kloakering";
    Drawing second;
    second.text = "Anden side om børnehaver";
    second.wear = Wear::fax;
    const auto file = folder.path() / "pages.tif";
    ocr_test::draw_tiff({first, second}, file);
    const auto reading = read(folder, file, "image/tiff");
    REQUIRE(reading.outcome == Outcome::complete);
    REQUIRE(reading.pages.size() == 2);
    CHECK(reading.pages[0].text.find("kloakering") != std::string::npos);
    CHECK(reading.pages[1].text.find("børnehaver") != std::string::npos);
    const PdfText pdf = text_of_pdf(reading.searchable_pdf);
    CHECK(pdf.pages == 2);
    CHECK(pdf.sound);
    CHECK(pdf.text.find("børnehaver") != std::string::npos);
}

TEST_CASE("a PDF's own text is used to the letter, and the PDF is its own searchable PDF", "[ocr]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    const std::string text = ocr_test::danish_letter(9, 3);
    ocr_test::write_text_pdf({text, "Side 2 har én linje"}, file);
    const auto reading = read(folder, file, "application/pdf");
    REQUIRE(reading.outcome == Outcome::complete);
    REQUIRE(reading.pages.size() == 2);
    CHECK(reading.pages[0].source == TextSource::text_layer);
    CHECK(character_error_rate(text, reading.pages[0].text) == 0);
    CHECK(reading.pages[1].text == "Side 2 har én linje\n");
    CHECK(bytes_of(reading.searchable_pdf) == bytes_of(file));
    const ocr::Word* found = word(reading.pages[0], "Ågård");
    REQUIRE(found != nullptr);
    CHECK(found->confidence == 100);
    CHECK(ink_inside(reading.pages[0], found->box) > 0.05);
}

TEST_CASE("a scanned PDF gets its words and keeps its pages", "[ocr][slow]") {
    // A searchable PDF without its words is what a scanner makes: the picture of a page.
    Folder folder;
    Drawing drawing;
    drawing.text = "Brevet fra havnen i Ærøskøbing\n\nhar kun én side";
    drawing.skew_degrees = 1;
    ocr_test::draw_page(drawing, folder.path() / "page.jpg");
    const auto pdf = folder.path() / "scan.pdf";
    convertFilesToPdf(folder.path().c_str(), "page.jpg", 300, 1.0f, L_JPEG_ENCODE, 0, "scan", pdf.c_str());
    const auto reading = read(folder, pdf, "application/pdf");
    REQUIRE(reading.outcome == Outcome::complete);
    CHECK(reading.pages.at(0).source == TextSource::recognised);
    CHECK(reading.pages.at(0).skew_degrees == Approx(-1).margin(0.15));
    const PdfText searchable = text_of_pdf(reading.searchable_pdf);
    CHECK(searchable.sound);
    CHECK(searchable.text.find("havnen") != std::string::npos);
    CHECK(searchable.text.find("Ærøskøbing") != std::string::npos);
}

TEST_CASE("an empty page has no words and is no failure", "[ocr]") {
    Folder folder;
    Drawing drawing;
    drawing.text = " ";
    const auto drawn = ocr_test::draw_page(drawing, folder.path() / "empty.png");
    const auto reading = read(folder, drawn.file, "image/png");
    CHECK(reading.outcome == Outcome::complete);
    CHECK(reading.pages.at(0).text.empty());
}

TEST_CASE("an English letter is read as English", "[ocr][slow]") {
    Folder folder;
    Drawing drawing;
    drawing.text =
        "Dear Sir or Madam,\n\nThank you for your letter of the fourth of March. We have read it with interest and "
        "will "
        "answer the questions that you have asked by the end of the month. This is the first of three letters to the "
        "council, and it was sent with the drawings of our house.\n\nYours faithfully";
    const auto drawn = ocr_test::draw_page(drawing, folder.path() / "letter.png");
    const auto reading = read(folder, drawn.file, "image/png");
    CHECK(character_error_rate(drawn.text, reading.pages.at(0).text) < 0.02);
}

TEST_CASE("an e-mail address on a scanned page is read with its sign", "[ocr]") {
    ocr_test::Folder folder;
    ocr_test::Drawing drawing;
    drawing.text =
        "Skriv til os.\n\nSend svaret til karen65@mail.dk inden fredag.\n\nEller til post@skovby-el.dk "
        "som aftalt.\n\nSe mere om sagen på www.skovby-el.dk eller ring til os.\n";
    drawing.font = "Liberation Sans 11";
    const auto page = ocr_test::draw_page(drawing, folder.path() / "scan.png");
    const auto reading = ocr_test::read(folder, page.file, "image/png");
    REQUIRE(reading.pages.size() == 1);
    INFO(reading.pages[0].text);
    CHECK(reading.pages[0].text.find("karen65@mail.dk") != std::string::npos);
    CHECK(reading.pages[0].text.find("post@skovby-el.dk") != std::string::npos);
    CHECK(reading.pages[0].text.find("www.skovby-el.dk") != std::string::npos);
}
