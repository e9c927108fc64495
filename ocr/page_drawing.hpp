#pragma once

#include "ocr/messages.hpp"
#include "ocr/page_source.hpp"
#include "ocr/recogniser.hpp"

namespace ocr {

/// Draws the order's page anew, burns its covers into the pixels and writes it, with the words that it keeps under the
/// picture, as a PDF of one page to leaf_path(). Words of which nothing is to be seen on the page are left out: what
/// somebody hid under white or black must not come out as text; if the order says so, also those that can't be read
/// there (sight.hpp). Throws std::exception for what can't be written. Runs inside a worker only.
Answer redact_page(PageSource& source, Recogniser& recogniser, const Order& order);

}  // namespace ocr
