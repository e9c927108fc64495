#include "services/openid/jwt.hpp"

#include <catch2/catch.hpp>

#include "services/openid/base64url.hpp"
#include "services/openid/signing.hpp"
#include "tests/unit/openid/signing_keys.hpp"

using nlohmann::json;
using services::KeySet;
using services::read_jwt;
using tests::SigningKey;

namespace {

const SigningKey& rsa() {
    static const SigningKey key{SigningKey::Kind::rsa, "r1"};
    return key;
}
const SigningKey& ec() {
    static const SigningKey key{SigningKey::Kind::ec, "e1"};
    return key;
}
const json claims{{"sub", "søren"}};

KeySet keys(std::initializer_list<const SigningKey*> of) {
    return KeySet::read(tests::key_set(of)).value();
}

/// Whether anything comes of a token at all.
bool is_believed(const std::string& token, const KeySet& by) {
    const auto read = read_jwt(token);
    return read && by.verifies(read.value());
}

}  // namespace

TEST_CASE("tokens by RS256, PS256 and ES256 are believed, with the right key", "[openid]") {
    const auto both = keys({&rsa(), &ec()});
    CHECK(both.size() == 2);
    CHECK(is_believed(rsa().sign(claims, "RS256"), both));
    CHECK(is_believed(rsa().sign(claims, "PS256"), both));
    CHECK(is_believed(ec().sign(claims, "ES256"), both));
    CHECK(read_jwt(ec().sign(claims, "ES256")).value().claims == claims);
}

TEST_CASE("tokens by none and by a shared secret are no tokens", "[openid]") {
    CHECK_FALSE(read_jwt(rsa().sign(claims, "none")));
    CHECK_FALSE(read_jwt(rsa().sign(claims, "HS256")));
    CHECK_FALSE(read_jwt(rsa().sign({{"alg", "NONE"}}, claims, "none")));
    CHECK_FALSE(read_jwt(rsa().sign({{"kid", "r1"}}, claims, "RS256")));
    CHECK_FALSE(read_jwt(rsa().sign({{"alg", {"RS256"}}}, claims, "RS256")));
}

TEST_CASE("a token by another key of the same name is not believed", "[openid]") {
    const SigningKey other{SigningKey::Kind::rsa, "r1"};
    CHECK_FALSE(is_believed(other.sign(claims, "RS256"), keys({&rsa()})));
}

TEST_CASE("a token that was changed after it was signed is not believed", "[openid]") {
    const auto good = rsa().sign(claims, "RS256");
    const auto dot = good.find('.'), last = good.rfind('.');
    const auto forged = good.substr(0, dot + 1) + services::base64url(R"({"sub":"chefen"})") + good.substr(last);
    CHECK(is_believed(good, keys({&rsa()})));
    CHECK_FALSE(is_believed(forged, keys({&rsa()})));
}

TEST_CASE("a signature of one kind is not taken for another", "[openid]") {
    const auto by = keys({&rsa(), &ec()});
    CHECK_FALSE(is_believed(rsa().sign({{"alg", "PS256"}, {"kid", "r1"}}, claims, "RS256"), by));
    CHECK_FALSE(is_believed(rsa().sign({{"alg", "ES256"}, {"kid", "r1"}}, claims, "RS256"), by));
    CHECK_FALSE(is_believed(ec().sign({{"alg", "RS256"}, {"kid", "e1"}}, claims, "ES256"), by));
}

TEST_CASE("a key that says what it is for signs nothing else", "[openid]") {
    auto described = rsa().jwk();
    described["alg"] = "PS256";
    const auto set = KeySet::read(json{{"keys", {described}}}.dump()).value();
    CHECK(is_believed(rsa().sign(claims, "PS256"), set));
    CHECK_FALSE(is_believed(rsa().sign(claims, "RS256"), set));
}

TEST_CASE("keys that are weak, broken, secret or for encryption are left out", "[openid]") {
    const SigningKey weak{SigningKey::Kind::rsa, "w", 1024};
    auto for_encryption = rsa().jwk();
    for_encryption["use"] = "enc";
    auto off_the_curve = ec().jwk();
    off_the_curve["x"] = services::base64url(std::string(32, '\x01'));
    const json secret{{"kty", "oct"}, {"k", "c2VjcmV0"}, {"kid", "s"}};
    const json set{{"keys", {weak.jwk(), for_encryption, off_the_curve, secret, 7, rsa().jwk()}}};
    CHECK(KeySet::read(set.dump()).value().size() == 1);
    CHECK_FALSE(KeySet::read("{}"));
    CHECK_FALSE(KeySet::read("ikke JSON"));
}

TEST_CASE("what can't be a token is refused", "[openid]") {
    for (const auto* const text : {"", ".", "..", "a.b", "a.b.c", "e30.e30.", "e30.e30.e30.e30", "====.====.===="})
        CHECK_FALSE(read_jwt(text));
    const auto good = rsa().sign(claims, "RS256");
    CHECK_FALSE(read_jwt(good + "="));
    CHECK_FALSE(read_jwt(good + " "));
    CHECK_FALSE(read_jwt(std::string(services::jwt_limit_bytes + 1, 'a')));
    CHECK_FALSE(read_jwt(rsa().sign({{"alg", "RS256"}, {"crit", {"b64"}}}, claims, "RS256")));
}

TEST_CASE("what we sign ourselves is believed by others", "[openid]") {
    const auto token = services::rs256_signed(claims, rsa().pem(), "r1");
    CHECK(is_believed(token, keys({&rsa()})));
    CHECK_THROWS(services::rs256_signed(claims, ec().pem(), "e1"));
    CHECK_THROWS(services::rs256_signed(claims, "ingen nøgle", "r1"));
}

TEST_CASE("the key of RFC 7515's example has signed it", "[openid]") {
    // Appendix A.2: an RS256 token, and the public half of its key.
    const json key{
        {"kty", "RSA"},
        {"n",
         "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-"
         "SFd2lZS-"
         "pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-"
         "UTo7WTBEMa2R2CapHg"
         "665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_"
         "h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyu"
         "XpoQ"},
        {"e", "AQAB"}};
    const std::string token =
        "eyJhbGciOiJSUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
        "fQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
        "O8W2Fp5jujGbds9uJdbF9CUAr7"
        "t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"
        "xi12jzD"
        "wusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"
        "IoypGlUPQGe77Rw";
    CHECK(is_believed(token, KeySet::read(json{{"keys", {key}}}.dump()).value()));
}
