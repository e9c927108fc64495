#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

/// What we sign ourselves: that it is us who redeems a code, where the provider wants a key instead of a secret
/// (private_key_jwt, OpenID Connect Core § 9).
namespace services {

/// An RS256 token over the claims. `pem` is an RSA private key without a password. Throws std::runtime_error where it
/// can't be one.
std::string rs256_signed(const nlohmann::json& claims, const std::string& pem, const std::string& key_id);

/// SHA-256, as 32 bytes.
std::string sha256_bytes(std::string_view text);

}  // namespace services
