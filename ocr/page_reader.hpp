#pragma once

#include <filesystem>

#include "ocr/messages.hpp"
#include "ocr/page_source.hpp"
#include "ocr/recogniser.hpp"

namespace ocr {

/// Reads one page: its own text where that is good, else what the recogniser sees; writes the page picture and the
/// thumbnail into `output`. Runs inside a worker only.
Page read_page(PageSource& source, Recogniser& recogniser, int number, const std::filesystem::path& output);

}  // namespace ocr
