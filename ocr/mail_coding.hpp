#pragma once

#include <string>
#include <string_view>

/// Mail as bytes: transfer encodings and character sets. Pure functions over foreign bytes.
namespace ocr {

/// RFC 2045 § 6.7. What is no encoding stays as it is.
std::string from_quoted_printable(std::string_view text);
/// RFC 2045 § 6.8. What is not of its alphabet is passed over.
std::string from_base64(std::string_view text);

struct Decoded {
    std::string text;             ///< UTF-8
    bool is_charset_known{true};  ///< if not, only its ASCII is there
};
/// UTF-8, US-ASCII, ISO-8859-1 and -15, Windows-1252 and UTF-16. A text that is not what it says, or says nothing, is
/// taken for UTF-8 if it is that, else for Windows-1252, as browsers do (WHATWG Encoding § 4.2).
Decoded to_utf8(std::string_view bytes, std::string_view charset);

}  // namespace ocr
