#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "ocr/hidden.hpp"

/// The finders of what is hidden, by kind of file. All of it parses foreign bytes: they run inside a worker only.
namespace ocr {

/// Gathers texts within the limits, none twice; what is long is cut into pieces that overlap. What is no text (not
/// UTF-8, control characters) is passed over.
class HiddenTexts {
  public:
    void add(HiddenPlace place, std::string_view text);
    std::vector<HiddenText> take() { return std::move(texts_); }
    /// There was more than the limits let in.
    bool is_full() const { return is_full_; }

  private:
    void add_piece(HiddenPlace place, std::string_view text);

    HiddenLimits limits_;
    std::vector<HiddenText> texts_;
    std::size_t bytes_{};
    bool is_full_{};
};

/// Throws std::exception for what can't be followed; what was found before stays.
void look_into_pdf(const std::filesystem::path& file, HiddenTexts& texts);
void look_into_office(const std::filesystem::path& file, HiddenTexts& texts);
/// The parts of an office file, unpacked, by their names in it.
using OfficeParts = std::map<std::string, std::string>;
void look_into_parts(const OfficeParts& parts, HiddenTexts& texts);
void look_into_rtf(std::string_view rtf, HiddenTexts& texts);
/// JPEG, PNG or TIFF, told by the first bytes.
void look_into_picture(std::string_view bytes, HiddenTexts& texts);
/// The words of an XMP packet, without dates, identifiers and names of programs.
void look_into_xmp(std::string_view xml, HiddenPlace place, HiddenTexts& texts);

/// All of it, by media type. Never throws.
Hidden look_for_hidden(const std::filesystem::path& file, std::string_view media_type);

}  // namespace ocr
