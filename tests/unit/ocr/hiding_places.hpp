#pragma once

#include <filesystem>
#include <string>

/// PDFs with a marker in one of the many places where a PDF can hold something, for the tests of redaction. Each has
/// the words "Til Borgmester Mikkelsen" on its first page, which is A4.
namespace ocr_test {

inline constexpr const char* marker = "HEMMELIGHEDEN";

enum class HidingPlace {
    text,              ///< in the line of print, after "Mikkelsen"
    free_text,         ///< an annotation that is drawn on the page
    sticky_note,       ///< an annotation whose text is not drawn
    attachment,        ///< a file in the PDF
    hidden_layer,      ///< optional content that is off
    form_field,        ///< the value of a field, drawn on the page
    rotated_page,      ///< print on a page that is shown turned by 90 degrees
    outside_crop_box,  ///< print beside the part of the page that is shown
    information,       ///< document information and XMP
    thumbnail,         ///< the page's own small picture
    odd_font,          ///< a font with an encoding of its own and no map to characters
    under_black,       ///< print with a black rectangle drawn over it
    behind_picture,    ///< print with a picture drawn over it
    invisible_text,    ///< text that is not drawn (rendering mode 3)
    colours,           ///< in the line of print, on a page with a red rectangle
    script,            ///< JavaScript, names, bookmarks, data of some program about the page
    user_units         ///< print on a page whose unit is not a point, with a page box that begins elsewhere
};

void write_hiding(HidingPlace place, const std::filesystem::path& file);

}  // namespace ocr_test
