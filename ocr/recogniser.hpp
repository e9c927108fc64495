#pragma once

#include <memory>
#include <vector>

#include "ocr/picture.hpp"
#include "ocr/reading.hpp"

namespace ocr {

enum class Language {
    danish,
    english,      ///< with Danish beside it
    only_english  ///< which knows signs that the Danish model does not, such as @
};

/// What is handed to the recogniser: a page with columns, headings and pictures, a piece of one with some words, or a
/// single line.
enum class Layout { page, piece, line };

/// Tesseract with its models kept loaded. Runs inside a worker only.
class Recogniser {
  public:
    /// Loads the Danish model; the others are loaded when a page first needs them. Throws std::runtime_error if the
    /// model is not installed.
    Recogniser();
    ~Recogniser();

    /// The words in reading order, boxes in pixels of the page. `grey` has 8 bits.
    std::vector<Word> words_on(Pix* grey, double dpi, Language language, Layout layout = Layout::page);

    /// How far the page must be turned clockwise to stand upright: 0, 90, 180 or 270; 0 where it can't be told.
    int turn_needed(Pix* grey, double dpi);

  private:
    struct Engines;
    std::unique_ptr<Engines> engines_;
};

}  // namespace ocr
