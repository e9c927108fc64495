#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

struct evp_pkey_st;

namespace tests {

/// A key pair of the tests' own, that signs as a provider would.
class SigningKey {
  public:
    enum class Kind { rsa, ec };
    SigningKey(Kind kind, std::string id, unsigned bits = 2048);

    nlohmann::json jwk() const;  ///< the public half
    std::string pem() const;     ///< the private half
    /// A token with that header's alg, whatever the key can do: RS256, PS256, ES256, HS256 (with the public key's PEM
    /// as the secret, as the old attack does) or none.
    std::string sign(const nlohmann::json& claims, const std::string& algorithm) const;
    std::string sign(const nlohmann::json& header, const nlohmann::json& claims, const std::string& algorithm) const;

  private:
    std::string signature(const std::string& bytes, const std::string& algorithm) const;

    struct Free {
        void operator()(evp_pkey_st* key) const noexcept;
    };
    std::unique_ptr<evp_pkey_st, Free> key_;
    std::string id_;
    bool is_rsa_;
};

std::string key_set(std::initializer_list<const SigningKey*> keys);

}  // namespace tests
