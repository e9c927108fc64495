// The format: a JSON array with one array a word, in reading order:
//
//     [["Kære",118,240,61,22,96,0],["borger",187,240,88,25,95,0]]
//
// text (UTF-8, never empty), left, top, width, height (pixels of the page picture), confidence (0 to 100), line (from
// 0).
#include <nlohmann/json.hpp>

#include "ocr/reading.hpp"

namespace ocr {
namespace {

using nlohmann::json;

constexpr std::size_t word_count_max = 200'000;
constexpr std::size_t text_bytes_max = 1'000;
constexpr int pixels_max = 1'000'000;
constexpr std::size_t columns = 7;

core::Error not_words(std::string why) {
    return {core::ErrorCode::unreadable, std::move(why)};
}

/// The whole number at `column`, if it lies between 0 and `most`.
core::Result<int> whole_number(const json& row, std::size_t column, int most) {
    const json& cell = row[column];
    if (!cell.is_number_unsigned()) return not_words("a word's number is not a whole number");
    const auto value = cell.get<std::uint64_t>();
    if (value > static_cast<std::uint64_t>(most)) return not_words("a word's number is too large");
    return static_cast<int>(value);
}

core::Result<Word> word_from_row(const json& row) {
    if (!row.is_array() || row.size() != columns) return not_words("a word has not 7 columns");
    if (!row[0].is_string()) return not_words("a word has no text");
    Word word;
    word.text = row[0].get<std::string>();
    if (word.text.empty() || word.text.size() > text_bytes_max) return not_words("a word's text is empty or too long");
    TRY(word.box.left, whole_number(row, 1, pixels_max));
    TRY(word.box.top, whole_number(row, 2, pixels_max));
    TRY(word.box.width, whole_number(row, 3, pixels_max));
    TRY(word.box.height, whole_number(row, 4, pixels_max));
    TRY(word.confidence, whole_number(row, 5, 100));
    TRY(word.line, whole_number(row, 6, static_cast<int>(word_count_max)));
    return word;
}

}  // namespace

std::string text_of(const std::vector<Word>& words) {
    std::string text;
    int line = words.empty() ? 0 : words.front().line;
    bool at_beginning = true;
    for (const Word& word : words) {
        if (word.line != line)
            text += '\n';
        else if (!at_beginning)
            text += ' ';
        text += word.text;
        line = word.line;
        at_beginning = false;
    }
    if (!text.empty()) text += '\n';
    return text;
}

std::string words_to_json(const std::vector<Word>& words) {
    json rows = json::array();
    for (const Word& word : words) {
        rows.push_back(json::array(
            {word.text, word.box.left, word.box.top, word.box.width, word.box.height, word.confidence, word.line}
        ));
    }
    return rows.dump(-1, ' ', false, json::error_handler_t::replace);
}

core::Result<std::vector<Word>> words_from_json(std::string_view text) {
    const json rows = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (rows.is_discarded() || !rows.is_array()) return not_words("the words are not a JSON array");
    if (rows.size() > word_count_max) return not_words("there are too many words");
    std::vector<Word> words;
    words.reserve(rows.size());
    for (const json& row : rows) {
        TRY(auto word, word_from_row(row));
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace ocr
