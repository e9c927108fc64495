#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// A run of letters or of digits, as the finders compare them.
struct TextToken {
    enum class Kind { word, number };

    Kind kind{};
    std::size_t begin{}, end{};  ///< bytes in the text
    std::string folded;          ///< as folded() makes it
    bool capital{};              ///< begins with a capital letter
    bool after_line_end{};       ///< a line ended between it and the one before
};

/// Words and numbers in order. A word that is broken over two lines by a hyphen is one token; soft hyphens and marks
/// without width are passed over; "12B" is a number and a word. `text` need not be valid UTF-8.
std::vector<TextToken> tokens_of(std::string_view text);

/// In lower case, with ae, oe and aa for æ, ø and å and plain letters for accented ones, so that it makes no difference
/// how somebody or a machine wrote them.
std::string folded(std::string_view word);

/// What stands between two tokens that follow each other.
std::string_view between(std::string_view text, const TextToken& one, const TextToken& next);

}  // namespace core
