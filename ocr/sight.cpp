#include "ocr/sight.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ocr/address_reader.hpp"
#include "ocr/word_search.hpp"

namespace ocr {
namespace {

constexpr double points_an_inch = 72;
/// Recognition misreads a letter now and then, seldom a digit.
constexpr double letters_share_least = 0.6;
constexpr double digits_share_least = 0.8;
constexpr double covered_share_least = 0.5;
/// Below this what is recognised in a photograph is mostly texture.
constexpr int believable_confidence = 40;

int right_of(const Box& box) {
    return box.left + box.width;
}

int overlap(int from, int until, int other_from, int other_until) {
    return std::min(until, other_until) - std::max(from, other_from);
}

bool on_one_line(const Box& one, const Box& other) {
    const int high = overlap(one.top, one.top + one.height, other.top, other.top + other.height);
    return high * 3 >= std::min(one.height, other.height);
}

bool touch(const Box& one, const Box& other) {
    return on_one_line(one, other) && overlap(one.left, right_of(one), other.left, right_of(other)) > 0;
}

/// How many bytes of the one can be found in the other in their order.
std::size_t common_length(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    for (const char c : one) {
        std::size_t diagonal = 0;
        for (std::size_t i = 1; i <= other.size(); ++i) {
            const std::size_t above = row[i];
            row[i] = other[i - 1] == c ? diagonal + 1 : std::max(above, row[i - 1]);
            diagonal = above;
        }
    }
    return row.back();
}

double share_wanted(std::string_view text) {
    const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return digits * 2 > std::ssize(text) ? digits_share_least : letters_share_least;
}

bool is_seen(const Word& word, const std::vector<Word>& recognised) {
    const auto text = folded(word.text);
    if (text.empty()) return true;
    std::string there;
    for (const Word& one : recognised)
        if (touch(word.box, one.box)) there += folded(one.text);
    return static_cast<double>(common_length(text, there)) >= share_wanted(text) * static_cast<double>(text.size());
}

/// Whether words that are seen take up most of the width.
bool is_covered(const Word& one, const std::vector<Word>& seen) {
    int covered = 0;
    for (const Word& word : seen)
        if (touch(word.box, one.box))
            covered += overlap(one.box.left, right_of(one.box), word.box.left, right_of(word.box));
    return covered >= covered_share_least * one.box.width;
}

void add_words(std::vector<Word>& all, std::vector<Word> more, double scale) {
    const int first_line = all.empty() ? 0 : all.back().line + 1;
    const auto scaled = [scale](int pixels) { return static_cast<int>(std::lround(pixels * scale)); };
    for (Word& word : more) {
        word.box = {scaled(word.box.left), scaled(word.box.top), scaled(word.box.width), scaled(word.box.height)};
        word.line += first_line;
        all.push_back(std::move(word));
    }
}

std::vector<Word> words_seen(Recogniser& recogniser, Pix* grey, double dpi) {
    auto words = recogniser.words_on(grey, dpi, Language::danish);
    read_addresses_again(recogniser, grey, dpi, words);
    return words;
}

}  // namespace

Sight compared(const std::vector<Word>& words, const std::vector<Word>& recognised) {
    Sight sight;
    for (const Word& word : words)
        if (is_seen(word, recognised)) sight.seen.push_back(word);
    for (const Word& one : recognised)
        if (one.confidence >= believable_confidence && !is_covered(one, sight.seen)) sight.besides.push_back(one);
    return sight;
}

Sight by_sight(
    const std::vector<Word>& words, Pix* drawn, int page_width, double width_points, Recogniser& recogniser
) {
    const Picture grey{pixConvertTo8(drawn, 0)};
    if (!grey || pixGetWidth(grey.get()) <= 0) throw std::runtime_error("a page can't be made grey");
    const double dpi = pixGetWidth(grey.get()) * points_an_inch / width_points;
    const double scale = static_cast<double>(page_width) / pixGetWidth(grey.get());
    std::vector<Word> recognised;
    add_words(recognised, words_seen(recogniser, grey.get(), dpi), scale);
    Sight sight = compared(words, recognised);
    if (sight.seen.size() == words.size()) return sight;
    pixInvert(grey.get(), grey.get());
    add_words(recognised, words_seen(recogniser, grey.get(), dpi), scale);
    return compared(words, recognised);
}

}  // namespace ocr
