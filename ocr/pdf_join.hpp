#pragma once

#include "ocr/messages.hpp"

namespace ocr {

/// Joins the pages that redact_page wrote beside `order.output` into one PDF there: tagged, with its language, and
/// with no other information than the order's title.
void join_pages(const Order& order);

/// Joins the order's parts into `order.output`: bookmarks, stamps, and nothing of the parts' own information. Returns
/// how many pages there are.
int write_bundle(const Order& order);

}  // namespace ocr
