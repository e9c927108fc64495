#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8 as the rules need it: code points one by one, and the letters that Danish text has. Not a Unicode library: no
/// normalising, no collation.
namespace core {

/// What stands at one place of a text. A byte that belongs to no well-formed sequence is `replacement`, one byte long.
struct CodePoint {
    char32_t value{};
    std::size_t size{};  ///< bytes
};

inline constexpr char32_t replacement = 0xFFFD;

/// `at` is less than text.size(). RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
CodePoint code_point_at(std::string_view text, std::size_t at);
void append_utf8(std::string& text, char32_t value);
bool valid_utf8(std::string_view text);

/// Space, tab, line ends and the spaces of other widths, no-break space included.
bool is_space(char32_t value);
/// Letters of the Latin script, as far as U+024F.
bool is_letter(char32_t value);
bool is_upper(char32_t value);
char32_t lower_case(char32_t value);
std::string lower_case(std::string_view text);

/// The text on one line: white space collapsed, ends trimmed, bytes that are not UTF-8 and control characters left out.
std::string on_one_line(std::string_view text);

/// The beginning of a text on one line, at most `max_code_points` long: cut after a whole word where there is one, with
/// an ellipsis where something was cut off.
std::string first_words(std::string_view text, std::size_t max_code_points);

/// A to Z as a to z, all else as it is: for names that a standard spells in ASCII.
std::string ascii_lower(std::string_view text);

}  // namespace core
