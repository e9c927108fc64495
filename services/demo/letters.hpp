#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/time.hpp"

/// Forty letters to Solbakke Kommune as a scanner delivers them: pictures only, no text layer, with
/// paper tone, noise, specks, fold shadows, stamps and skew. They are for the real text recognition.
namespace services {

inline constexpr std::size_t demo_letter_count = 40;

/// How well the paper and the scanner treated the letter.
enum class DemoWear {
    clean,   ///< a good scan of a good print
    office,  ///< the usual: toned paper, light noise, a stamp
    worn,    ///< folded, blurred, specked
    fax      ///< black and white only
};

struct DemoLetter {
    std::string file_name;  ///< "scan-0001.pdf"; PDF, TIFF, JPEG or PNG
    std::string bytes;      ///< of the whole file
    std::string text;       ///< what is printed on it, line breaks aside; without stamp and signature
    std::string sender;
    std::string subject;
    core::Date letter_date{};
    DemoWear wear{};
    std::size_t pages{};
};

/// `index` is below demo_letter_count. Letters 7 and 22 hold a CPR number (demo_cpr_numbers); 11 was
/// put in upside down and 26 sideways. Takes up to some tenths of a second and 60 MB a letter.
/// The same seed and day give the same bytes with the same cairo, pango, fonts and codecs.
/// Throws std::runtime_error if a codec fails.
DemoLetter demo_letter(std::uint64_t seed, std::size_t index, core::Date today);

}  // namespace services
