#pragma once

#include "ocr/messages.hpp"
#include "ocr/page_source.hpp"
#include "ocr/recogniser.hpp"

/// Reading a finished redaction back, as somebody would who looks for what is no longer there. Runs inside a worker
/// only.
namespace ocr {

/// One page: its text as PDF readers see it, and its picture. Recognition is asked where ink touches the rim of a box,
/// for inside of black, and beyond a rim without ink, there is nothing that it could read; and on the whole page where
/// the order has phrases.
Answer check_page(PageSource& source, Recogniser& recogniser, const Order& order);

/// Whether the PDF is made of nothing but what join_pages puts into one, and has as many pages as the order says. The
/// answer's reason is "not_clean" otherwise.
Answer check_whole(const Order& order);

}  // namespace ocr
