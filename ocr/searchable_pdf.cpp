#include "ocr/searchable_pdf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <optional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <sstream>
#include <stdexcept>

#include "ocr/page_source.hpp"
#include "ocr/text_overlay.hpp"

namespace ocr {
namespace {

constexpr double points_an_inch = 72;
constexpr const char* a4_page = "<< /Type /Page /MediaBox [0 0 595 842] /Resources << >> >>";

struct CompressedRelease {
    void operator()(L_COMP_DATA* data) const noexcept { l_CIDataDestroy(&data); }
};
using Compressed = std::unique_ptr<L_COMP_DATA, CompressedRelease>;

struct FileRelease {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

/// A picture in the form in which a PDF holds it.
struct Image {
    std::string bytes;
    std::string dictionary;  ///< without its brackets
    double width_points{};
    double height_points{};
};

constexpr const char* image_dictionary =
    "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /{} /BitsPerComponent {} "
    "/Filter /{}";

const char* colours_of(int samples) {
    return samples == 3 ? "DeviceRGB" : "DeviceGray";
}

/// Nothing where PDF readers could misread it: four inks, or no JPEG at all.
std::optional<Image> jpeg_as_it_is(const std::filesystem::path& path) {
    int width = 0;
    int height = 0;
    int samples = 0;
    int ycck = 0;
    int cmyk = 0;
    if (readHeaderJpeg(path.c_str(), &width, &height, &samples, &ycck, &cmyk) != 0) return std::nullopt;
    if (ycck != 0 || cmyk != 0 || (samples != 1 && samples != 3)) return std::nullopt;
    int x_dpi = 0;
    int y_dpi = 0;
    if (const std::unique_ptr<std::FILE, FileRelease> file{std::fopen(path.c_str(), "rb")})
        fgetJpegResolution(file.get(), &x_dpi, &y_dpi);
    Image image;
    image.bytes = bytes_of(path);
    image.dictionary = fmt::format(image_dictionary, width, height, colours_of(samples), 8, "DCTDecode");
    const double dpi = believable_dpi(x_dpi, width, height);
    image.width_points = width * points_an_inch / dpi;
    image.height_points = height * points_an_inch / dpi;
    return image;
}

/// Black and white as fax group 4, all else as JPEG.
Image compressed(const Sheet& sheet) {
    const bool two_colours = pixGetDepth(sheet.pixels.get()) == 1;
    L_COMP_DATA* made = nullptr;
    pixGenerateCIData(sheet.pixels.get(), two_colours ? L_G4_ENCODE : L_JPEG_ENCODE, sharp_quality, 0, &made);
    const Compressed data{made};
    if (!data) throw std::runtime_error("a page can't be compressed");
    Image image;
    image.bytes.assign(reinterpret_cast<const char*>(data->datacomp), data->nbytescomp);
    image.dictionary = fmt::format(
        image_dictionary,
        data->w,
        data->h,
        colours_of(data->spp),
        data->bps,
        two_colours ? "CCITTFaxDecode" : "DCTDecode"
    );
    if (two_colours)
        image.dictionary += fmt::format(
            " /DecodeParms << /K -1 /Columns {} /Rows {} /BlackIs1 {} >>",
            data->w,
            data->h,
            data->minisblack != 0 ? "true" : "false"
        );
    image.width_points = data->w * points_an_inch / sheet.dpi;
    image.height_points = data->h * points_an_inch / sheet.dpi;
    return image;
}

QPDFObjectHandle page_with(QPDF& pdf, const Image& image) {
    auto stream = QPDFObjectHandle::newStream(&pdf, image.bytes);
    stream.replaceDict(QPDFObjectHandle::parse("<< " + image.dictionary + " >>"));
    stream.replaceStreamData(image.bytes, stream.getDict().getKey("/Filter"), stream.getDict().getKey("/DecodeParms"));
    auto page = QPDFObjectHandle::parse(fmt::format(
        "<< /Type /Page /MediaBox [0 0 {0:.2f} {1:.2f}] /Resources << /XObject << >> >> >>",
        image.width_points,
        image.height_points
    ));
    page.getKey("/Resources").getKey("/XObject").replaceKey("/Picture", stream);
    page.replaceKey(
        "/Contents",
        QPDFObjectHandle::newStream(
            &pdf, fmt::format("q {:.2f} 0 0 {:.2f} 0 0 cm /Picture Do Q\n", image.width_points, image.height_points)
        )
    );
    return pdf.makeIndirectObject(page);
}

Image image_of(PageSource& source, const Order& order, const Page& page) {
    // A damaged JPEG is decoded as far as it goes rather than handed on.
    if (order.media_type == "image/jpeg" && page.reason.empty())
        if (auto image = jpeg_as_it_is(order.file)) return std::move(*image);
    const auto ready = sharp_path(order.output.parent_path(), page.number);
    if (std::error_code none; std::filesystem::exists(ready, none)) {
        auto image = jpeg_as_it_is(ready);
        std::filesystem::remove(ready, none);
        if (image) return std::move(*image);
    }
    const Sheet sheet = source.sharp(page.number);
    if (!sheet.pixels) throw std::runtime_error("a page that was read can't be read again");
    return compressed(sheet);
}

/// One PDF page for each page of the picture file; an empty one for a page that was not read, so that numbers agree.
void add_picture_pages(QPDF& pdf, const Order& order) {
    const OpenedSource opened = open_source(order.file, order.media_type, order.limits);
    if (!opened.source) throw std::runtime_error("the picture file can't be opened again");
    QPDFPageDocumentHelper document{pdf};
    for (const Page& page : order.pages) {
        const bool was_read = page.source != TextSource::none;
        document.addPage(
            was_read ? page_with(pdf, image_of(*opened.source, order, page))
                     : pdf.makeIndirectObject(QPDFObjectHandle::parse(a4_page)),
            false
        );
    }
}

/// For a PDF that poppler could draw but qpdf can't follow: its page pictures, which are straight and upright already.
std::vector<Page> add_screen_pages(QPDF& pdf, const Order& order) {
    QPDFPageDocumentHelper document{pdf};
    std::vector<Page> pages = order.pages;
    for (Page& page : pages) {
        const auto image = jpeg_as_it_is(picture_path(order.output.parent_path(), page.number));
        document.addPage(
            image ? page_with(pdf, *image) : pdf.makeIndirectObject(QPDFObjectHandle::parse(a4_page)), false
        );
        page.skew_degrees = 0;
        page.rotation_degrees = 0;
        if (page.source == TextSource::text_layer) page.source = TextSource::recognised;
    }
    return pages;
}

int rotation_of(QPDFPageObjectHelper& page) {
    auto rotate = page.getAttribute("/Rotate", false);
    if (!rotate.isInteger()) return 0;
    return ((rotate.getIntValueAsInt() % 360) + 360) % 360;
}

/// From the unit square, as displayed, with y downwards, to the page's own units; the page may ask to be displayed
/// turned clockwise.
Affine to_user_space(QPDFPageObjectHelper& page) {
    const auto box = page.getCropBox(true).getArrayAsRectangle();
    const double width = box.urx - box.llx;
    const double height = box.ury - box.lly;
    switch (rotation_of(page)) {
        case 90:
            return {0, height, width, 0, box.llx, box.lly};
        case 180:
            return {-width, 0, 0, height, box.urx, box.lly};
        case 270:
            return {0, -height, -width, 0, box.urx, box.ury};
        default:
            return {width, 0, 0, -height, box.llx, box.ury};
    }
}

/// The order that turns all that the page draws about the page's middle.
std::string straightening(QPDFPageObjectHelper& page, double degrees) {
    if (degrees == 0) return "\n";
    const auto box = page.getCropBox(true).getArrayAsRectangle();
    const Affine turn = turn_about((box.llx + box.urx) / 2, (box.lly + box.ury) / 2, degrees);
    return fmt::format(
        "{:.6f} {:.6f} {:.6f} {:.6f} {:.3f} {:.3f} cm\n", turn.a, turn.b, turn.c, turn.d, turn.e, turn.f
    );
}

void add_words(QPDF& pdf, const std::vector<Page>& read) {
    auto pages = QPDFPageDocumentHelper(pdf).getAllPages();
    TextOverlay overlay;
    std::vector<QPDFPageObjectHelper> changed;
    for (const Page& page : read) {
        const auto index = static_cast<std::size_t>(page.number - 1);
        if (page.source != TextSource::recognised || index >= pages.size()) continue;
        auto& target = pages[index];
        const Affine map = then(to_unturned_unit_square(page), to_user_space(target));
        // The page's own orders may leave the coordinates changed behind them.
        target.addPageContents(pdf.newStream("q " + straightening(target, page.skew_degrees)), true);
        target.addPageContents(pdf.newStream("\nQ\n" + overlay.contents(page, map)), false);
        if (page.rotation_degrees != 0) target.rotatePage(page.rotation_degrees, true);
        changed.push_back(target);
    }
    const auto fonts = overlay.fonts(pdf);
    for (auto& page : changed) {
        auto resources = page.getAttribute("/Resources", true);
        if (!resources.isDictionary()) {
            resources = QPDFObjectHandle::newDictionary();
            page.getObjectHandle().replaceKey("/Resources", resources);
        }
        auto own = resources.getKey("/Font");
        own = own.isDictionary() ? own.shallowCopy() : QPDFObjectHandle::newDictionary();
        for (const auto& [name, font] : fonts) own.replaceKey(name, font);
        resources.replaceKey("/Font", own);
    }
}

void write(QPDF& pdf, const std::filesystem::path& path) {
    QPDFWriter writer{pdf, path.c_str()};
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setDeterministicID(true);
    // A PDF that anyone may open but not change is encrypted too; this copy is ours.
    writer.setPreserveEncryption(false);
    writer.write();
}

}  // namespace

void write_searchable_pdf(const Order& order) {
    if (order.media_type == "application/pdf") {
        try {
            QPDF pdf;
            pdf.setSuppressWarnings(true);
            pdf.processFile(order.file.c_str());
            add_words(pdf, order.pages);
            write(pdf, order.output);
            return;
        } catch (const std::exception&) {
            // Too damaged for qpdf: what poppler drew of it is still worth a PDF.
            QPDF pdf;
            pdf.emptyPDF();
            add_words(pdf, add_screen_pages(pdf, order));
            write(pdf, order.output);
            return;
        }
    }
    QPDF pdf;
    pdf.emptyPDF();
    add_picture_pages(pdf, order);
    add_words(pdf, order.pages);
    write(pdf, order.output);
}

}  // namespace ocr
