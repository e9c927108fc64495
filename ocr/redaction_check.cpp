#include "ocr/redaction_check.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <qpdf/QPDF.hh>
#include <set>
#include <sstream>
#include <utility>

#include "ocr/word_search.hpp"

namespace ocr {
namespace {

/// Lighter is paper, or the soft edge of a letter.
constexpr int ink_lightness = 140;
/// A box's own edge is soft when it is drawn at another resolution.
constexpr int soft_edge_pixels = 1;
constexpr int rim_ink_most = 1;
constexpr double cut_line_share = 0.12;

/// The rest of a box is its label.
constexpr double black_share_least = 0.6;
constexpr int black_lightness = 80;

/// What is read around a box: lines above and below, and as much of the line as the longest word takes.
constexpr double around_inches = 0.25;
constexpr double beside_inches = 2;
constexpr std::size_t compared_least = 3;
/// A stump of a word this long, in parts of it, is as good as the word.
constexpr double stump_share = 0.6;

/// A page of the finished PDF, drawn, and how its pixels relate to those of the page picture.
class ReadBack {
  public:
    ReadBack(PageSource& source, const Order& order) : source_(source), order_(order), page_(order.pages.front()) {}

    Answer check(Recogniser& recogniser) {
        Answer answer;
        answer.page.text = source_.text(order_.page);
        const auto words = words_in(answer.page.text);
        for (const auto& phrase : order_.redaction.phrases)
            if (hold(words, phrase)) leak(phrase);
        if (!order_.redaction.covers.empty()) {
            answer.reason = check_covers(recogniser);
            if (!answer.reason.empty()) return answer;
        }
        answer.found.leaks = std::move(leaks_);
        return answer;
    }

  private:
    void leak(const std::string& word) {
        const bool is_told = std::ranges::any_of(leaks_, [&](const Leak& one) { return one.word == word; });
        if (!is_told) leaks_.push_back({order_.page, word});
    }

    /// Empty, or why the page can't be drawn.
    std::string check_covers(Recogniser& recogniser) {
        if (auto reason = draw(); !reason.empty()) return reason;
        check_text_at_covers();
        check_picture(recogniser);
        return {};
    }

    std::string draw() {
        sheet_ = source_.drawn(order_.page, recognition_dpi, Colours::grey);
        if (!sheet_.pixels) return sheet_.reason.empty() ? "damaged" : sheet_.reason;
        across_ = static_cast<double>(pixGetWidth(sheet_.pixels.get())) / std::max(1, page_.width);
        down_ = static_cast<double>(pixGetHeight(sheet_.pixels.get())) / std::max(1, page_.height);
        for (const Blackout& cover : order_.redaction.covers) covers_.push_back(drawn_box(cover.box));
        return {};
    }

    /// A cover in the pixels that were drawn.
    Box drawn_box(const Box& box) const {
        const int left = static_cast<int>(std::floor(box.left * across_));
        const int top = static_cast<int>(std::floor(box.top * down_));
        const int right = static_cast<int>(std::ceil((box.left + box.width) * across_));
        const int bottom = static_cast<int>(std::ceil((box.top + box.height) * down_));
        return {left, top, right - left, bottom - top};
    }

    static bool is_within(int x, int y, const Box& box) {
        return x >= box.left && y >= box.top && x < box.left + box.width && y < box.top + box.height;
    }

    bool is_covered(int x, int y) const {
        return std::ranges::any_of(covers_, [&](const Box& box) { return is_within(x, y, box); });
    }

    int lightness(int x, int y) const {
        const l_uint32* line =
            pixGetData(sheet_.pixels.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(sheet_.pixels.get());
        return static_cast<int>(GET_DATA_BYTE(line, x));
    }

    /// The middle of a word tells where it is: what a reader takes for its height may reach over into the next line.
    void check_text_at_covers() {
        const double scale = std::max(1.0, sheet_.dpi / picture_dpi);  // of the text layer's boxes
        for (const Word& word : source_.text_layer(order_.page)) {
            const auto x = static_cast<int>(scale * (word.box.left + word.box.width * 0.5));
            const auto y = static_cast<int>(scale * (word.box.top + word.box.height * 0.4));
            bool is_covered = false;
            bool is_label = false;
            for (std::size_t i = 0; i < covers_.size(); ++i) {
                if (!is_within(x, y, covers_[i])) continue;
                is_covered = true;
                is_label = is_label || is_piece_of(order_.redaction.covers[i].label, word.text);
            }
            if (is_covered && !is_label) leak(word.text);
        }
    }

    static bool is_piece_of(const std::string& label, const std::string& text) {
        std::istringstream pieces{label};
        for (std::string piece; pieces >> piece;)
            if (piece == text) return true;
        return label == text;
    }

    bool is_black(const Box& box) const {
        int black = 0;
        int all = 0;
        const int right = std::min(box.left + box.width - soft_edge_pixels, pixGetWidth(sheet_.pixels.get()));
        const int bottom = std::min(box.top + box.height - soft_edge_pixels, pixGetHeight(sheet_.pixels.get()));
        for (int y = std::max(0, box.top + soft_edge_pixels); y < bottom; ++y)
            for (int x = std::max(0, box.left + soft_edge_pixels); x < right; ++x) {
                ++all;
                if (lightness(x, y) < black_lightness) ++black;
            }
        return black >= black_share_least * all;
    }

    /// Ink on a line of pixels, but for what lies under other covers.
    int ink_on(const Box& stretch) const {
        int ink = 0;
        const int right = std::min(stretch.left + stretch.width, pixGetWidth(sheet_.pixels.get()));
        const int bottom = std::min(stretch.top + stretch.height, pixGetHeight(sheet_.pixels.get()));
        for (int y = std::max(0, stretch.top); y < bottom; ++y)
            for (int x = std::max(0, stretch.left); x < right; ++x)
                if (lightness(x, y) < ink_lightness && !is_covered(x, y)) ++ink;
        return ink;
    }

    /// Whether letters may stick out of the box: any at its sides; above and below as many as a line of print that is
    /// cut has, and not only the tails of letters of the next line.
    bool ink_at_rim(const Box& box) const {
        const int away = soft_edge_pixels + 1;
        const Box left{box.left - away, box.top, 1, box.height};
        const Box right{box.left + box.width + away - 1, box.top, 1, box.height};
        const Box above{box.left, box.top - away, box.width, 1};
        const Box below{box.left, box.top + box.height + away - 1, box.width, 1};
        const double cut = std::max<double>(rim_ink_most, cut_line_share * box.width);
        return ink_on(left) > rim_ink_most || ink_on(right) > rim_ink_most || ink_on(above) > cut ||
               ink_on(below) > cut;
    }

    void check_picture(Recogniser& recogniser) {
        std::vector<std::size_t> doubtful;
        for (std::size_t i = 0; i < covers_.size(); ++i) {
            if (!is_black(covers_[i])) leak(first_word_under(order_.redaction.covers[i].box));
            if (ink_at_rim(covers_[i])) doubtful.push_back(i);
        }
        const bool whole = !order_.redaction.phrases.empty();
        if (doubtful.empty() && !whole) return;
        whiten_covers();
        if (whole) {
            const auto words = recogniser.words_on(sheet_.pixels.get(), sheet_.dpi, Language::danish);
            for (const auto& phrase : order_.redaction.phrases)
                if (hold(words, phrase)) leak(phrase);
            for (const Box& cover : covers_) compare(words, cover);
            return;
        }
        for (const auto i : doubtful) read_around(recogniser, covers_[i]);
    }

    /// They are black, as was seen; the recogniser reads what is left beside them better on white.
    void whiten_covers() {
        for (const Box& box : covers_)
            pixRasterop(sheet_.pixels.get(), box.left, box.top, box.width, box.height, PIX_SET, nullptr, 0, 0);
    }

    void read_around(Recogniser& recogniser, const Box& cover) {
        const int around = static_cast<int>(around_inches * sheet_.dpi);
        const int beside = static_cast<int>(beside_inches * sheet_.dpi);
        const int left = std::max(0, cover.left - beside);
        const int top = std::max(0, cover.top - around);
        const int right = std::min(pixGetWidth(sheet_.pixels.get()), cover.left + cover.width + beside);
        const int bottom = std::min(pixGetHeight(sheet_.pixels.get()), cover.top + cover.height + around);
        if (right <= left || bottom <= top) return;
        Picture piece{pixCreate(right - left, bottom - top, 8)};
        if (!piece) return;
        pixRasterop(piece.get(), 0, 0, right - left, bottom - top, PIX_SRC, sheet_.pixels.get(), left, top);
        auto words = recogniser.words_on(piece.get(), sheet_.dpi, Language::danish, Layout::piece);
        for (Word& word : words) {
            word.box.left += left;
            word.box.top += top;
        }
        compare(words, cover);
    }

    /// What was recognised at a cover, against what was under it.
    void compare(const std::vector<Word>& words, const Box& cover) {
        constexpr int reach = 4;
        const Box near{cover.left - reach, cover.top - reach, cover.width + 2 * reach, cover.height + 2 * reach};
        for (const Word& word : words) {
            const bool touches = word.box.left < near.left + near.width && near.left < word.box.left + word.box.width &&
                                 word.box.top < near.top + near.height && near.top < word.box.top + word.box.height;
            if (touches) compare(folded(word.text));
        }
    }

    void compare(const std::string& seen) {
        if (seen.size() < compared_least) return;
        for (const Word& word : order_.redaction.gone) {
            const auto text = folded(word.text);
            if (text.size() < compared_least) continue;
            const bool is_stump = static_cast<double>(seen.size()) >= stump_share * static_cast<double>(text.size()) &&
                                  text.find(seen) != std::string::npos;
            if (is_stump || seen.find(text) != std::string::npos) leak(word.text);
        }
    }

    std::string first_word_under(const Box& box) const {
        const auto under = words_under(order_.redaction.gone, box);
        return under.empty() ? std::string{} : order_.redaction.gone[under.front()].text;
    }

    PageSource& source_;
    const Order& order_;
    const Page& page_;
    Sheet sheet_;
    double across_{1}, down_{1};
    std::vector<Box> covers_;  ///< in the pixels of the sheet
    std::vector<Leak> leaks_;
};

/// Every entry that a finished redaction may have, wherever it stands. Whatever else a PDF can hold, attachments,
/// fields, scripts, layers, thumbnails, other information, has entries that are not here.
const std::set<std::string>& known_entries() {
    static const std::set<std::string> known{
        "/BaseFont",
        "/BitsPerComponent",
        "/CharProcs",
        "/ColorSpace",
        "/Contents",
        "/Count",
        "/DecodeParms",
        "/Differences",
        "/DisplayDocTitle",
        "/Encoding",
        "/Filter",
        "/FirstChar",
        "/Font",
        "/FontBBox",
        "/FontMatrix",
        "/Height",
        "/ID",
        "/Info",
        "/K",
        "/Kids",
        "/Lang",
        "/LastChar",
        "/Length",
        "/MarkInfo",
        "/Marked",
        "/MediaBox",
        "/Nums",
        "/P",
        "/Pages",
        "/Parent",
        "/ParentTree",
        "/ParentTreeNextKey",
        "/Pg",
        "/Picture",
        "/Resources",
        "/Root",
        "/S",
        "/SagligLabel",
        "/Size",
        "/StructParents",
        "/StructTreeRoot",
        "/Subtype",
        "/Tabs",
        "/Title",
        "/ToUnicode",
        "/Type",
        "/ViewerPreferences",
        "/Widths",
        "/Width",
        "/XObject",
        "/g",
        // Of the streams that the file keeps its objects in.
        "/Index",
        "/W",
        "/N",
        "/First",
        "/Prev",
        "/Columns",
        "/Predictor"};
    return known;
}

bool is_known(const std::string& entry) {
    return known_entries().contains(entry) || entry.starts_with("/SagligText");
}

bool is_clean(QPDFObjectHandle object) {
    if (object.isStream()) object = object.getDict();
    if (object.isArray()) {
        for (const auto& item : object.getArrayAsVector())
            if (!item.isIndirect() && !is_clean(item)) return false;
        return true;
    }
    if (!object.isDictionary()) return true;
    for (const auto& [name, value] : object.getDictAsMap())
        if (!is_known(name) || (!value.isIndirect() && !is_clean(value))) return false;
    return true;
}

}  // namespace

Answer check_page(PageSource& source, Recogniser& recogniser, const Order& order) {
    if (order.pages.empty()) throw std::runtime_error("there is no page in the order");
    return ReadBack{source, order}.check(recogniser);
}

Answer check_whole(const Order& order) {
    Answer answer;
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processFile(order.file.c_str());
    auto objects = pdf.getAllObjects();
    const bool clean = is_clean(pdf.getTrailer()) && std::ranges::all_of(objects, is_clean);
    const bool whole = pdf.getAllPages().size() == static_cast<std::size_t>(order.page);
    if (!clean || !whole || !pdf.getWarnings().empty()) answer.reason = "not_clean";
    return answer;
}

}  // namespace ocr
