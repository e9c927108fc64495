#pragma once

#include <string>

#include "ocr/picture.hpp"
#include "ocr/reading.hpp"

namespace ocr {

/// A page's picture in the form in which a PDF holds it.
struct PageImage {
    std::string bytes;
    std::string filter;      ///< "FlateDecode" or "DCTDecode"
    std::string dictionary;  ///< the other entries of the image's dictionary, without its brackets
    Box place{};             ///< which of the page's pixels it has; the others are white
};

/// Whether a page is print on paper of one colour, rather than a scan or a photograph: nearly all of its pixels have
/// one of two values.
bool is_flat(Pix* pixels);

/// Print loses nothing to the eye and stays sharp: sixteen greys, or a palette, compressed as they are; what has more
/// to it becomes a JPEG. The paper around is left out. `pixels` have 8 or 32 bits. Throws std::runtime_error where it
/// can't be compressed.
PageImage page_image(Pix* pixels);

}  // namespace ocr
