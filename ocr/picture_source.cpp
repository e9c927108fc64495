// TIFF with any number of pages, JPEG and PNG, through leptonica.
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdarg>
#include <fstream>

#include "ocr/page_source.hpp"
#include "ocr/scaling.hpp"

namespace ocr {
namespace {

constexpr double a4_long_side_inches = 11.69;
/// A resolution tag outside of this is a default of some program, not a fact about paper.
constexpr double dpi_least = 90;
constexpr double dpi_most = 1300;
/// A longer side than this (A0 is 47 inches) says that the tag is wrong.
constexpr double paper_inches_most = 50;
constexpr double paper_inches_least = 3;

struct TiffRelease {
    void operator()(TIFF* tiff) const noexcept { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, TiffRelease>;

bool tiff_complained = false;
void note_complaint(const char*, const char*, va_list) {
    tiff_complained = true;
}

/// By the first bytes alone: leptonica would call a cut TIFF no TIFF at all.
int format_by_content(const std::filesystem::path& path) {
    using namespace std::string_view_literals;
    std::array<char, 8> bytes{};
    std::ifstream{path, std::ios::binary}.read(bytes.data(), bytes.size());
    const std::string_view head{bytes.data(), bytes.size()};
    if (head.starts_with("II*\0"sv) || head.starts_with("MM\0*"sv)) return IFF_TIFF;
    if (head.starts_with("II+\0"sv) || head.starts_with("MM\0+"sv)) return IFF_TIFF;
    if (head.starts_with("\xff\xd8\xff"sv)) return IFF_JFIF_JPEG;
    if (head == "\x89PNG\r\n\x1a\n"sv) return IFF_PNG;
    return IFF_UNKNOWN;
}

int format_of(std::string_view media_type) {
    if (media_type == "image/jpeg") return IFF_JFIF_JPEG;
    if (media_type == "image/png") return IFF_PNG;
    return IFF_TIFF;
}

/// A fax has fewer lines than columns to the inch.
Picture with_square_pixels(Picture pixels) {
    const double x = pixGetXRes(pixels.get());
    const double y = pixGetYRes(pixels.get());
    if (x < dpi_least || y < dpi_least || x > dpi_most || y > dpi_most) return pixels;
    if (std::abs(x - y) < 0.1 * std::max(x, y)) return pixels;
    const double dpi = std::max(x, y);
    Picture square{pixScale(pixels.get(), static_cast<l_float32>(dpi / x), static_cast<l_float32>(dpi / y))};
    if (!square) return pixels;
    pixSetResolution(square.get(), static_cast<l_int32>(dpi), static_cast<l_int32>(dpi));
    return square;
}

/// Without palettes, transparency and sixteen-bit channels.
Picture plain(Picture pixels) {
    if (pixGetColormap(pixels.get()) != nullptr)
        pixels.reset(pixRemoveColormap(pixels.get(), REMOVE_CMAP_BASED_ON_SRC));
    if (pixels && pixGetDepth(pixels.get()) == 16) pixels.reset(pixConvert16To8(pixels.get(), L_MS_BYTE));
    if (pixels && pixGetDepth(pixels.get()) == 32 && pixGetSpp(pixels.get()) == 4)
        pixels.reset(pixAlphaBlendUniform(pixels.get(), 0xffffff00));
    if (pixels && pixGetDepth(pixels.get()) > 1 && pixGetDepth(pixels.get()) < 8)
        pixels.reset(pixConvertTo8(pixels.get(), 0));
    return pixels;
}

class PictureSource final : public PageSource {
  public:
    PictureSource(std::filesystem::path file, int format, const Limits& limits)
        : file_(std::move(file)), format_(format), limits_(limits) {}

    Answer inspect() override {
        Answer answer;
        if (format_ != IFF_TIFF) {
            int width = 0;
            int height = 0;
            const bool fits = read_header(1, width, height);
            answer.page_count = fits ? 1 : 0;
        } else {
            count_tiff_pages(answer);
        }
        if (answer.page_count == 0) answer.reason = "damaged";
        return answer;
    }

    std::vector<Word> text_layer(int) override { return {}; }
    std::string text(int) override { return {}; }
    Sheet for_screen(int page) override { return sharp(page); }

    Sheet drawn(int page, double dpi, Colours colours) override {
        Sheet sheet = sharp(page);
        if (!sheet.pixels) return sheet;
        const double factor = std::min(1.0, dpi / sheet.dpi);
        const bool is_grey = colours == Colours::grey || pixGetDepth(sheet.pixels.get()) < 8;
        const double width = pixGetWidth(sheet.pixels.get());
        sheet.pixels = is_grey ? scaled_grey(sheet.pixels.get(), factor) : scaled(sheet.pixels.get(), factor);
        if (!sheet.pixels)
            sheet.reason = "damaged";
        else
            sheet.dpi *= pixGetWidth(sheet.pixels.get()) / width;
        return sheet;
    }

    bool is_compressed_anew() const override { return format_ != IFF_JFIF_JPEG; }

    Sheet sharp(int page) override {
        Sheet sheet;
        int width = 0;
        int height = 0;
        if (!read_header(page, width, height)) {
            sheet.reason = "damaged";
            return sheet;
        }
        if (static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) > limits_.page_pixels) {
            sheet.reason = "page_too_large";
            return sheet;
        }
        int warnings = 0;
        sheet.pixels = decode(page, warnings);
        if (!sheet.pixels || warnings > 0) sheet.reason = "damaged";
        if (!sheet.pixels) return sheet;
        sheet.pixels = with_square_pixels(plain(std::move(sheet.pixels)));
        if (!sheet.pixels) {
            sheet.reason = "damaged";
            return sheet;
        }
        sheet.dpi = believable_dpi(
            pixGetXRes(sheet.pixels.get()), pixGetWidth(sheet.pixels.get()), pixGetHeight(sheet.pixels.get())
        );
        return sheet;
    }

  private:
    bool read_header(int page, int& width, int& height) const {
        int bits = 0;
        int samples = 0;
        int palette = 0;
        int format = 0;
        if (format_ == IFF_TIFF) {
            int resolution = 0;
            return readHeaderTiff(
                       file_.c_str(), page - 1, &width, &height, &bits, &samples, &resolution, &palette, &format
                   ) == 0;
        }
        return pixReadHeader(file_.c_str(), &format, &width, &height, &bits, &samples, &palette) == 0;
    }

    Picture decode(int page, int& warnings) const {
        if (format_ == IFF_TIFF) {
            tiff_complained = false;
            // Leptonica goes through libtiff, whose complaints tell of strips that are missing.
            TIFFSetErrorHandler(note_complaint);
            Picture pixels{pixReadTiff(file_.c_str(), page - 1)};
            warnings = tiff_complained ? 1 : 0;
            return pixels;
        }
        if (format_ == IFF_JFIF_JPEG)
            return Picture{pixReadJpeg(file_.c_str(), 0, 1, &warnings, L_JPEG_CONTINUE_WITH_BAD_DATA)};
        return Picture{pixRead(file_.c_str())};
    }

    /// Pages are a chain through the file; a chain that leads out of the file is damage. Counts just past the limit.
    void count_tiff_pages(Answer& answer) const {
        tiff_complained = false;
        TIFFSetErrorHandler(note_complaint);
        TIFFSetWarningHandler(nullptr);
        const Tiff tiff{TIFFOpen(file_.c_str(), "r")};
        if (!tiff) return;
        do {
            ++answer.page_count;
        } while (answer.page_count <= limits_.pages && TIFFReadDirectory(tiff.get()) == 1);
        answer.damaged = tiff_complained;
    }

    std::filesystem::path file_;
    int format_;
    Limits limits_;
};

}  // namespace

double believable_dpi(int tag, int width, int height) {
    const int longer = std::max(width, height);
    const double inches = tag > 0 ? static_cast<double>(longer) / tag : 0;
    if (tag >= dpi_least && tag <= dpi_most && inches >= paper_inches_least && inches <= paper_inches_most) return tag;
    return std::max(longer / a4_long_side_inches, 72.0);
}

OpenedSource open_picture(const std::filesystem::path& file, std::string_view media_type, const Limits& limits) {
    const int expected = format_of(media_type);
    if (format_by_content(file) != expected) return {nullptr, "not_what_it_says"};
    return {std::make_unique<PictureSource>(file, expected, limits), ""};
}

}  // namespace ocr
