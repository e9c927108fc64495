#include "ocr/page_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <utility>

#include "ocr/page_image.hpp"
#include "ocr/page_tone.hpp"
#include "ocr/sight.hpp"
#include "ocr/standard_font.hpp"
#include "ocr/straightening.hpp"
#include "ocr/text_overlay.hpp"

namespace ocr {
namespace {

constexpr double points_an_inch = 72;
/// Print is drawn at this, so that it is crisp on paper, too; scans and photographs at what the screen has.
constexpr double print_dpi = 200;

/// The page picture is looked at in an eighth of its size: a pixel of that is a millimetre of paper.
constexpr int seen_reduction = 8;
/// How much of the ink may lie elsewhere than the person saw it. Two drawings of a page differ by a tenth; the same
/// page moved by half the height of a letter by more than half.
constexpr double difference_most = 0.35;
constexpr double sides_differ_most = 0.01;
/// Ink that is there in any case, so that an empty page's noise is no difference.
constexpr double ink_least = 0.2;

/// Lighter or darker than their surroundings by less, words can't be seen.
constexpr int contrast_least = 20;

/// By so much of a pixel the picture ends within its last pixels: PDF readers that take an edge exactly between two
/// pixels for part of the next enlarge all of it by one, and make it soft.
constexpr double hair = 0.02;

constexpr double label_points_most = 10;
constexpr double label_points_least = 4.5;
constexpr double label_of_height = 0.7;
constexpr double label_of_width = 0.94;

/// What the person saw, small; null where there is no picture.
Picture seen_on(const std::filesystem::path& picture) {
    if (picture.empty()) return {};
    l_int32 warnings = 0;
    return Picture{pixReadJpeg(picture.c_str(), 0, seen_reduction, &warnings, 0)};
}

/// The page drawn, in grey and as small as what was seen of it: each pixel is the mean of those that it stands for.
/// They are counted from the upper left corner, so that those at the other edges may stand for less.
Picture shrunk(Pix* drawn, const Page& page, Pix* seen) {
    const int wide = pixGetWidth(drawn);
    const int high = pixGetHeight(drawn);
    const bool is_grey = pixGetDepth(drawn) == 8;
    const double across = static_cast<double>(page.width) / (wide * seen_reduction);
    const double down = static_cast<double>(page.height) / (high * seen_reduction);
    const auto width = static_cast<std::size_t>(pixGetWidth(seen));
    const auto place = [](int at, double scale) { return static_cast<int>((at + 0.5) * scale); };
    std::vector<std::size_t> column(static_cast<std::size_t>(wide));
    for (int x = 0; x < wide; ++x)
        column[static_cast<std::size_t>(x)] = std::min(width - 1, static_cast<std::size_t>(place(x, across)));
    std::vector<int> sums(width);
    std::vector<int> counts(width);
    Picture small{pixCreate(pixGetWidth(seen), pixGetHeight(seen), 8)};
    if (!small) throw std::runtime_error("a page can't be made small");
    for (int y = 0; y < high; ++y) {
        const l_uint32* line = line_of(drawn, y);
        for (std::size_t x = 0; x < column.size(); ++x) {
            sums[column[x]] += lightness(line, static_cast<int>(x), is_grey);
            ++counts[column[x]];
        }
        const int row = place(y, down);
        if (y + 1 < high && place(y + 1, down) == row) continue;
        for (std::size_t x = 0; x < width; ++x)
            pixSetPixel(small.get(), static_cast<int>(x), row, static_cast<l_uint32>(sums[x] / std::max(1, counts[x])));
        std::ranges::fill(sums, 0);
        std::ranges::fill(counts, 0);
    }
    return small;
}

/// The share of the ink that is not where it was seen: 0 to 1.
double difference_of(Pix* drawn, const Page& page, Pix* seen) {
    const int width = pixGetWidth(seen);
    const int height = pixGetHeight(seen);
    const double across = static_cast<double>(page.width) / pixGetWidth(drawn);
    const double down = static_cast<double>(page.height) / pixGetHeight(drawn);
    if (std::abs(across / down - 1) > sides_differ_most) return 1;
    const Picture small = shrunk(drawn, page, seen);
    const bool is_grey = pixGetDepth(seen) == 8;
    double differing = 0;
    double ink = ink_least * width * height;
    for (int y = 0; y < height; ++y) {
        const l_uint32* line = line_of(seen, y);
        const l_uint32* other = line_of(small.get(), y);
        for (int x = 0; x < width; ++x) {
            const int ours = lightness(other, x, true);
            const int theirs = lightness(line, x, is_grey);
            differing += std::abs(ours - theirs);
            ink += 255 - std::min(ours, theirs);
        }
    }
    return differing / ink;
}

/// A page, and how large it is on paper.
struct Drawn {
    Picture pixels;
    double width_points{};
    double height_points{};
    std::string reason;
};

/// As the person saw it, in pixels of its own that may be painted over.
Drawn draw(PageSource& source, const Order& order) {
    const Page& page = order.pages.front();
    auto tone = noted_tone(order.redaction.picture);
    Picture seen;
    if (!tone || !order.redaction.covers.empty()) seen = seen_on(order.redaction.picture);
    if (!tone) tone = seen ? tone_of(seen.get()) : Tone{};
    const auto colours = tone->is_grey ? Colours::grey : Colours::as_they_are;
    Sheet sheet = source.drawn(order.page, tone->is_print ? print_dpi : picture_dpi, colours);
    Drawn drawn;
    drawn.reason = sheet.reason;
    if (!sheet.pixels) return drawn;
    // A page with something missing was seen like that.
    drawn.reason.clear();
    if (order.media_type != "application/pdf")
        sheet.pixels = straightened(turned(sheet.pixels.get(), page.rotation_degrees).get(), page.skew_degrees);
    if (!sheet.pixels) throw std::runtime_error("a page can't be turned");
    drawn.width_points = pixGetWidth(sheet.pixels.get()) * points_an_inch / sheet.dpi;
    drawn.height_points = pixGetHeight(sheet.pixels.get()) * points_an_inch / sheet.dpi;
    drawn.pixels = std::move(sheet.pixels);
    const bool is_compared = seen && !order.redaction.covers.empty();
    if (is_compared && difference_of(drawn.pixels.get(), page, seen.get()) > difference_most) {
        l_int32 warnings = 0;
        drawn.pixels.reset(pixReadJpeg(order.redaction.picture.c_str(), 0, 1, &warnings, 0));
        if (!drawn.pixels) throw std::runtime_error("the page picture can't be read");
        drawn.height_points = drawn.width_points * pixGetHeight(drawn.pixels.get()) / pixGetWidth(drawn.pixels.get());
    }
    return drawn;
}

/// From the page picture's pixels to those drawn, outwards.
Box scaled_box(const Box& box, const Page& page, Pix* pixels) {
    const double across = static_cast<double>(pixGetWidth(pixels)) / std::max(1, page.width);
    const double down = static_cast<double>(pixGetHeight(pixels)) / std::max(1, page.height);
    const int left = std::max(0, static_cast<int>(std::floor(box.left * across)));
    const int top = std::max(0, static_cast<int>(std::floor(box.top * down)));
    const int right = std::min(pixGetWidth(pixels), static_cast<int>(std::ceil((box.left + box.width) * across)));
    const int bottom = std::min(pixGetHeight(pixels), static_cast<int>(std::ceil((box.top + box.height) * down)));
    return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

void burn(Pix* pixels, const Page& page, const std::vector<Blackout>& covers) {
    for (const Blackout& cover : covers) {
        const Box box = scaled_box(cover.box, page, pixels);
        for (int y = box.top; y < box.top + box.height; ++y)
            for (int x = box.left; x < box.left + box.width; ++x)
                pixSetPixel(pixels, x, y, pixGetDepth(pixels) == 8 ? 0 : 0xFF);
    }
}

bool can_be_seen(Pix* pixels, const Page& page, const Word& word) {
    const Box box = scaled_box(word.box, page, pixels);
    const bool is_grey = pixGetDepth(pixels) == 8;
    const auto shifts = is_grey ? std::array{0, 0, 0} : std::array{L_RED_SHIFT, L_GREEN_SHIFT, L_BLUE_SHIFT};
    std::array<int, 3> least{255, 255, 255};
    std::array<int, 3> most{};
    for (int y = box.top; y < box.top + box.height; ++y) {
        const l_uint32* line = line_of(pixels, y);
        for (int x = box.left; x < box.left + box.width; ++x)
            for (std::size_t i = 0; i < (is_grey ? 1 : 3); ++i) {
                const int value = is_grey ? lightness(line, x, true) : channel(line[x], shifts[i]);
                least[i] = std::min(least[i], value);
                most[i] = std::max(most[i], value);
                if (most[i] - least[i] >= contrast_least) return true;
            }
    }
    return false;
}

/// White, in the middle of its box; nothing where it has no room. `across` and `down` lead from pixels to points.
std::string label_on(const Blackout& cover, double across, double down, double page_height) {
    const auto label = in_standard_font(cover.label);
    if (label.hex.empty()) return {};
    const double width = cover.box.width * across;
    const double height = cover.box.height * down;
    const double size = std::min({label_points_most, height * label_of_height, width * label_of_width / label.width});
    if (size < label_points_least) return {};
    constexpr double capital_height = 0.7;
    const double left = cover.box.left * across + (width - label.width * size) / 2;
    const double base = page_height - (cover.box.top * down + (height + capital_height * size) / 2);
    return fmt::format(
        "BT 1 g /SagligLabel {:.2f} Tf 1 0 0 1 {:.2f} {:.2f} Tm <{}> Tj ET\n", size, left, base, label.hex
    );
}

struct LeafContent {
    std::string orders;
    bool has_labels{};
};

/// The picture is nothing to a screen reader; the words and the labels are.
LeafContent content_of(
    const Drawn& drawn, const Box& picture, const Page& page, const Order& order, TextOverlay& overlay
) {
    const double across = drawn.width_points / std::max(1, page.width);
    const double down = drawn.height_points / std::max(1, page.height);
    LeafContent content;
    const double wide = drawn.width_points / pixGetWidth(drawn.pixels.get());
    const double high = drawn.height_points / pixGetHeight(drawn.pixels.get());
    content.orders = fmt::format(
        "/Artifact BMC q {:.4f} 0 0 {:.4f} {:.4f} {:.4f} cm /Picture Do Q EMC\n/P << /MCID 0 >> BDC\n",
        (picture.width - 2 * hair) * wide,
        (picture.height - 2 * hair) * high,
        (picture.left + hair) * wide,
        drawn.height_points - (picture.top + picture.height - hair) * high
    );
    content.orders += overlay.contents(page, {across, 0, 0, -down, 0, drawn.height_points});
    for (const Blackout& cover : order.redaction.covers) {
        const auto label = label_on(cover, across, down, drawn.height_points);
        content.has_labels = content.has_labels || !label.empty();
        content.orders += label;
    }
    content.orders += "EMC\n";
    return content;
}

void write_leaf(const Drawn& drawn, const Page& page, const Order& order) {
    QPDF pdf;
    pdf.emptyPDF();
    const PageImage image = page_image(drawn.pixels.get());
    auto picture = QPDFObjectHandle::newStream(&pdf);
    picture.replaceDict(QPDFObjectHandle::parse("<< /Type /XObject /Subtype /Image " + image.dictionary + " >>"));
    picture.replaceStreamData(image.bytes, QPDFObjectHandle::newName("/" + image.filter), QPDFObjectHandle::newNull());

    TextOverlay overlay;
    const auto content = content_of(drawn, image.place, page, order, overlay);
    auto fonts = QPDFObjectHandle::newDictionary();
    for (const auto& [name, font] : overlay.fonts(pdf)) fonts.replaceKey(name, font);
    if (content.has_labels) fonts.replaceKey("/SagligLabel", QPDFObjectHandle::parse(standard_font));
    auto leaf = QPDFObjectHandle::parse(fmt::format(
        "<< /Type /Page /MediaBox [0 0 {:.4f} {:.4f}] /Resources << /XObject << >> >> >>",
        drawn.width_points,
        drawn.height_points
    ));
    leaf.getKey("/Resources").getKey("/XObject").replaceKey("/Picture", picture);
    leaf.getKey("/Resources").replaceKey("/Font", fonts);
    leaf.replaceKey("/Contents", QPDFObjectHandle::newStream(&pdf, content.orders));
    QPDFPageDocumentHelper{pdf}.addPage(pdf.makeIndirectObject(leaf), false);
    const auto path = leaf_path(order.output, order.page);
    QPDFWriter writer{pdf, path.c_str()};
    writer.setStaticID(true);  // nobody sees this file
    writer.write();
}

}  // namespace

Answer redact_page(PageSource& source, Recogniser& recogniser, const Order& order) {
    Answer answer;
    if (order.pages.empty()) throw std::runtime_error("there is no page in the order");
    Page page = order.pages.front();
    Drawn drawn = draw(source, order);
    answer.reason = drawn.reason;
    if (!drawn.pixels) return answer;
    burn(drawn.pixels.get(), page, order.redaction.covers);
    const auto hidden =
        std::erase_if(page.words, [&](const Word& word) { return !can_be_seen(drawn.pixels.get(), page, word); });
    answer.found.words_hidden = static_cast<int>(hidden);
    // What was recognised was seen.
    if (order.redaction.by_sight && page.source == TextSource::text_layer) {
        auto sight = by_sight(page.words, drawn.pixels.get(), page.width, drawn.width_points, recogniser);
        answer.found.words_hidden += static_cast<int>(page.words.size() - sight.seen.size());
        page.words = std::move(sight.seen);
        answer.page.text = text_of(sight.besides);
    }
    write_leaf(drawn, page, order);
    return answer;
}

}  // namespace ocr
