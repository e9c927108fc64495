#include "tests/unit/openid/signing_keys.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>
#include <stdexcept>

#include "services/openid/base64url.hpp"

namespace tests {

using nlohmann::json;
using services::base64url;

namespace {

void require(bool is_so) {
    if (!is_so) throw std::runtime_error{"OpenSSL can't make a key for the test"};
}

std::string number(const EVP_PKEY* key, const char* name, int bytes_least) {
    BIGNUM* value = nullptr;
    require(EVP_PKEY_get_bn_param(key, name, &value) == 1);
    std::string bytes(static_cast<std::size_t>(std::max(BN_num_bytes(value), bytes_least)), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    BN_free(value);
    return bytes;
}

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const auto length = BIO_get_mem_data(bio, &data);
    std::string text{data, static_cast<std::size_t>(length)};
    BIO_free(bio);
    return text;
}

std::string without_der(const std::string& der) {
    const auto* from = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* both = d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(der.size()));
    require(both != nullptr);
    std::string bytes(64, '\0');
    auto* to = reinterpret_cast<unsigned char*>(bytes.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(both), to, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(both), to + 32, 32);
    ECDSA_SIG_free(both);
    return bytes;
}

}  // namespace

void SigningKey::Free::operator()(evp_pkey_st* key) const noexcept {
    EVP_PKEY_free(key);
}

SigningKey::SigningKey(Kind kind, std::string id, unsigned bits)
    : key_(kind == Kind::rsa ? EVP_RSA_gen(bits) : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")),
      id_(std::move(id)),
      is_rsa_(kind == Kind::rsa) {
    require(key_ != nullptr);
}

json SigningKey::jwk() const {
    json described{{"kid", id_}, {"use", "sig"}};
    if (is_rsa_) {
        described["kty"] = "RSA";
        described["n"] = base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_N, 0));
        described["e"] = base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_E, 0));
    } else {
        described["kty"] = "EC";
        described["crv"] = "P-256";
        described["x"] = base64url(number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32));
        described["y"] = base64url(number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32));
    }
    return described;
}

std::string SigningKey::pem() const {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return text_of(bio);
}

std::string SigningKey::signature(const std::string& bytes, const std::string& algorithm) const {
    if (algorithm == "none") return {};
    const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
    if (algorithm == "HS256") {
        BIO* bio = BIO_new(BIO_s_mem());
        PEM_write_bio_PUBKEY(bio, key_.get());
        const auto secret = text_of(bio);
        std::array<unsigned char, 32> digest{};
        unsigned length = 0;
        HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), from, bytes.size(), digest.data(), &length);
        return {reinterpret_cast<const char*>(digest.data()), length};
    }
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* how = nullptr;
    require(EVP_DigestSignInit_ex(context, &how, "SHA256", nullptr, nullptr, key_.get(), nullptr) == 1);
    if (algorithm == "PS256") {
        EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST);
    }
    std::string made(512, '\0');
    std::size_t length = made.size();
    require(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(made.data()), &length, from, bytes.size()) == 1);
    EVP_MD_CTX_free(context);
    made.resize(length);
    return is_rsa_ ? made : without_der(made);
}

std::string SigningKey::sign(const json& header, const json& claims, const std::string& algorithm) const {
    const auto bytes = base64url(header.dump()) + '.' + base64url(claims.dump());
    return bytes + '.' + base64url(signature(bytes, algorithm));
}

std::string SigningKey::sign(const json& claims, const std::string& algorithm) const {
    return sign({{"alg", algorithm}, {"kid", id_}}, claims, algorithm);
}

std::string key_set(std::initializer_list<const SigningKey*> keys) {
    auto list = json::array();
    for (const auto* key : keys) list.push_back(key->jwk());
    return json{{"keys", std::move(list)}}.dump();
}

}  // namespace tests
