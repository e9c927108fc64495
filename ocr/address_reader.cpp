#include "ocr/address_reader.hpp"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "core/utf8.hpp"

namespace ocr {
namespace {

constexpr std::array<std::string_view, 12> ends{
    ".dk", ".com", ".net", ".org", ".eu", ".de", ".se", ".no", ".nu", ".gl", ".fo", ".info"};
/// A page full of addresses is a list; the first are enough to have it held back.
constexpr int looks_most = 40;
/// What the two models read of the same word; a sign more or less, and some that look alike.
constexpr std::size_t difference_most = 4;

/// Without what ends a sentence.
std::string_view without_stop(std::string_view text) {
    const auto last = text.find_last_not_of(".,;:)>\"");
    return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

struct Again {
    std::string text{};
    int confidence{};
};

Again seen_again(Recogniser& recogniser, Pix* level, double dpi, const Box& box) {
    constexpr l_int32 margin = 12;
    const l_int32 around = std::max(2, box.height / 6);
    const l_int32 left = std::max(0, box.left - around);
    const l_int32 top = std::max(0, box.top - around);
    const l_int32 width = std::min(box.width + 2 * around, pixGetWidth(level) - left);
    const l_int32 height = std::min(box.height + 2 * around, pixGetHeight(level) - top);
    if (width <= 0 || height <= 0) return {};
    ::Box* clip = boxCreate(left, top, width, height);
    const Picture piece{pixClipRectangle(level, clip, nullptr)};
    boxDestroy(&clip);
    if (!piece) return {};
    const Picture framed{pixAddBorder(piece.get(), margin, 0xFF)};
    if (!framed) return {};
    Again again{.text = {}, .confidence = 100};
    for (const Word& word : recogniser.words_on(framed.get(), dpi, Language::only_english, Layout::line)) {
        again.text += word.text;
        again.confidence = std::min(again.confidence, word.confidence);
    }
    return again;
}

}  // namespace

bool may_be_address(std::string_view text) {
    text = without_stop(text);
    constexpr std::size_t shortest = 7;
    if (text.size() < shortest || text.find('@') != std::string_view::npos) return false;
    const auto small = core::ascii_lower(text);
    if (small.find("www.") != std::string::npos || small.find("://") != std::string::npos) return false;
    return std::ranges::any_of(ends, [&](std::string_view end) { return small.ends_with(end); });
}

void read_addresses_again(Recogniser& recogniser, Pix* level, double dpi, std::vector<Word>& words) {
    int looks = 0;
    for (Word& word : words) {
        if (!may_be_address(word.text) || ++looks > looks_most) continue;
        auto [text, confidence] = seen_again(recogniser, level, dpi, word.box);
        const auto sign = text.find('@');
        if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) continue;
        const auto longer = std::max(text.size(), word.text.size());
        if (longer - std::min(text.size(), word.text.size()) > difference_most) continue;
        word.text = std::move(text);
        word.confidence = std::max(word.confidence, confidence);
    }
}

}  // namespace ocr
