#include "services/openid/signing.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "services/openid/base64url.hpp"

namespace services {

namespace {

struct EndBio {
    void operator()(BIO* handle) const noexcept { BIO_free(handle); }
};
struct EndKey {
    void operator()(EVP_PKEY* handle) const noexcept { EVP_PKEY_free(handle); }
};
struct EndContext {
    void operator()(EVP_MD_CTX* handle) const noexcept { EVP_MD_CTX_free(handle); }
};

}  // namespace

std::string rs256_signed(const nlohmann::json& claims, const std::string& pem, const std::string& key_id) {
    const std::unique_ptr<BIO, EndBio> source{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    const auto no_password = [](char*, int, int, void*) { return -1; };
    const std::unique_ptr<EVP_PKEY, EndKey> key{
        source ? PEM_read_bio_PrivateKey(source.get(), nullptr, no_password, nullptr) : nullptr};
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        throw std::runtime_error{"the private key for OpenID Connect is no RSA key in PEM without a password"};
    nlohmann::json header{{"alg", "RS256"}, {"typ", "JWT"}};
    if (!key_id.empty()) header["kid"] = key_id;
    const auto bytes = base64url(header.dump()) + '.' + base64url(claims.dump());

    const std::unique_ptr<EVP_MD_CTX, EndContext> context{EVP_MD_CTX_new()};
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())), '\0');
    std::size_t length = signature.size();
    const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
    auto* to = reinterpret_cast<unsigned char*>(signature.data());
    if (!context ||
        EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key.get(), nullptr) != 1 ||
        EVP_DigestSign(context.get(), to, &length, from, bytes.size()) != 1)
        throw std::runtime_error{"OpenSSL can't sign with the private key for OpenID Connect"};
    signature.resize(length);
    return bytes + '.' + base64url(signature);
}

std::string sha256_bytes(std::string_view text) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace services
