#pragma once

#include <string>
#include <string_view>

/// Text as the index wants it, and words as the index has them.
namespace search {

/// Puts together what printing and scanning took apart: a letter and its combining mark become one letter (å as a and
/// ring), soft hyphens go, and a word divided at a line's end is joined, except before "og", "eller" and "samt", where
/// the hyphen stands for the rest of a compound ("vand-\nog varme"). What isn't UTF-8 stays as it is.
std::string tidy(std::string_view text);

/// Lower case, ÆØÅ included.
std::string lower(std::string_view text);

/// The stem of a Danish word in lower case, by Snowball: "boligerne" and "boliger" are both "bolig".
std::string stem(std::string_view word);

/// One code point, and how many bytes it took; a byte that isn't UTF-8 is U+FFFD and one byte. `text` is not empty.
struct CodePoint {
    char32_t value{};
    unsigned bytes{};
};
CodePoint first_of(std::string_view text);
void append(std::string& text, char32_t value);

bool is_letter_or_digit(char32_t value);

}  // namespace search
