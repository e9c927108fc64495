#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/messages.hpp"
#include "ocr/picture.hpp"

/// A file as a row of pages, whatever its format. Runs inside a worker only.
namespace ocr {

/// A page as the file has it: neither straightened nor turned.
struct Sheet {
    Picture pixels;
    double dpi{};
    std::string reason;  ///< why there are no pixels, or "damaged" where some of them are missing
};

/// What pages are read at. Tesseract's models see every line 36 pixels high, about what letters of 11 points take here;
/// at 300 dpi print of 6 to 12 points was read no better, for a sixth more time.
inline constexpr double recognition_dpi = 200;
inline constexpr double picture_dpi = 150;
/// Of a page in a searchable PDF, as JPEG counts.
inline constexpr int sharp_quality = 80;

/// A picture file's resolution: its tag where that is believable, else what makes the page A4.
double believable_dpi(int tag, int width, int height);

enum class Colours { as_they_are, grey };

class PageSource {
  public:
    virtual ~PageSource() = default;

    /// How many pages, and whether they can be read at all.
    virtual Answer inspect() = 0;

    /// The file's own words on that page, boxes in pixels at `picture_dpi`; empty if there are none.
    virtual std::vector<Word> text_layer(int page) = 0;

    /// The file's own text on that page as readers of PDFs find it, lines ended by '\n'; a word that is parted at the
    /// end of a line is one. In a fifth of the time that its words take, for no place of theirs is told.
    virtual std::string text(int page) = 0;

    /// The page for the recogniser, as sharp as the file has it.
    virtual Sheet sharp(int page) = 0;

    /// The page for the screen: about `picture_dpi`.
    virtual Sheet for_screen(int page) = 0;

    /// The page at `dpi`, or as near to it as a picture file has it without being enlarged; in 8 bits of grey if that
    /// is enough for the caller.
    virtual Sheet drawn(int page, double dpi, Colours colours) = 0;

    /// Whether a searchable PDF holds the sharp page compressed anew, so that it is best done while it is at hand.
    virtual bool is_compressed_anew() const { return false; }
};

/// `media_type` is one of the four that are read. Null with `reason` set if the content is something else.
struct OpenedSource {
    std::unique_ptr<PageSource> source;
    std::string reason;
};
OpenedSource open_source(const std::filesystem::path& file, std::string_view media_type, const Limits& limits);

OpenedSource open_pdf(const std::filesystem::path& file, const Limits& limits);
OpenedSource open_picture(const std::filesystem::path& file, std::string_view media_type, const Limits& limits);

}  // namespace ocr
