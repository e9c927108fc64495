#pragma once

#include <filesystem>
#include <optional>

#include "ocr/picture.hpp"

namespace ocr {

/// What has to be known of a page before it is drawn anew. It is found where the page is read, and stands as a comment
/// in the page picture: taking a JPEG apart only to ask it costs a quarter of what blacking out a page does.
struct Tone {
    bool is_grey{};       ///< grey is enough to show it
    bool is_print{true};  ///< most of it is bare paper of one lightness, unlike a scan or a photograph

    friend bool operator==(const Tone&, const Tone&) = default;
};

/// Of a page made so small that a pixel stands for about a millimetre of it; 8 or 32 bits.
Tone tone_of(Pix* small);

/// Leaves the tone, and no other comment, in the JPEG that is written of `picture`.
void note_tone(Pix* picture, const Tone& tone);

/// Nothing where the JPEG says none.
std::optional<Tone> noted_tone(const std::filesystem::path& jpeg);

}  // namespace ocr
