// PDF pages through poppler.
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-image.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <sstream>

#include "ocr/mail_coding.hpp"
#include "ocr/page_source.hpp"
#include "ocr/pdf_salvage.hpp"

namespace ocr {
namespace {

constexpr double points_an_inch = 72;
/// Below this a scan embedded in a PDF gives the recogniser too little, above it too much.
constexpr double scan_dpi_least = 200;
constexpr double scan_dpi_most = 400;
/// A header may stand a little into the file (PDF 1.7, implementation note 13), and the end a little before its end.
constexpr std::size_t header_search_bytes = 1024;

std::string part_of(std::ifstream& file, std::streamoff from) {
    file.clear();
    file.seekg(from);
    std::string bytes(header_search_bytes, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

struct Look {
    bool is_pdf{};
    bool has_end{};
};

Look look_at(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
    Look look;
    look.is_pdf = part_of(file, 0).find("%PDF-") != std::string::npos;
    const auto tail_from = std::max<std::streamoff>(0, size - static_cast<std::streamoff>(header_search_bytes));
    look.has_end = part_of(file, tail_from).find("%%EOF") != std::string::npos;
    return look;
}

struct PageSize {
    double width_points{};
    double height_points{};
};

/// As displayed: turned by the page's own /Rotate.
PageSize size_of(const poppler::page& page) {
    const auto rect = page.page_rect(poppler::crop_box);
    const auto turned = page.orientation();
    if (turned == poppler::page::landscape || turned == poppler::page::seascape) return {rect.height(), rect.width()};
    return {rect.width(), rect.height()};
}

/// Leptonica has the leftmost pixel in a word's highest byte, whatever the machine.
Picture grey_picture_of(const poppler::image& image) {
    Picture pixels{pixCreateNoInit(image.width(), image.height(), 8)};
    if (!pixels) return pixels;
    const int words_a_line = pixGetWpl(pixels.get());
    const auto width = static_cast<std::size_t>(image.width());
    for (int y = 0; y < image.height(); ++y) {
        l_uint32* line = pixGetData(pixels.get()) + static_cast<std::ptrdiff_t>(y) * words_a_line;
        std::memcpy(line, image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row(), width);
        for (int i = 0; i < words_a_line; ++i) line[i] = __builtin_bswap32(line[i]);
    }
    return pixels;
}

Picture picture_of(const poppler::image& image) {
    if (image.format() == poppler::image::format_gray8) return grey_picture_of(image);
    Picture pixels{pixCreate(image.width(), image.height(), 32)};
    if (!pixels) return pixels;
    l_uint32* to = pixGetData(pixels.get());
    const int words_a_line = pixGetWpl(pixels.get());
    for (int y = 0; y < image.height(); ++y) {
        const auto* from = reinterpret_cast<const l_uint32*>(
            image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row()
        );
        l_uint32* line = to + static_cast<std::ptrdiff_t>(y) * words_a_line;
        // Poppler's 0xAARRGGBB becomes leptonica's 0xRRGGBBAA.
        for (int x = 0; x < image.width(); ++x) line[x] = from[x] << 8 | 0xff;
    }
    return pixels;
}

/// Poppler's own to_utf8() opens and closes a converter for every word.
std::string utf8_of(const poppler::ustring& text) {
    const auto* bytes = reinterpret_cast<const char*>(text.data());
    constexpr bool is_little = std::endian::native == std::endian::little;
    return to_utf8({bytes, 2 * text.size()}, is_little ? "utf-16le" : "utf-16be").text;
}

/// Words of one line follow one another and overlap in height.
bool goes_on(const Box& line, const Box& word) {
    const int overlap = std::min(line.top + line.height, word.top + word.height) - std::max(line.top, word.top);
    return overlap * 2 > std::min(line.height, word.height) && word.left >= line.left;
}

class PdfSource final : public PageSource {
  public:
    PdfSource(std::filesystem::path file, bool has_end, const Limits& limits)
        : file_(std::move(file)), has_end_(has_end), limits_(limits) {}

    /// Empty, or the reason why there is no document.
    std::string open() {
        document_.reset(poppler::document::load_from_file(file_.string()));
        // Poppler crashes when a locked document is asked for its pages.
        if (document_ && document_->is_locked()) return "encrypted";
        if ((!document_ || document_->pages() == 0) && !has_end_) open_salvaged();
        if (!document_) return "damaged";
        return document_->is_locked() ? "encrypted" : "";
    }

    Answer inspect() override {
        Answer answer;
        answer.page_count = std::max(0, document_->pages());
        answer.damaged = !has_end_;
        if (answer.page_count == 0) answer.reason = "damaged";
        return answer;
    }

    std::vector<Word> text_layer(int number) override {
        std::vector<Word> words;
        const auto page = open_page(number);
        if (!page) return words;
        const PageSize size = size_of(*page);
        const double scale = screen_dpi(size) / points_an_inch;
        const Box sheet{
            0, 0, static_cast<int>(size.width_points * scale), static_cast<int>(size.height_points * scale)};
        Box previous;
        int line = -1;
        for (const auto& found : page->text_list()) {
            Word word;
            word.text = utf8_of(found.text());
            word.box = pixels_of(found.bbox(), scale, sheet);
            word.confidence = 100;
            if (word.text.empty() || word.box.width <= 0 || word.box.height <= 0) continue;
            if (line < 0 || !goes_on(previous, word.box)) ++line;
            word.line = line;
            previous = word.box;
            words.push_back(std::move(word));
        }
        return words;
    }

    std::string text(int number) override {
        const auto page = open_page(number);
        return page ? utf8_of(page->text({}, poppler::page::non_raw_non_physical_layout)) : std::string{};
    }

    Sheet sharp(int number) override {
        const auto page = open_page(number);
        if (!page) return missing();
        const PageSize size = size_of(*page);
        return render(*page, size, std::min(scan_dpi(number, size), dpi_that_fits(size)));
    }

    Sheet for_screen(int number) override {
        const auto page = open_page(number);
        if (!page) return missing();
        const PageSize size = size_of(*page);
        return render(*page, size, screen_dpi(size));
    }

    Sheet drawn(int number, double dpi, Colours colours) override {
        const auto page = open_page(number);
        if (!page) return missing();
        const PageSize size = size_of(*page);
        return render(*page, size, std::min(dpi, dpi_that_fits(size)), colours);
    }

  private:
    void open_salvaged() {
        std::ifstream file{file_, std::ios::binary};
        std::ostringstream bytes;
        bytes << file.rdbuf();
        auto salvaged = with_new_ending(bytes.view());
        if (!salvaged || salvaged->size() > std::numeric_limits<int>::max()) return;
        salvaged_ = std::move(*salvaged);
        document_.reset(poppler::document::load_from_raw_data(salvaged_.data(), static_cast<int>(salvaged_.size())));
    }

    static Sheet missing() {
        Sheet sheet;
        sheet.reason = "damaged";
        return sheet;
    }

    std::unique_ptr<poppler::page> open_page(int number) {
        return std::unique_ptr<poppler::page>{document_->create_page(number - 1)};
    }

    static Box pixels_of(const poppler::rectf& rect, double scale, const Box& sheet) {
        const int left = std::clamp(static_cast<int>(rect.left() * scale), 0, sheet.width);
        const int top = std::clamp(static_cast<int>(rect.top() * scale), 0, sheet.height);
        const int right = std::clamp(static_cast<int>(rect.right() * scale) + 1, 0, sheet.width);
        const int bottom = std::clamp(static_cast<int>(rect.bottom() * scale) + 1, 0, sheet.height);
        return {left, top, right - left, bottom - top};
    }

    /// The highest resolution whose picture stays within the limit.
    double dpi_that_fits(const PageSize& size) const {
        const double square_inches = size.width_points * size.height_points / (points_an_inch * points_an_inch);
        if (!(square_inches > 0)) return 0;
        return std::sqrt(static_cast<double>(limits_.page_pixels) / square_inches);
    }

    double screen_dpi(const PageSize& size) const { return std::min(picture_dpi, dpi_that_fits(size)); }

    /// A scanned page is one picture as large as the page: drawn at its own resolution it isn't resampled.
    double scan_dpi(int number, const PageSize& size) {
        try {
            if (!structure_) {
                structure_ = std::make_unique<QPDF>();
                structure_->setSuppressWarnings(true);
                structure_->processFile(file_.c_str());
                pages_ = structure_->getAllPages();
            }
            const auto index = static_cast<std::size_t>(number - 1);
            if (index >= pages_.size()) return recognition_dpi;
            auto images = QPDFPageObjectHelper(pages_[index]).getImages();
            if (images.size() != 1) return recognition_dpi;
            auto image = images.begin()->second.getDict();
            const double longer =
                std::max(image.getKey("/Width").getNumericValue(), image.getKey("/Height").getNumericValue());
            const double dpi = longer * points_an_inch / std::max(size.width_points, size.height_points);
            return dpi >= scan_dpi_least && dpi <= scan_dpi_most ? dpi : recognition_dpi;
        } catch (const std::exception&) {
            return recognition_dpi;  // what qpdf can't follow, poppler may still draw
        }
    }

    Sheet render(const poppler::page& page, const PageSize& size, double dpi, Colours colours = Colours::as_they_are)
        const {
        Sheet sheet;
        sheet.dpi = dpi;
        // Coarser than the eye needs, the page is larger than any that is meant to be read.
        if (!(dpi >= points_an_inch * 0.75) || !(size.width_points > 0)) {
            sheet.reason = "page_too_large";
            return sheet;
        }
        poppler::page_renderer renderer;
        renderer.set_render_hint(poppler::page_renderer::antialiasing);
        renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
        if (colours == Colours::grey) renderer.set_image_format(poppler::image::format_gray8);
        const poppler::image image = renderer.render_page(&page, dpi, dpi);
        if (image.is_valid()) sheet.pixels = picture_of(image);
        if (!sheet.pixels) {
            sheet.reason = "damaged";
            return sheet;
        }
        if (!has_end_ && is_blank(sheet.pixels.get())) return missing();
        return sheet;
    }

    /// In a file whose end is missing, an empty page is one whose content was in the missing part.
    static bool is_blank(Pix* pixels) {
        const Picture grey{pixConvertTo8(pixels, 0)};
        const Picture dark{pixThresholdToBinary(grey.get(), 200)};
        l_int32 blank = 0;
        pixZero(dark.get(), &blank);
        return blank != 0;
    }

    std::filesystem::path file_;
    std::string salvaged_;  ///< outlives the document that points into it
    std::unique_ptr<poppler::document> document_;
    bool has_end_;
    Limits limits_;
    std::unique_ptr<QPDF> structure_;
    std::vector<QPDFObjectHandle> pages_;
};

}  // namespace

OpenedSource open_pdf(const std::filesystem::path& file, const Limits& limits) {
    const Look look = look_at(file);
    if (!look.is_pdf) return {nullptr, "not_what_it_says"};
    poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
    auto source = std::make_unique<PdfSource>(file, look.has_end, limits);
    std::string reason = source->open();
    if (!reason.empty()) return {nullptr, std::move(reason)};
    return {std::move(source), ""};
}

}  // namespace ocr
