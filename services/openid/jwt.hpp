#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

/// Signed JSON Web Tokens (RFC 7515, 7519) and the keys they are signed with (RFC 7517), as far as signing in needs
/// them: RS256, PS256 and ES256. Anything else, `none` and shared secrets above all, is no token at all here, so that
/// no later step can come to trust one.
namespace services {

enum class JwtAlgorithm { rs256, ps256, es256 };

struct Jwt {
    JwtAlgorithm algorithm{};
    std::string key_id;  ///< empty: it names none
    nlohmann::json claims;
    std::string signed_bytes;
    std::string signature;
};

inline constexpr std::size_t jwt_limit_bytes = 64u << 10;

/// Reads a token in the compact form; whether it is genuine is another matter. Errors: invalid_input.
core::Result<Jwt> read_jwt(std::string_view compact);

/// A provider's public keys. Those it can't be that we need (other kinds, too short, for encryption) are left out.
class KeySet {
  public:
    KeySet();
    ~KeySet();
    KeySet(KeySet&&) noexcept;
    KeySet& operator=(KeySet&&) noexcept;

    /// Errors: invalid_input where it is no key set.
    static core::Result<KeySet> read(std::string_view text);

    /// Whether there is a key that the token may be signed with: the one it names, or any where it names none.
    bool has_key_for(const Jwt& token) const;
    /// Whether one of those has signed it.
    bool verifies(const Jwt& token) const;
    std::size_t size() const;

  private:
    struct Key;
    std::vector<Key> keys_;
};

}  // namespace services
