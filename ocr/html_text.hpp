#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ocr {

/// What a person would read of an HTML text (UTF-8): lines where its blocks end, without scripts, styles and hidden
/// head. Nothing is followed or drawn. At most about `bytes_max` long.
std::string text_of_html(std::string_view html, std::size_t bytes_max);

}  // namespace ocr
