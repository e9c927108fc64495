#pragma once

#include <leptonica/allheaders.h>

#include <memory>

/// Leptonica's pictures with an owner. For the files of this folder that run inside a worker.
namespace ocr {

struct PictureRelease {
    void operator()(Pix* pixels) const noexcept { pixDestroy(&pixels); }
};
/// Null where leptonica could not make it.
using Picture = std::unique_ptr<Pix, PictureRelease>;

}  // namespace ocr
