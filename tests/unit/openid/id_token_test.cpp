#include "services/openid/id_token.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using nlohmann::json;
using services::OpenIdProblem;

namespace {

constexpr std::int64_t noon = 1'795'348'800;

services::ExpectedToken expected() {
    return {
        .issuer = "https://login.example.dk",
        .client_id = "saglig",
        .nonce = "en-gang",
        .access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y",
        .now = core::Timestamp{std::chrono::seconds{noon}},
        .skew = 60s,
    };
}

json good() {
    return {
        {"iss", "https://login.example.dk"},
        {"aud", "saglig"},
        {"sub", "7f3a"},
        {"nonce", "en-gang"},
        {"iat", noon - 2},
        {"exp", noon + 300},
    };
}

/// The good claims with one of them another, or gone.
std::optional<OpenIdProblem> problem_with(const char* name, const json& value) {
    auto claims = good();
    if (value.is_null())
        claims.erase(name);
    else
        claims[name] = value;
    const auto outcome = services::check_id_token(claims, expected());
    return outcome.has_error() ? std::optional{outcome.error().problem} : std::nullopt;
}

}  // namespace

TEST_CASE("a token for us, now, for this sign-in, is in order", "[openid]") {
    CHECK_FALSE(problem_with("name", "Jens"));
    CHECK_FALSE(problem_with("aud", {"saglig"}));
    CHECK_FALSE(problem_with("azp", "saglig"));
    CHECK_FALSE(problem_with("exp", noon + 0.5));
}

TEST_CASE("a token from or for somebody else is not trusted", "[openid]") {
    CHECK(problem_with("iss", "https://login.example.dk/") == OpenIdProblem::untrusted);
    CHECK(problem_with("iss", nullptr) == OpenIdProblem::untrusted);
    CHECK(problem_with("aud", "andet") == OpenIdProblem::untrusted);
    CHECK(problem_with("aud", nullptr) == OpenIdProblem::untrusted);
    CHECK(problem_with("aud", json::array()) == OpenIdProblem::untrusted);
    CHECK(problem_with("azp", "andet") == OpenIdProblem::untrusted);
    CHECK(problem_with("aud", {"saglig", "andet"}) == OpenIdProblem::untrusted);
    CHECK(problem_with("sub", nullptr) == OpenIdProblem::untrusted);
    CHECK(problem_with("sub", "") == OpenIdProblem::untrusted);
    CHECK(problem_with("sub", std::string(256, 'a')) == OpenIdProblem::untrusted);
}

TEST_CASE("a token for several receivers is ours where azp says that we asked", "[openid]") {
    auto claims = good();
    claims["aud"] = {"andet", "saglig"};
    claims["azp"] = "saglig";
    CHECK_FALSE(services::check_id_token(claims, expected()).has_error());
}

TEST_CASE("a token for another sign-in is not trusted", "[openid]") {
    CHECK(problem_with("nonce", "en-anden") == OpenIdProblem::untrusted);
    CHECK(problem_with("nonce", nullptr) == OpenIdProblem::untrusted);
    CHECK(problem_with("nonce", 7) == OpenIdProblem::untrusted);
}

TEST_CASE("times may differ by a minute, and no more", "[openid]") {
    CHECK_FALSE(problem_with("exp", noon - 59));
    CHECK(problem_with("exp", noon - 60) == OpenIdProblem::clock);
    CHECK_FALSE(problem_with("iat", noon + 60));
    CHECK(problem_with("iat", noon + 61) == OpenIdProblem::clock);
    CHECK(problem_with("iat", noon - 3600) == OpenIdProblem::clock);
    CHECK(problem_with("nbf", noon + 61) == OpenIdProblem::clock);
}

TEST_CASE("a token without times, or with impossible ones, is not trusted", "[openid]") {
    CHECK(problem_with("exp", nullptr) == OpenIdProblem::untrusted);
    CHECK(problem_with("iat", nullptr) == OpenIdProblem::untrusted);
    CHECK(problem_with("exp", "i morgen") == OpenIdProblem::untrusted);
    CHECK(problem_with("exp", 1e300) == OpenIdProblem::untrusted);
    CHECK(problem_with("exp", -1) == OpenIdProblem::untrusted);
}

TEST_CASE("a token that names its access token came with that one", "[openid]") {
    // OpenID Connect Core, appendix A.3: this access token has this hash.
    CHECK_FALSE(problem_with("at_hash", "77QmUPtjPfzWtF2AnpK9RQ"));
    CHECK(problem_with("at_hash", "88QmUPtjPfzWtF2AnpK9RQ") == OpenIdProblem::untrusted);
}
