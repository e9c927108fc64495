#include "ocr/page_reader.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <optional>

#include "ocr/address_reader.hpp"
#include "ocr/page_tone.hpp"
#include "ocr/scaling.hpp"
#include "ocr/straightening.hpp"
#include "ocr/text_layer.hpp"

namespace ocr {
namespace {

constexpr int thumbnail_width = 240;
constexpr int picture_quality = 70;
constexpr int picture_side_max = 6000;
/// A page is read as it is between these.
constexpr double readable_dpi_least = 180;
constexpr double readable_dpi_most = 250;
constexpr double recognised_pixels_max = 40e6;

/// Below this mean confidence a page may lie on its side or have been straightened wrongly: it is read again.
constexpr int doubtful_confidence = 70;
/// Reading again is for pages that were quick to read: a hard page must not use up its time twice.
constexpr double seconds_to_read_again = 15;

/// Fewer words than this may be a stamp or a header over a scanned page.
constexpr std::size_t few_words = 30;
constexpr double uncovered_ink_share = 0.6;
constexpr double uncovered_ink_of_page = 0.003;

/// One way of holding a page: turned, then straightened, and what was read that way.
struct Attempt {
    int turn{};
    double skew{};
    int width{};
    int height{};
    std::vector<Word> words;

    /// The more believable letters, the better.
    double worth() const {
        double sum = 0;
        for (const Word& word : words) sum += std::max(0, word.confidence - 30) * static_cast<double>(word.text.size());
        return sum;
    }
    int confidence() const {
        if (words.empty()) return 0;
        double sum = 0;
        for (const Word& word : words) sum += word.confidence;
        return static_cast<int>(std::lround(sum / static_cast<double>(words.size())));
    }
};

Attempt attempt(Recogniser& recogniser, Pix* upright, double dpi, int turn, double skew, Language language) {
    const Picture level = straightened(upright, skew);
    const Picture clean = without_lone_specks(level.get(), dpi);
    Attempt result{turn, skew, pixGetWidth(clean.get()), pixGetHeight(clean.get()), {}};
    result.words = recogniser.words_on(clean.get(), dpi, language);
    return result;
}

/// Tesseract reads text that runs downwards too; then its words are higher than wide.
bool lies_on_its_side(const std::vector<Word>& words) {
    int long_words = 0;
    int upended = 0;
    for (const Word& word : words) {
        if (word.text.size() < 5) continue;
        ++long_words;
        if (word.box.height > word.box.width) ++upended;
    }
    return upended * 2 > long_words;
}

double cpu_seconds() {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// Another way of holding the page, where the first went badly. Nothing if there is none.
std::optional<Attempt> second_attempt(Recogniser& recogniser, Pix* grey, double dpi, const Attempt& first) {
    constexpr int downwards = 270;
    int turn = recogniser.turn_needed(grey, dpi);
    if (turn == 0 && lies_on_its_side(first.words)) turn = downwards;
    if (turn != 0) {
        const Picture upright = turned(grey, turn);
        return attempt(recogniser, upright.get(), dpi, turn, skew_of(upright.get()), Language::danish);
    }
    if (first.skew == 0) return std::nullopt;
    return attempt(recogniser, grey, dpi, 0, 0, Language::danish);
}

/// Reads the page as it lies; where that goes badly, on its other sides, unstraightened or as English, and keeps the
/// best. `grey` has 8 bits.
Attempt recognise(Recogniser& recogniser, Pix* grey, double dpi) {
    const double began = cpu_seconds();
    const auto has_time = [began] { return cpu_seconds() - began < seconds_to_read_again; };
    Attempt best = attempt(recogniser, grey, dpi, 0, skew_of(grey), Language::danish);
    const bool doubtful = best.confidence() < doubtful_confidence;
    if ((doubtful || lies_on_its_side(best.words)) && has_time()) {
        // Text on its side is read as well as upright text, but must be shown upright: then a tie is a win.
        const double handicap = doubtful ? 1 : 0.8;
        auto other = second_attempt(recogniser, grey, dpi, best);
        if (other && other->worth() > handicap * best.worth()) best = std::move(*other);
    }
    if (looks_english(best.words) && has_time()) {
        const Picture upright = turned(grey, best.turn);
        Attempt english = attempt(recogniser, upright.get(), dpi, best.turn, best.skew, Language::english);
        if (english.worth() > best.worth()) best = std::move(english);
    }
    return best;
}

/// The picture is made once more only where there is something to look at.
void look_at_addresses(Recogniser& recogniser, Pix* grey, double dpi, Attempt& read) {
    const auto is_one = [](const Word& word) { return may_be_address(word.text); };
    if (std::none_of(read.words.begin(), read.words.end(), is_one)) return;
    const Picture level = straightened(turned(grey, read.turn).get(), read.skew);
    if (level) read_addresses_again(recogniser, level.get(), dpi, read.words);
}

void write_pictures(Page& page, Pix* picture, const std::filesystem::path& output) {
    page.width = pixGetWidth(picture);
    page.height = pixGetHeight(picture);
    const Picture small{pixScaleToSize(picture, thumbnail_width, 0)};
    if (small) note_tone(picture, tone_of(small.get()));
    pixWriteJpeg(picture_path(output, page.number).c_str(), picture, picture_quality, 0);
    if (!small) return;
    pixSetText(small.get(), nullptr);  // a comment of the file's own
    pixWriteJpeg(thumbnail_path(output, page.number).c_str(), small.get(), picture_quality, 0);
}

/// The page as the screen shows it, in colours where it has them, and held the way it was read.
Picture screen_picture(const Sheet& sheet, int turn, double skew) {
    const double longer = std::max(pixGetWidth(sheet.pixels.get()), pixGetHeight(sheet.pixels.get()));
    const double factor = std::min({picture_dpi / sheet.dpi, 1.0, picture_side_max / longer});
    Picture small = scaled(sheet.pixels.get(), factor);
    if (small && pixGetDepth(small.get()) == 1) small.reset(pixConvertTo8(small.get(), 0));
    if (!small) return small;
    return straightened(turned(small.get(), turn).get(), skew);
}

/// From the pixels that were read to those of the page picture.
void fit_boxes(std::vector<Word>& words, double factor, int width, int height) {
    for (Word& word : words) {
        const Box& box = word.box;
        const auto at = [factor](int pixels, int most) {
            return std::clamp(static_cast<int>(std::lround(pixels * factor)), 0, most);
        };
        const int left = at(box.left, width);
        const int top = at(box.top, height);
        const int right = at(box.left + box.width, width);
        const int bottom = at(box.top + box.height, height);
        word.box = {left, top, std::max(1, right - left), std::max(1, bottom - top)};
    }
}

/// The page in grey at the resolution that suits the recogniser.
struct Readable {
    Picture grey;
    double dpi{};
};

Readable readable(const Sheet& sheet) {
    double factor = 1;
    if (sheet.dpi < readable_dpi_least || sheet.dpi > readable_dpi_most) factor = recognition_dpi / sheet.dpi;
    const int width = pixGetWidth(sheet.pixels.get());
    const double pixels = static_cast<double>(width) * pixGetHeight(sheet.pixels.get()) * factor * factor;
    if (pixels > recognised_pixels_max) factor *= std::sqrt(recognised_pixels_max / pixels);
    Picture grey = scaled_grey(sheet.pixels.get(), factor);
    if (!grey) return {};
    const double dpi = sheet.dpi * pixGetWidth(grey.get()) / width;
    return {std::move(grey), dpi};
}

/// Decoding a page once more only to compress it costs a tenth of what reading it does.
void write_sharp(const Sheet& sheet, const std::filesystem::path& path) {
    if (!sheet.reason.empty() || pixGetDepth(sheet.pixels.get()) == 1) return;
    const auto dpi = static_cast<l_int32>(std::lround(sheet.dpi));
    pixSetResolution(sheet.pixels.get(), dpi, dpi);
    pixWriteJpeg(path.c_str(), sheet.pixels.get(), sharp_quality, 0);
}

Page recognised_page(const Sheet& sheet, Recogniser& recogniser, int number, const std::filesystem::path& output) {
    Page page;
    page.number = number;
    page.reason = sheet.reason;
    if (!sheet.pixels) return page;
    const Readable to_read = readable(sheet);
    if (!to_read.grey) {
        page.reason = "damaged";
        return page;
    }
    Attempt best;
    best.width = pixGetWidth(to_read.grey.get());
    if (!is_empty_page(to_read.grey.get())) best = recognise(recogniser, to_read.grey.get(), to_read.dpi);
    look_at_addresses(recogniser, to_read.grey.get(), to_read.dpi, best);
    page.source = TextSource::recognised;
    page.confidence = best.confidence();
    page.skew_degrees = best.skew;
    page.rotation_degrees = best.turn;
    const Picture picture = screen_picture(sheet, best.turn, best.skew);
    if (!picture) return page;
    write_pictures(page, picture.get(), output);
    page.words = std::move(best.words);
    fit_boxes(page.words, static_cast<double>(page.width) / best.width, page.width, page.height);
    page.text = text_of(page.words);
    return page;
}

/// Whether most of what is dark on the page lies outside of the words: a scanned page under a stamp, or letters drawn
/// as outlines.
bool leaves_ink_uncovered(Pix* picture, const std::vector<Word>& words) {
    const Picture grey{pixConvertTo8(picture, 0)};
    const Picture ink{pixThresholdToBinary(grey.get(), 140)};
    if (!ink) return false;
    l_int32 all = 0;
    pixCountPixels(ink.get(), &all, nullptr);
    for (const Word& word : words) {
        const Box& box = word.box;
        pixRasterop(ink.get(), box.left, box.top, box.width, box.height, PIX_CLR, nullptr, 0, 0);
    }
    l_int32 uncovered = 0;
    pixCountPixels(ink.get(), &uncovered, nullptr);
    const double area = static_cast<double>(pixGetWidth(picture)) * pixGetHeight(picture);
    return uncovered > uncovered_ink_share * all && uncovered > uncovered_ink_of_page * area;
}

}  // namespace

Page read_page(PageSource& source, Recogniser& recogniser, int number, const std::filesystem::path& output) {
    std::vector<Word> words = source.text_layer(number);
    if (judge_text_layer(words) != TextLayer::good) {
        const Sheet sheet = source.sharp(number);
        if (sheet.pixels && source.is_compressed_anew()) write_sharp(sheet, sharp_path(output, number));
        return recognised_page(sheet, recogniser, number, output);
    }

    const Sheet sheet = source.for_screen(number);
    Page page;
    page.number = number;
    page.reason = sheet.reason;
    if (!sheet.pixels) return page;
    if (words.size() < few_words && leaves_ink_uncovered(sheet.pixels.get(), words)) {
        Page read = recognised_page(source.sharp(number), recogniser, number, output);
        if (read.words.size() > words.size()) return read;
    }
    page.source = TextSource::text_layer;
    page.confidence = 100;
    page.words = std::move(words);
    page.text = text_of(page.words);
    write_pictures(page, sheet.pixels.get(), output);
    return page;
}

}  // namespace ocr
