#pragma once

#include <span>
#include <string_view>

namespace services {

/// What stands on one of the letters that are drawn as pictures.
struct DemoLetterText {
    std::string_view sender;
    std::string_view address;  ///< street and town, parted by a line break
    std::string_view subject;
    std::string_view body;  ///< paragraphs parted by an empty line; a form feed begins a new page
    std::string_view signer;
};

/// Forty of them, all different.
std::span<const DemoLetterText> demo_letter_texts();

}  // namespace services
