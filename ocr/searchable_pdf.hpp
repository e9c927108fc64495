#pragma once

#include "ocr/messages.hpp"

namespace ocr {

/// Writes the original's look with the recognised words under it to `order.output`: a PDF keeps its own pages, a
/// picture file's pages become PDF pages with the picture as it is (JPEG byte for byte). Pages whose own text was used
/// stay as they are. Pages that were read turned or straightened are shown that way: by the page's /Rotate and by
/// turning what it draws, for readers of PDF tear words apart that run uphill. Throws std::exception for what can't be
/// written. Runs inside a worker only.
void write_searchable_pdf(const Order& order);

}  // namespace ocr
