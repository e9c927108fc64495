#pragma once

#include <string>
#include <string_view>

namespace services {

/// The little Markdown that our API's description is written in, as HTML: paragraphs, lists of `- ` and `code`. Nothing
/// in the text can become a tag.
std::string html_from_markdown(std::string_view text);

}  // namespace services
