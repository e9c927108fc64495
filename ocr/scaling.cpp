#include "ocr/scaling.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace ocr {
namespace {

constexpr double hardly_any_change = 0.03;
constexpr double two_thirds = 2.0 / 3;

/// A row as bytes from left to right, once the picture's words were swapped for that.
std::uint8_t* row_of(Pix* swapped, int y) {
    return reinterpret_cast<std::uint8_t*>(pixGetData(swapped) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(swapped));
}

/// A pixel in the corner of two thirds: all of one pixel, half of two neighbours, a quarter of the one between them.
std::uint8_t blend(int corner, int beside, int below, int middle) {
    return static_cast<std::uint8_t>((4 * corner + 2 * (beside + below) + middle + 4) / 9);
}

/// Rows `a`, `b` and `c` become the rows `above` and `below`, each `width` (an even number of) pixels long.
void blend_rows(
    const std::uint8_t* a,
    const std::uint8_t* b,
    const std::uint8_t* c,
    std::uint8_t* above,
    std::uint8_t* below,
    int width
) {
    for (int x = 0, from = 0; x < width; x += 2, from += 3) {
        above[x] = blend(a[from], a[from + 1], b[from], b[from + 1]);
        above[x + 1] = blend(a[from + 2], a[from + 1], b[from + 2], b[from + 1]);
        below[x] = blend(c[from], c[from + 1], b[from], b[from + 1]);
        below[x + 1] = blend(c[from + 2], c[from + 1], b[from + 2], b[from + 1]);
    }
}

}  // namespace

Picture scaled(Pix* pixels, double factor) {
    if (std::abs(factor - 1) < hardly_any_change) return Picture{pixClone(pixels)};
    const auto by = static_cast<l_float32>(factor);
    if (pixGetDepth(pixels) == 1 && factor < 1) return Picture{pixScaleToGray(pixels, by)};
    return Picture{pixScale(pixels, by, by)};
}

Picture two_thirds_of(Pix* grey) {
    const int width = pixGetWidth(grey) / 3 * 2;
    const int height = pixGetHeight(grey) / 3 * 2;
    if (width == 0 || height == 0) return scaled(grey, two_thirds);
    const Picture from{pixEndianByteSwapNew(grey)};
    Picture smaller{pixCreate(width, height, 8)};
    if (!from || !smaller) return nullptr;
    for (int y = 0, row = 0; y < height; y += 2, row += 3)
        blend_rows(
            row_of(from.get(), row),
            row_of(from.get(), row + 1),
            row_of(from.get(), row + 2),
            row_of(smaller.get(), y),
            row_of(smaller.get(), y + 1),
            width
        );
    pixEndianByteSwap(smaller.get());
    return smaller;
}

Picture scaled_grey(Pix* pixels, double factor) {
    if (pixGetDepth(pixels) == 1 && factor < 1) {
        const Picture grey = scaled(pixels, factor);
        return Picture{grey ? pixConvertTo8(grey.get(), 0) : nullptr};
    }
    const Picture grey{pixConvertTo8(pixels, 0)};
    if (!grey) return nullptr;
    return std::abs(factor - two_thirds) < hardly_any_change ? two_thirds_of(grey.get()) : scaled(grey.get(), factor);
}

}  // namespace ocr
