#pragma once

#include "ocr/messages.hpp"

namespace ocr {

/// Writes the original's look with the recognised words under it to `order.output`: a PDF keeps its own pages, a
/// picture file's pages become PDF pages with the picture as it is (JPEG byte for byte). Pages whose own text was used
/// get nothing; pages that were turned upright are shown upright. Throws std::exception for what can't be written.
/// Runs inside a worker only.
void write_searchable_pdf(const Order& order);

}  // namespace ocr
