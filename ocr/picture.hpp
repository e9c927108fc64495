#pragma once

#include <leptonica/allheaders.h>

#include <cstddef>
#include <memory>

/// Leptonica's pictures with an owner. For the files of this folder that run inside a worker.
namespace ocr {

struct PictureRelease {
    void operator()(Pix* pixels) const noexcept { pixDestroy(&pixels); }
};
/// Null where leptonica could not make it.
using Picture = std::unique_ptr<Pix, PictureRelease>;

inline const l_uint32* line_of(Pix* pixels, int y) {
    return pixGetData(pixels) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pixels);
}

/// One of L_RED_SHIFT, L_GREEN_SHIFT and L_BLUE_SHIFT of a pixel of 32 bits: 0 to 255.
inline int channel(l_uint32 pixel, int shift) {
    return static_cast<int>(pixel >> static_cast<unsigned>(shift) & 0xFF);
}

/// Of a picture in colours the green is taken for its lightness.
inline int lightness(const l_uint32* line, int x, bool is_grey) {
    return is_grey ? static_cast<int>(GET_DATA_BYTE(line, x)) : channel(line[x], L_GREEN_SHIFT);
}

}  // namespace ocr
