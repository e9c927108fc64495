#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "ocr/hidden.hpp"

/// The finders of what is hidden, by kind of file. All of it parses foreign bytes: they run inside a worker only.
namespace ocr {

/// Gathers texts within the limits, none twice; what is long is cut into pieces that overlap. What is no text (not
/// UTF-8, control characters) is passed over. While a file in the file is looked into, every place is that.
class HiddenTexts {
  public:
    void add(HiddenPlace place, std::string_view text);
    std::vector<HiddenText> take() { return std::move(texts_); }
    /// There was more than the limits let in.
    bool is_full() const { return is_full_; }

    /// Something in the file could not be looked into; the rest is.
    void miss() { has_missed_ = true; }
    bool has_missed() const { return has_missed_; }

    /// Runs `look` on a file of so many bytes that lies in the one looked into. What is more than the limits let in, or
    /// can't be followed, is missed; never throws for it.
    void go_into(std::size_t bytes, const std::function<void()>& look);
    /// Within go_into().
    /// All of it is hidden, also what its own pages would show.
    bool is_inner() const { return depth_ > 0; }
    /// Gathered until now.
    std::size_t bytes() const { return bytes_; }

  private:
    void add_piece(HiddenPlace place, std::string_view text);

    HiddenLimits limits_;
    std::vector<HiddenText> texts_;
    std::size_t bytes_{}, inner_bytes_{}, inner_files_{}, depth_{};
    bool is_full_{}, has_missed_{};
};

/// Throws std::exception for what can't be followed; what was found before stays.
void look_into_pdf(const std::filesystem::path& file, HiddenTexts& texts);
void look_into_inner_pdf(std::string_view bytes, HiddenTexts& texts);
void look_into_office(const std::filesystem::path& file, HiddenTexts& texts);
/// An archive; whether it is an office file is not known yet.
void look_into_archive(std::string_view bytes, HiddenTexts& texts);
/// The parts of an office file, unpacked, by their names in it.
using OfficeParts = std::map<std::string, std::string>;
void look_into_parts(const OfficeParts& parts, HiddenTexts& texts);
void look_into_rtf(std::string_view rtf, HiddenTexts& texts);
/// JPEG, PNG or TIFF, told by the first bytes.
void look_into_picture(std::string_view bytes, HiddenTexts& texts);
/// A file that lies in another, told by its first bytes. What can't be looked into is said; never throws for it.
void look_into_inner(std::string_view bytes, HiddenTexts& texts);
/// Whether they are those of a file that look_into_inner() knows, and that is neither text nor picture.
bool begins_as_file(std::string_view bytes);
/// The same of what an office file keeps as an object, which may be wrapped in a compound file.
void look_into_embedded(std::string_view bytes, HiddenTexts& texts);
/// An object as RTF has it ([MS-OLEDS] § 2.2.4 and 2.2.5). False if it is none, or can't be followed.
bool look_into_rtf_object(std::string_view bytes, HiddenTexts& texts);
/// The words of an XMP packet, without dates, identifiers and names of programs.
void look_into_xmp(std::string_view xml, HiddenPlace place, HiddenTexts& texts);

/// All of it, by media type. Never throws.
Hidden look_for_hidden(const std::filesystem::path& file, std::string_view media_type);

}  // namespace ocr
