#pragma once

#include <string>
#include <string_view>

/// Helvetica, which every PDF reader has, for the few words that are added to a page: labels and stamps.
namespace ocr {

inline constexpr const char* standard_font =
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

struct StandardText {
    std::string hex;  ///< in WinAnsiEncoding, as a PDF's hexadecimal string without its brackets
    double width{};   ///< in parts of the font's size
};

/// Letters that the encoding has not are left out.
StandardText in_standard_font(std::string_view text);

}  // namespace ocr
