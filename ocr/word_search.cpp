#include "ocr/word_search.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "core/utf8.hpp"

namespace ocr {
namespace {

constexpr std::size_t looked_for_least = 3;  ///< letters and digits; less is in every text

/// A stretch of letters and digits, and the word that it stands in.
struct Piece {
    std::string text;
    std::size_t word{};
};

bool is_digit(char32_t value) {
    return value >= U'0' && value <= U'9';
}

/// What reads as letters of other scripts counts, too; what is punctuation or a sign does not.
bool is_compared(char32_t value) {
    constexpr char32_t after_latin = 0x250;
    const bool is_sign = (value >= 0x2000 && value <= 0x2BFF) || (value >= 0x3000 && value <= 0x303F) ||
                         (value >= 0xE000 && value <= 0xF8FF) || (value >= 0xFE00 && value <= 0xFEFF) ||
                         value == core::replacement;
    return core::is_letter(value) || is_digit(value) || (value >= after_latin && !is_sign);
}

/// A soft hyphen and what has no width stand within a word and not between two.
bool is_unseen(char32_t value) {
    return value == 0xAD || (value >= 0x200B && value <= 0x200D) || value == 0x2060 || value == 0xFEFF;
}

/// The folded stretches of a text, in order; none of them is empty.
std::vector<std::string> stretches_of(std::string_view text) {
    std::vector<std::string> stretches;
    bool within = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = core::code_point_at(text, at);
        at += point.size;
        if (is_unseen(point.value)) continue;
        const bool compared = is_compared(point.value);
        if (compared) {
            if (!within) stretches.emplace_back();
            core::append_utf8(stretches.back(), core::lower_case(point.value));
        }
        within = compared;
    }
    return stretches;
}

std::vector<Piece> pieces_of(const std::vector<Word>& words) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < words.size(); ++i)
        for (auto& stretch : stretches_of(words[i].text)) pieces.push_back({std::move(stretch), i});
    return pieces;
}

/// How many pieces from `from` on make up the phrase; none if they do not.
std::size_t pieces_making(const std::vector<Piece>& pieces, std::size_t from, std::string_view phrase) {
    std::string_view left = phrase;
    for (std::size_t i = from; i < pieces.size(); ++i) {
        std::string_view piece = pieces[i].text;
        if (piece.size() < left.size()) {
            if (!left.starts_with(piece)) return 0;
            left.remove_prefix(piece.size());
            continue;
        }
        if (!piece.starts_with(left)) return 0;
        piece.remove_prefix(left.size());
        return piece.empty() || (piece == "s" && !is_digit(static_cast<unsigned char>(phrase.back()))) ? i + 1 - from
                                                                                                       : 0;
    }
    return 0;
}

int right_of(const Box& box) {
    return box.left + box.width;
}

int bottom_of(const Box& box) {
    return box.top + box.height;
}

Box around(const Box& one, const Box& other) {
    const int left = std::min(one.left, other.left);
    const int top = std::min(one.top, other.top);
    return {
        left, top, std::max(right_of(one), right_of(other)) - left, std::max(bottom_of(one), bottom_of(other)) - top};
}

}  // namespace

bool takes(const Box& box, const Box& word) {
    const int wide = std::min(right_of(box), right_of(word)) - std::max(box.left, word.left);
    const int high = std::min(bottom_of(box), bottom_of(word)) - std::max(box.top, word.top);
    if (wide <= 0 || high <= 0) return false;
    // A small box that lies on the word was meant for it.
    if (wide * 2 >= box.width && high * 2 >= box.height) return true;
    const bool grazes_lines = high * 4 < word.height;
    // Less than a third of the height is less than one letter.
    const bool grazes_letters = wide * 3 < word.height && wide * 2 < word.width;
    return !grazes_lines && !grazes_letters;
}

std::vector<std::size_t> words_under(const std::vector<Word>& words, const Box& box) {
    std::vector<std::size_t> under;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (takes(box, words[i].box)) under.push_back(i);
    return under;
}

std::vector<Box> boxes_of(const std::vector<Word>& words, std::string_view phrase) {
    std::vector<Box> boxes;
    const auto wanted = folded(phrase);
    if (wanted.empty()) return boxes;
    const auto pieces = pieces_of(words);
    for (std::size_t from = 0; from < pieces.size();) {
        const auto count = pieces_making(pieces, from, wanted);
        if (count == 0) {
            ++from;
            continue;
        }
        const auto found = boxes_around(words, pieces[from].word, pieces[from + count - 1].word + 1);
        boxes.insert(boxes.end(), found.begin(), found.end());
        from += count;
    }
    return boxes;
}

std::vector<Box> boxes_around(const std::vector<Word>& words, std::size_t first, std::size_t end) {
    std::vector<Box> boxes;
    for (auto i = first; i < end; ++i) {
        if (i > first && words[i].line == words[i - 1].line)
            boxes.back() = around(boxes.back(), words[i].box);
        else
            boxes.push_back(words[i].box);
    }
    return boxes;
}

bool hold(const std::vector<Word>& words, std::string_view phrase) {
    const auto wanted = folded(phrase);
    const auto letters =
        std::count_if(wanted.begin(), wanted.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; });
    if (static_cast<std::size_t>(letters) < looked_for_least) return false;
    const auto pieces = pieces_of(words);
    for (std::size_t from = 0; from < pieces.size(); ++from)
        if (pieces_making(pieces, from, wanted) > 0) return true;
    return false;
}

std::vector<Word> words_in(const std::string& text) {
    std::vector<Word> words;
    std::istringstream pieces{text};
    for (std::string piece; pieces >> piece;) {
        words.emplace_back();
        words.back().text = std::move(piece);
    }
    return words;
}

/// What is not found as a word is looked for in the whole.
int count_of(const std::vector<Word>& words, const std::string& text) {
    std::map<std::string, int> as_words;
    std::string whole;
    for (const Word& there : words_in(text)) {
        const auto word = folded(there.text);
        ++as_words[word];
        whole += word;
    }
    int found = 0;
    for (const Word& wanted : words) {
        const auto word = folded(wanted.text);
        const auto known = as_words.find(word);
        const bool is_word = known != as_words.end() && known->second > 0;
        if (is_word) --known->second;
        if (is_word || whole.find(word) != std::string::npos) ++found;
    }
    return found;
}

std::string folded(std::string_view text) {
    std::string all;
    for (const auto& stretch : stretches_of(text)) all += stretch;
    return all;
}

}  // namespace ocr
