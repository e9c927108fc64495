#pragma once

#include <vector>

#include "ocr/picture.hpp"
#include "ocr/reading.hpp"
#include "ocr/recogniser.hpp"

/// What a page says against what is to be seen on it. A file may hold words that nobody sees: written in no colour
/// behind something else, or put under a picture that shows something else.
namespace ocr {

struct Sight {
    std::vector<Word> seen;     ///< of the page's words those that can be read in their place
    std::vector<Word> besides;  ///< what can be read where the page has no words
};

/// `recognised` has its boxes in the same pixels. A word is seen where most of its letters are recognised in its place,
/// in their order; of numbers, nearly all. What has no letter or digit says nothing and stays.
Sight compared(const std::vector<Word>& words, const std::vector<Word>& recognised);

/// The same for a page that is drawn: `words` in pixels of a page picture that is `page_width` of them wide. What is
/// light on dark is read, too, where something is missing. Runs inside a worker only.
Sight by_sight(const std::vector<Word>& words, Pix* drawn, int page_width, double width_points, Recogniser& recogniser);

}  // namespace ocr
