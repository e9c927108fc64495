#pragma once

#include <string>
#include <string_view>

namespace core {

/// What a name is called that has nothing left in it.
inline constexpr std::string_view nameless_file = "uden navn";
inline constexpr std::size_t longest_file_name = 150;  ///< bytes

/// A file name from outside, made fit to be shown, stored and offered for download anywhere: the last part of a path,
/// without control characters, marks that turn the direction of text, bytes that are not UTF-8, or characters and names
/// that Windows reserves (those become '_'), and without leading or trailing dots and spaces. At most 150 bytes: whole
/// code points, and the extension stays. Never empty; a harmless name is left as it is.
std::string harmless_file_name(std::string_view raw);

/// Whether the name promises a kind of file that is read: PDF, TIFF, JPEG or PNG, in any case.
bool promises_pages(std::string_view name);

}  // namespace core
