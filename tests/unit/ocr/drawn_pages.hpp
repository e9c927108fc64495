#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Scanned Danish letters that are drawn rather than found: the text is known to the letter, and the same seed gives
/// the same page. For the tests of this folder and for the OCR benchmark.
namespace ocr_test {

/// What has happened to a letter between the printer and the scanner folder.
enum class Wear {
    clean,    ///< straight, good light
    office,   ///< a little noise and dust, up to one degree of skew
    worn,     ///< grey paper, uneven light, much dust, up to two degrees
    fax,      ///< black and white, rough edges, up to one and a half degrees
    shadowed  ///< photographed, far darker on the right than on the left
};

struct DrawnPage {
    std::string text;  ///< what stands on it; spaces and line ends mean the same
    std::filesystem::path file;
};

struct Drawing {
    Wear wear{Wear::clean};
    double skew_degrees{};
    std::uint64_t seed{1};
    int paragraphs{5};
    int turn_degrees{};  ///< put into the scanner turned clockwise by 0, 90, 180 or 270
    std::string text;    ///< instead of a made letter
    std::string font;    ///< name and points, "Liberation Sans 8"; else the seed chooses
};

/// A letter of municipal Danish, the same for the same seed.
std::string danish_letter(std::uint64_t seed, int paragraphs);

/// Draws one A4 page at 300 dpi. The file's ending chooses the format: .png, .jpg or .tif.
DrawnPage draw_page(const Drawing& drawing, const std::filesystem::path& file);

/// Draws each page into one TIFF file.
void draw_tiff(const std::vector<Drawing>& drawings, const std::filesystem::path& file);

/// A PDF with a text layer: one page a text, as a word processor writes it.
void write_text_pdf(const std::vector<std::string>& texts, const std::filesystem::path& file);

/// The share of characters that must be changed to get from `read` to `truth`, spaces and line ends being alike: the
/// edit distance divided by the length of `truth`.
double character_error_rate(const std::string& truth, const std::string& read);

}  // namespace ocr_test
