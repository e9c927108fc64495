#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "search/pattern.hpp"
#include "search/query.hpp"

namespace search {

inline constexpr std::size_t snippet_letters = 200;

struct Snippet {
    std::vector<SnippetPart> parts;  ///< valid UTF-8 without line breaks or control characters
    bool has_match{};
};

/// Which of the patterns are words of the text itself, or only of the metadata about it.
enum class Source { page, metadata };

/// The about 200 letters of the text in which most of the words stand, whole words only, "…" where text was left out;
/// the text's beginning, where there are none.
Snippet make_snippet(std::string_view text, const Matcher& matcher, Source source);

}  // namespace search
