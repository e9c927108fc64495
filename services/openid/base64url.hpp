#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Base64 with the alphabet for addresses and without padding (RFC 7515 § 2), as JSON Web Tokens write bytes.
namespace services {

std::string base64url(std::string_view bytes);
/// Nothing where the text is not exactly what base64url() gives for some bytes.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace services
