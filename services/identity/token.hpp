#pragma once

#include <string>
#include <string_view>

/// Random tokens: what a cookie, an API client or a form carries to show that it may.
namespace services {

/// 32 random bytes in base64url without padding: 43 characters.
std::string random_token();

/// What is kept of a token: its SHA-256, hexadecimal. A token has so much chance in it that salt and slowness add
/// nothing.
std::string token_hash(std::string_view token);

/// Compares in a time that does not depend on where they differ; lengths are no secret. Nothing equals the empty text.
bool is_same_secret(std::string_view left, std::string_view right);

}  // namespace services
