// What a page picture says of itself, so that nobody has to take it apart to know.
#include "ocr/page_tone.hpp"

#include <leptonica/allheaders.h>

#include <catch2/catch.hpp>

#include "tests/unit/ocr/drawn_pages.hpp"
#include "tests/unit/ocr/hiding_places.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using ocr::Picture;
using ocr::Tone;
using ocr_test::Folder;

constexpr l_uint32 white = 0xffffff00;
constexpr l_uint32 black = 0x00000000;
constexpr l_uint32 red = 0xc0202000;

/// Paper with lines of print, as small as a thumbnail.
Picture small_page(l_uint32 ink) {
    Picture page{pixCreate(240, 340, 32)};
    pixSetAllArbitrary(page.get(), white);
    for (int y = 20; y < 320; y += 10)
        for (int x = 20; x < 220; ++x) pixSetPixel(page.get(), x, y, y == 100 ? ink : black);
    return page;
}

std::optional<Tone> tone_of_page(Folder& folder, const std::filesystem::path& file, std::string_view media_type) {
    const auto reading = ocr_test::read(folder, file, media_type);
    REQUIRE(reading.pages.size() == 1);
    return ocr::noted_tone(reading.pages[0].picture);
}

}  // namespace

TEST_CASE("Black on white is print in grey, and a line in red makes it print in colours", "[ocr][tone]") {
    CHECK(ocr::tone_of(small_page(black).get()) == Tone{.is_grey = true, .is_print = true});
    CHECK(ocr::tone_of(small_page(red).get()) == Tone{.is_grey = false, .is_print = true});
}

TEST_CASE("What has no bare paper is a picture", "[ocr][tone]") {
    Picture slope{pixCreate(240, 340, 8)};
    for (int y = 0; y < 340; ++y)
        for (int x = 0; x < 240; ++x) pixSetPixel(slope.get(), x, y, static_cast<l_uint32>((x + y) % 256));
    CHECK(ocr::tone_of(slope.get()) == Tone{.is_grey = true, .is_print = false});
}

TEST_CASE("A JPEG says what was noted, and nothing of its own is taken for it", "[ocr][tone]") {
    const Folder folder;
    const auto file = folder.path() / "page.jpg";
    const Picture page = small_page(red);
    pixWriteJpeg(file.c_str(), page.get(), 70, 0);
    CHECK_FALSE(ocr::noted_tone(file));
    pixSetText(page.get(), "page: something else");
    pixWriteJpeg(file.c_str(), page.get(), 70, 0);
    CHECK_FALSE(ocr::noted_tone(file));
    for (const Tone tone : {Tone{true, true}, Tone{true, false}, Tone{false, true}, Tone{false, false}}) {
        ocr::note_tone(page.get(), tone);
        pixWriteJpeg(file.c_str(), page.get(), 70, 0);
        CHECK(ocr::noted_tone(file) == tone);
    }
    CHECK_FALSE(ocr::noted_tone(folder.path() / "there is none.jpg"));
    CHECK_FALSE(ocr::noted_tone({}));
}

TEST_CASE("A page that was read has its tone in its picture", "[ocr][tone]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_text_pdf({ocr_test::danish_letter(3, 6)}, file);
    CHECK(tone_of_page(folder, file, "application/pdf") == Tone{.is_grey = true, .is_print = true});
    ocr_test::write_hiding(ocr_test::HidingPlace::colours, file);
    CHECK(tone_of_page(folder, file, "application/pdf") == Tone{.is_grey = false, .is_print = true});
}

TEST_CASE("A scan's own comment is not handed on with its pictures", "[ocr][tone][slow]") {
    Folder folder;
    const auto file = folder.path() / "scan.jpg";
    ocr_test::Drawing drawing;
    drawing.wear = ocr_test::Wear::worn;
    drawing.paragraphs = 1;
    ocr_test::draw_page(drawing, file);
    const Picture scan{pixRead(file.c_str())};
    pixSetText(scan.get(), "page: print in colours");
    pixWriteJpeg(file.c_str(), scan.get(), 80, 0);
    const auto reading = ocr_test::read(folder, file, "image/jpeg");
    REQUIRE(reading.pages.size() == 1);
    CHECK(ocr::noted_tone(reading.pages[0].picture) == Tone{.is_grey = true, .is_print = false});
    const Picture thumbnail{pixRead(reading.pages[0].thumbnail.c_str())};
    CHECK(pixGetText(thumbnail.get()) == nullptr);
}
