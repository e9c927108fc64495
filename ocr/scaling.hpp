#pragma once

#include "ocr/picture.hpp"

/// Pictures made larger or smaller. Runs inside a worker only.
namespace ocr {

/// Of any depth; black and white becomes grey when it gets smaller. What would hardly change stays as it is.
Picture scaled(Pix* pixels, double factor);

/// `grey` has 8 bits. What 300 dpi, the scanners' favourite, needs to become 200: each 3 by 3 pixels become 2 by 2,
/// with each pixel's share by area. leptonica's own way for any factor takes six times as long.
Picture two_thirds_of(Pix* grey);

/// In 8 bits of grey, scaled.
Picture scaled_grey(Pix* pixels, double factor);

}  // namespace ocr
