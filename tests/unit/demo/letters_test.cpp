#include "services/demo/letters.hpp"

#include <cairo.h>
#include <poppler-document.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <stdlib.h>
#include <tiffio.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include "services/demo/municipality.hpp"

namespace {

using namespace services;
using namespace std::chrono_literals;

constexpr core::Date today = std::chrono::sys_days{2026y / std::chrono::November / 20};

/// A file that is gone when the test is.
class ScratchFile {
  public:
    explicit ScratchFile(const std::string& bytes) {
        std::string name = (std::filesystem::temp_directory_path() / "demo-letter-XXXXXX").string();
        const int descriptor = mkstemp(name.data());
        REQUIRE(descriptor >= 0);
        close(descriptor);
        path_ = name;
        std::ofstream{path_, std::ios::binary} << bytes;
    }
    ~ScratchFile() { std::filesystem::remove(path_); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

std::string kind_of(const DemoLetter& letter) {
    return letter.file_name.substr(letter.file_name.rfind('.'));
}

std::size_t pages_of_pdf(const std::string& bytes) {
    std::vector<char> data{bytes.begin(), bytes.end()};
    const std::unique_ptr<poppler::document> pdf{
        poppler::document::load_from_raw_data(data.data(), static_cast<int>(data.size()))};
    REQUIRE(pdf);
    for (int i = 0; i < pdf->pages(); ++i) {
        const std::unique_ptr<poppler::page> page{pdf->create_page(i)};
        const auto text = page->text().to_utf8();
        REQUIRE(std::ranges::none_of(text, [](char c) { return c > ' ' || c < 0; }));
        const poppler::image image = poppler::page_renderer{}.render_page(page.get(), 30, 30);
        REQUIRE(image.is_valid());
    }
    return static_cast<std::size_t>(pdf->pages());
}

std::size_t pages_of_tiff(const std::string& bytes) {
    const ScratchFile file{bytes};
    const std::unique_ptr<TIFF, decltype(&TIFFClose)> tiff{TIFFOpen(file.path().c_str(), "r"), &TIFFClose};
    REQUIRE(tiff);
    std::size_t pages = 0;
    do {
        // Readers ask for colours instead of the brightness and tint that are stored.
        std::uint16_t coding = 0;
        TIFFGetField(tiff.get(), TIFFTAG_COMPRESSION, &coding);
        if (coding == COMPRESSION_JPEG) TIFFSetField(tiff.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        std::uint32_t height = 0;
        TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
        REQUIRE(height >= 2480);
        std::vector<unsigned char> row(static_cast<std::size_t>(TIFFScanlineSize(tiff.get())));
        for (std::uint32_t y = 0; y < height; ++y)
            if (TIFFReadScanline(tiff.get(), row.data(), y, 0) != 1) FAIL("row " << y << " cannot be read");
        ++pages;
    } while (TIFFReadDirectory(tiff.get()) == 1);
    return pages;
}

std::size_t pages_of_png(const std::string& bytes) {
    const ScratchFile file{bytes};
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface{
        cairo_image_surface_create_from_png(file.path().c_str()), &cairo_surface_destroy};
    REQUIRE(cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS);
    REQUIRE(cairo_image_surface_get_width(surface.get()) == 2480);
    return 1;
}

std::size_t pages_of_jpeg(const std::string& bytes) {
    // Begins and ends as a whole JPEG does; the decoder behind it is tried with the PDF letters,
    // whose pictures are written by the same function.
    REQUIRE(bytes.substr(0, 3) == "\xFF\xD8\xFF");
    REQUIRE(bytes.substr(bytes.size() - 2) == "\xFF\xD9");
    return 1;
}

std::size_t decoded_pages(const DemoLetter& letter) {
    if (kind_of(letter) == ".pdf") return pages_of_pdf(letter.bytes);
    if (kind_of(letter) == ".tif") return pages_of_tiff(letter.bytes);
    if (kind_of(letter) == ".png") return pages_of_png(letter.bytes);
    return pages_of_jpeg(letter.bytes);
}

}  // namespace

TEST_CASE("the forty letters can be decoded and come in every format and wear", "[demo]") {
    std::map<std::string, int> kinds;
    std::set<DemoWear> wears;
    std::set<std::string> texts;
    std::set<std::string> names;
    int with_cpr = 0;
    int of_two_pages = 0;
    for (std::size_t i = 0; i < demo_letter_count; ++i) {
        const DemoLetter letter = demo_letter(7, i, today);
        CAPTURE(letter.file_name);
        REQUIRE(decoded_pages(letter) == letter.pages);
        REQUIRE(letter.pages <= 2);
        REQUIRE(letter.letter_date < today);
        REQUIRE(letter.text.find(letter.subject) != std::string::npos);
        ++kinds[kind_of(letter)];
        wears.insert(letter.wear);
        texts.insert(letter.text);
        names.insert(letter.file_name);
        of_two_pages += letter.pages == 2 ? 1 : 0;
        for (const auto number : demo_cpr_numbers)
            if (letter.text.find(number) != std::string::npos) ++with_cpr;
    }
    REQUIRE(kinds.size() == 4);
    REQUIRE(wears.size() == 4);
    REQUIRE(texts.size() == demo_letter_count);
    REQUIRE(names.size() == demo_letter_count);
    REQUIRE(with_cpr == 2);
    REQUIRE(of_two_pages == 3);
}

TEST_CASE("the same seed draws the same letter, another seed another", "[demo]") {
    const std::size_t fax = 2;
    REQUIRE(demo_letter(7, fax, today).bytes == demo_letter(7, fax, today).bytes);
    REQUIRE(demo_letter(7, fax, today).bytes != demo_letter(8, fax, today).bytes);
}
