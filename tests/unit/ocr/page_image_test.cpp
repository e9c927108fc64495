#include "ocr/page_image.hpp"

#include <catch2/catch.hpp>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <string>

namespace {

ocr::Picture paper(int width, int height, int bits) {
    ocr::Picture pixels{pixCreate(width, height, bits)};
    REQUIRE(pixels);
    pixSetAll(pixels.get());
    return pixels;
}

void blacken(Pix* pixels, const ocr::Box& box) {
    pixRasterop(pixels, box.left, box.top, box.width, box.height, PIX_CLR, nullptr, 0, 0);
}

/// The samples as a reader of PDFs unpacks them.
std::string unpacked(const ocr::PageImage& image) {
    QPDF pdf;
    pdf.emptyPDF();
    auto stream = QPDFObjectHandle::newStream(&pdf);
    stream.replaceDict(QPDFObjectHandle::parse("<< " + image.dictionary + " >>"));
    stream.replaceStreamData(image.bytes, QPDFObjectHandle::newName("/" + image.filter), QPDFObjectHandle::newNull());
    const auto buffer = stream.getStreamData(qpdf_dl_generalized);
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

bool is_at(const ocr::PageImage& image, const ocr::Box& box) {
    const auto& place = image.place;
    UNSCOPED_INFO(place.left << ' ' << place.top << ' ' << place.width << ' ' << place.height);
    return place.left == box.left && place.top == box.top && place.width == box.width && place.height == box.height;
}

}  // namespace

TEST_CASE("The paper around the print is not stored, and each pixel of the print is in its place", "[ocr]") {
    const auto page = paper(101, 80, 8);
    blacken(page.get(), {41, 20, 3, 2});
    const auto image = ocr::page_image(page.get());
    CHECK(is_at(image, {40, 20, 4, 2}));
    CHECK(image.filter == "FlateDecode");
    CHECK(unpacked(image) == std::string{"\xF0\x00\xF0\x00", 4});
}

TEST_CASE("Print that reaches the page's edges is kept up to them", "[ocr]") {
    const auto page = paper(101, 80, 8);
    blacken(page.get(), {0, 0, 1, 1});
    blacken(page.get(), {100, 79, 1, 1});
    const auto image = ocr::page_image(page.get());
    CHECK(is_at(image, {0, 0, 101, 80}));
    CHECK(unpacked(image).size() == 51U * 80U);
    CHECK(unpacked(image).front() == '\x0F');
}

TEST_CASE("What lies beyond the last pixel of a line is no ink", "[ocr]") {
    const auto page = paper(101, 80, 8);
    for (int y = 0; y < 80; ++y) pixGetData(page.get())[y * pixGetWpl(page.get()) + 25] = 0xFF000000;
    blacken(page.get(), {8, 30, 4, 1});
    CHECK(is_at(ocr::page_image(page.get()), {8, 30, 4, 1}));
}

TEST_CASE("Colours are kept to the pixel, whatever their transparency says", "[ocr]") {
    const auto page = paper(100, 80, 32);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 100; ++x) pixSetPixel(page.get(), x, y, 0xFFFFFF00);
    pixSetPixel(page.get(), 7, 9, 0xFF0000FF);
    const auto image = ocr::page_image(page.get());
    CHECK(is_at(image, {7, 9, 1, 1}));
    CHECK(image.dictionary.find("<ff0000>") != std::string::npos);
}

TEST_CASE("An empty page is a few white pixels", "[ocr]") {
    const auto image = ocr::page_image(paper(1654, 2339, 8).get());
    CHECK(is_at(image, {0, 0, 4, 1}));
    CHECK(unpacked(image) == "\xFF\xFF");
}
