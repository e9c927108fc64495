#pragma once

#include <vector>

#include "ocr/reading.hpp"

namespace ocr {

enum class TextLayer {
    missing,  ///< no words
    good,
    garbage  ///< words, but not what a reader of the page sees: wrong encoding, unmapped glyphs, letters apart
};

/// Whether a file's own text can be taken for what stands on the page. In doubt it is good: the text of a page that was
/// written by a program is right to the letter, and recognised text is not.
TextLayer judge_text_layer(const std::vector<Word>& words);

/// Whether the page seems to be written in English rather than Danish.
bool looks_english(const std::vector<Word>& words);

}  // namespace ocr
