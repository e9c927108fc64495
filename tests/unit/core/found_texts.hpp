#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tests {

using Texts = std::vector<std::string>;

/// What was found, as it stands in the text.
template <class Findings>
Texts texts_of(std::string_view text, const Findings& findings) {
    Texts texts;
    for (const auto& one : findings) texts.emplace_back(text.substr(one.begin, one.end - one.begin));
    return texts;
}

}  // namespace tests
