#include "services/openid/jwt.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>

#include "services/openid/base64url.hpp"

namespace services {

using nlohmann::json;

namespace {

constexpr int rsa_least_bits = 2048;  // RFC 7518 § 3.3
constexpr std::size_t coordinate_bytes = 32;
constexpr std::size_t keys_limit = 100;

template <auto end>
struct EndWith {
    template <class T>
    void operator()(T* handle) const noexcept {
        end(handle);
    }
};
using PublicKey = std::unique_ptr<EVP_PKEY, EndWith<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, EndWith<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, EndWith<EVP_MD_CTX_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, EndWith<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, EndWith<OSSL_PARAM_free>>;
using Number = std::unique_ptr<BIGNUM, EndWith<BN_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, EndWith<ECDSA_SIG_free>>;

core::Error wrong(const char* what) {
    return {core::ErrorCode::invalid_input, what};
}

const unsigned char* bytes_of(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(const json& object, const char* name) {
    const auto member = object.find(name);
    return member != object.end() && member->is_string() ? member->get<std::string>() : std::string{};
}

/// A part of the compact form: base64url of a JSON object.
std::optional<json> object_in(std::string_view part) {
    const auto text = from_base64url(part);
    if (!text) return std::nullopt;
    auto object = json::parse(*text, nullptr, false);
    if (!object.is_object()) return std::nullopt;
    return object;
}

std::optional<JwtAlgorithm> algorithm_named(const std::string& name) {
    if (name == "RS256") return JwtAlgorithm::rs256;
    if (name == "PS256") return JwtAlgorithm::ps256;
    if (name == "ES256") return JwtAlgorithm::es256;
    return std::nullopt;
}

PublicKey made_key(const char* kind, OSSL_PARAM_BLD* builder) {
    const Parameters parameters{OSSL_PARAM_BLD_to_param(builder)};
    const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)};
    EVP_PKEY* made = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return {};
    return PublicKey{made};
}

PublicKey rsa_key(const json& described) {
    const auto modulus = from_base64url(text_of(described, "n"));
    const auto exponent = from_base64url(text_of(described, "e"));
    if (!modulus || !exponent || modulus->size() > 2048 || exponent->empty() || exponent->size() > 8) return {};
    const Number n{BN_bin2bn(bytes_of(*modulus), static_cast<int>(modulus->size()), nullptr)};
    const Number e{BN_bin2bn(bytes_of(*exponent), static_cast<int>(exponent->size()), nullptr)};
    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    if (!n || !e || !builder || BN_num_bits(n.get()) < rsa_least_bits ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return {};
    return made_key("RSA", builder.get());
}

PublicKey ec_key(const json& described) {
    if (text_of(described, "crv") != "P-256") return {};
    const auto x = from_base64url(text_of(described, "x")), y = from_base64url(text_of(described, "y"));
    if (!x || !y || x->size() != coordinate_bytes || y->size() != coordinate_bytes) return {};
    const auto point = '\x04' + *x + *y;  // uncompressed (SEC 1 § 2.3.3)
    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
        return {};
    auto key = made_key("EC", builder.get());
    const KeyContext context{key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr};
    if (!context || EVP_PKEY_public_check(context.get()) != 1) return {};  // the point is on the curve
    return key;
}

/// A token has r and s one after the other (RFC 7518 § 3.4), OpenSSL wants them in DER.
std::string ecdsa_der(const std::string& signature) {
    if (signature.size() != 2 * coordinate_bytes) return {};
    Number r{BN_bin2bn(bytes_of(signature), coordinate_bytes, nullptr)};
    Number s{BN_bin2bn(bytes_of(signature) + coordinate_bytes, coordinate_bytes, nullptr)};
    const EcdsaSignature both{ECDSA_SIG_new()};
    if (!r || !s || !both || ECDSA_SIG_set0(both.get(), r.get(), s.get()) != 1) return {};
    static_cast<void>(r.release());
    static_cast<void>(s.release());
    unsigned char* der = nullptr;
    const int length = i2d_ECDSA_SIG(both.get(), &der);
    if (length <= 0) return {};
    std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
    OPENSSL_free(der);
    return bytes;
}

bool is_signed_by(const Jwt& token, EVP_PKEY* key) {
    const auto signature = token.algorithm == JwtAlgorithm::es256 ? ecdsa_der(token.signature) : token.signature;
    const DigestContext context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* how = nullptr;
    if (signature.empty() || !context ||
        EVP_DigestVerifyInit_ex(context.get(), &how, "SHA256", nullptr, nullptr, key, nullptr) != 1)
        return false;
    if (token.algorithm == JwtAlgorithm::ps256 &&
        (EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) != 1 ||
         EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) != 1))  // RFC 7518 § 3.5
        return false;
    const auto& bytes = token.signed_bytes;
    return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(bytes), bytes.size()) == 1;
}

}  // namespace

struct KeySet::Key {
    std::string id;
    bool is_rsa{};
    std::optional<JwtAlgorithm> only;  ///< where the provider says what the key is for
    PublicKey key;

    bool may_have_signed(const Jwt& token) const {
        if (is_rsa == (token.algorithm == JwtAlgorithm::es256)) return false;
        if (only && *only != token.algorithm) return false;
        return token.key_id.empty() || token.key_id == id;
    }
};

KeySet::KeySet() = default;
KeySet::~KeySet() = default;
KeySet::KeySet(KeySet&&) noexcept = default;
KeySet& KeySet::operator=(KeySet&&) noexcept = default;

core::Result<KeySet> KeySet::read(std::string_view text) {
    const auto set = json::parse(text, nullptr, false);
    const auto keys = set.is_object() ? set.find("keys") : set.end();
    if (!set.is_object() || keys == set.end() || !keys->is_array()) return wrong("this is no set of keys");
    if (keys->size() > keys_limit) return wrong("there are too many keys");
    KeySet read;
    for (const auto& described : *keys) {
        if (!described.is_object()) continue;
        const auto use = text_of(described, "use"), algorithm = text_of(described, "alg");
        Key made;
        made.id = text_of(described, "kid");
        made.is_rsa = text_of(described, "kty") == "RSA";
        made.only = algorithm_named(algorithm);
        const bool is_for_us = (use.empty() || use == "sig") && (algorithm.empty() || made.only);
        if (!is_for_us) continue;
        if (made.is_rsa)
            made.key = rsa_key(described);
        else if (text_of(described, "kty") == "EC")
            made.key = ec_key(described);
        if (made.key) read.keys_.push_back(std::move(made));
    }
    return read;
}

bool KeySet::has_key_for(const Jwt& token) const {
    return std::ranges::any_of(keys_, [&](const Key& key) { return key.may_have_signed(token); });
}

bool KeySet::verifies(const Jwt& token) const {
    return std::ranges::any_of(keys_, [&](const Key& key) {
        return key.may_have_signed(token) && is_signed_by(token, key.key.get());
    });
}

std::size_t KeySet::size() const {
    return keys_.size();
}

core::Result<Jwt> read_jwt(std::string_view compact) {
    if (compact.size() > jwt_limit_bytes) return wrong("the token is too long");
    const auto first = compact.find('.');
    const auto second = first == std::string_view::npos ? first : compact.find('.', first + 1);
    if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos)
        return wrong("a token has three parts");
    const auto header = object_in(compact.substr(0, first));
    auto claims = object_in(compact.substr(first + 1, second - first - 1));
    auto signature = from_base64url(compact.substr(second + 1));
    if (!header || !claims || !signature) return wrong("a part of the token can't be read");
    const auto algorithm = algorithm_named(text_of(*header, "alg"));
    if (!algorithm) return wrong("the token is signed in a way that is not accepted");
    // What we do not understand must not be passed over (RFC 7515 § 4.1.11).
    if (header->contains("crit")) return wrong("the token asks for an extension that is not known");
    return Jwt{
        .algorithm = *algorithm,
        .key_id = text_of(*header, "kid"),
        .claims = std::move(*claims),
        .signed_bytes = std::string{compact.substr(0, second)},
        .signature = std::move(*signature),
    };
}

}  // namespace services
