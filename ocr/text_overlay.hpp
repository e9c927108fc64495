#pragma once

#include <map>
#include <qpdf/QPDF.hh>
#include <string>
#include <utility>
#include <vector>

#include "ocr/reading.hpp"

namespace ocr {

/// An affine map as PDF writes it: x' = a x + c y + e, y' = b x + d y + f.
struct Affine {
    double a{1}, b{0}, c{0}, d{1}, e{0}, f{0};
};

/// First `one`, then `other`.
Affine then(const Affine& one, const Affine& other);

/// Turns clockwise, as seen with y upwards, about a point.
Affine turn_about(double x, double y, double degrees);

/// From the pixels of the page picture, which stands upright, to those of the same page as it lay, with (0,0) in the
/// upper left corner of the unit square and (1,1) in the lower right one.
Affine to_unturned_unit_square(const Page& page);

/// Invisible words for the pages of one PDF. The font has no shapes: each character has the same empty glyph and, in
/// its ToUnicode map, its own character, so that æ, ø and å can be searched for and copied wherever the PDF is read.
class TextOverlay {
  public:
    /// The drawing orders for a page's words; `to_user_space` leads from picture pixels to the page's own units.
    std::string contents(const Page& page, const Affine& to_user_space);

    /// Name and object of each font that the contents made so far use.
    std::vector<std::pair<std::string, QPDFObjectHandle>> fonts(QPDF& pdf) const;

  private:
    struct Code {
        std::size_t font{};
        int code{};
    };
    Code code_for(char32_t character);
    void append_word(std::string& drawing, const std::u32string& characters, std::size_t& font);

    std::map<char32_t, Code> codes_;
    std::vector<std::vector<char32_t>> characters_;  ///< of each font, from code 1
};

}  // namespace ocr
