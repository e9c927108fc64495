#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a file says where none of its pages shows it: its properties, notes, fields, attached files, hidden sheets and
/// the like. Nothing of it goes into what is drawn for everybody; but whoever decides what becomes public must know
/// that it is there, since the original is given out on other ways.
namespace ocr {

enum class HiddenPlace {
    properties,      ///< of the file: title, author, keywords, XMP
    picture,         ///< of a picture: EXIF, IPTC, XMP
    location,        ///< where a picture was taken (GPS); the text is the place
    annotation,      ///< on a PDF's page; also where a link leads
    field,           ///< of a form
    attachment,      ///< a file in the file: its name, and all that it says, hidden there or shown
    layer,           ///< of a PDF, not shown
    outside,         ///< beside the page, or cut away from it
    bookmark,        ///< of a PDF
    script,          ///< of a PDF
    sheet,           ///< of a spreadsheet, hidden; also hidden rows and columns
    slide,           ///< of a presentation, hidden
    tracked_change,  ///< text that was deleted, and kept
    comment,
    notes,        ///< of the one who presents
    hidden_text,  ///< that a word processor does not show
    elsewhere,    ///< programs' own data, alternative texts, names
    unread        ///< all or some of these could not be looked at; the text is the reason
};

struct HiddenText {
    HiddenPlace place{};
    std::string text{};  ///< UTF-8
};

struct Hidden {
    /// A reason key of reading.hpp where the file can't be looked through, "inner_file" where that is a file that lies
    /// in it; else empty.
    std::string reason{};
    std::vector<HiddenText> texts{};
};

/// Of what one file may hide; what is beyond is not looked at.
struct HiddenLimits {
    std::size_t texts{2'000};
    std::size_t text_bytes{64U << 10U};
    std::size_t all_bytes{1U << 20U};
    std::size_t part_bytes{32U << 20U};   ///< of a part of a file, unpacked
    std::size_t parts{2'000};             ///< of an archive
    std::size_t pages{300};               ///< of a PDF, read for layers
    std::size_t inner_depth{2};           ///< of files in files
    std::size_t inner_files{200};         ///< all that lie in one file, in whichever depth
    std::size_t inner_bytes{64U << 20U};  ///< all of them together, as they lie there
};

std::string_view name_of(HiddenPlace place);
std::optional<HiddenPlace> hidden_place_named(std::string_view name);

}  // namespace ocr
