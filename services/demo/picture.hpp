#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace services {

/// A scanned page: rows from the top, `channels` bytes a pixel (1 grey, 3 red green blue), at 300
/// dots an inch.
struct Picture {
    int width{};
    int height{};
    int channels{};
    std::vector<std::uint8_t> pixels;

    std::size_t row_bytes() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels); }
};

inline constexpr int picture_dots_per_inch = 300;

enum class TiffCoding {
    jpeg,   ///< grey or colour
    group4  ///< black and white: grey pixels must be 0 or 255
};

// Whole files. All throw std::runtime_error if the codec fails.
std::string jpeg_of(const Picture& picture, int quality);
std::string png_of(const Picture& picture);
std::string tiff_of(std::span<const Picture> pages, TiffCoding coding);
/// A PDF with nothing but the pictures, as a scanner makes it.
std::string picture_pdf_of(std::span<const Picture> pages, int quality, core::Date made);

}  // namespace services
