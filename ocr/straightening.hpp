#pragma once

#include "ocr/picture.hpp"

/// Makes a scanned page easier to read without changing what stands on it. Runs inside a worker only.
namespace ocr {

/// How far the lines slope, in degrees clockwise positive as leptonica turns; 0 where it can't be told or is less than
/// what matters. `grey` has 8 bits.
double skew_of(Pix* grey);

/// Turned about its centre, same size, white coming in at the corners.
Picture straightened(Pix* pixels, double degrees);

/// Turned clockwise by 0, 90, 180 or 270 degrees.
Picture turned(Pix* pixels, int degrees);

/// Without specks that stand alone: small, with nothing large within reach, so that the dots of i and å stay.
/// `grey` has 8 bits and about `dpi` pixels to the inch.
Picture without_lone_specks(Pix* grey, double dpi);

/// The paper is about as light in every corner: no shadow of a fold, no lamp to one side. `grey` has 8 bits.
bool is_evenly_lit(Pix* grey);

/// Nothing is written on it: hardly a dark pixel, or hardly a light one.
bool is_empty_page(Pix* grey);

}  // namespace ocr
