#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ocr {

/// A PDF without its end has lost the table that says where everything is, and no reader opens it. This finds the pages
/// that are still there and returns the bytes with a new catalogue, page tree and trailer behind them. Nothing if no
/// page is found, as where pages are kept in compressed object streams.
std::optional<std::string> with_new_ending(std::string_view pdf);

}  // namespace ocr
