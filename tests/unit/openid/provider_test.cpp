#include "services/openid/provider.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "services/openid/base64url.hpp"
#include "services/openid/signing.hpp"
#include "tests/unit/identity/identity_fixture.hpp"
#include "tests/unit/openid/provider_fixture.hpp"

using namespace std::chrono_literals;
using services::OpenIdProblem;
using tests::back;
using tests::issuer;

namespace {

struct Talk {
    tests::TestClock clock;
    tests::TestProvider there{clock};
    services::OpenIdPlaces places{4};
    services::OpenIdSecret secret{"Zm9yc8O4Zw-en-hemmelighed-som-ingen-kender0"};

    services::OpenIdProvider with(services::OpenIdSettings settings) {
        return {std::move(settings), clock, places, there.caller()};
    }
    services::OpenIdProvider provider = with(tests::TestProvider::settings());

    std::optional<OpenIdProblem> redeem() {
        there.nonce = secret.nonce();
        const auto outcome = provider.redeem("en-kode", secret, back);
        return outcome.has_error() ? std::optional{outcome.error().problem} : std::nullopt;
    }
};

std::string query_of(const std::string& url, const std::string& name) {
    const auto at = url.find(name + '=');
    REQUIRE(at != std::string::npos);
    const auto from = at + name.size() + 1;
    return url.substr(from, url.find('&', from) - from);
}

}  // namespace

TEST_CASE_METHOD(Talk, "one is sent to the provider with PKCE, and with nothing that tells the secret", "[openid]") {
    const auto url = provider.sign_in_address(secret, back).value();
    CHECK(url.starts_with(issuer + "/auth?tenant=1&response_type=code&client_id=saglig&"));
    CHECK(query_of(url, "code_challenge") == services::base64url(services::sha256_bytes(secret.verifier())));
    CHECK(query_of(url, "code_challenge_method") == "S256");
    CHECK(query_of(url, "state") == secret.state());
    CHECK(query_of(url, "nonce") == secret.nonce());
    CHECK(query_of(url, "scope") == "openid%20profile%20email");
    CHECK(query_of(url, "redirect_uri") == "https%3A%2F%2Fsag.example.dk%2Flog-ind%2Fopenid%2Fkommune%2Fretur");
    CHECK(url.find(secret.value) == std::string::npos);
    CHECK(url.find(secret.verifier()) == std::string::npos);
    CHECK((secret.state() != secret.nonce() && secret.nonce() != secret.verifier()));
}

TEST_CASE_METHOD(Talk, "a code is redeemed for who it is, by proof of having begun", "[openid]") {
    there.claims = {{"name", "Søren Ål"}};
    there.nonce = secret.nonce();
    const auto person = provider.redeem("en kode&mere", secret, back);
    REQUIRE(person.has_value());
    CHECK(person.value().claims.at("sub") == "7f3a");
    CHECK(person.value().claims.at("name") == "Søren Ål");
    const auto body = there.calls[1].body.value();
    CHECK(body.find("code=en%20kode%26mere&") != std::string::npos);
    CHECK(body.find("code_verifier=" + secret.verifier()) != std::string::npos);
    CHECK(body.find("client_id=saglig") != std::string::npos);
}

TEST_CASE_METHOD(Talk, "a secret goes by HTTP Basic, or in the form where the provider wants it there", "[openid]") {
    const tests::TemporaryFolder folder;
    auto settings = tests::TestProvider::settings();
    settings.client_secret_file = folder.path / "secret";
    std::ofstream{settings.client_secret_file} << "p:æ\n";
    there.nonce = secret.nonce();

    auto by_header = with(settings);
    REQUIRE(by_header.redeem("kode", secret, back).has_value());
    const auto& headers = there.calls[1].headers;
    // "saglig:p%3A%C3%A6"
    CHECK(
        std::ranges::count(
            headers, std::pair<std::string, std::string>{"Authorization", "Basic c2FnbGlnOnAlM0ElQzMlQTY="}
        ) == 1
    );
    CHECK(there.calls[1].body->find("client_secret") == std::string::npos);

    there.calls.clear();
    there.described["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
    auto by_form = with(settings);
    REQUIRE(by_form.redeem("kode", secret, back).has_value());
    CHECK(there.calls[1].body->find("client_secret=p%3A%C3%A6") != std::string::npos);
}

TEST_CASE_METHOD(Talk, "a key says who we are where the settings name one", "[openid]") {
    const tests::TemporaryFolder folder;
    const tests::SigningKey ours{tests::SigningKey::Kind::rsa, "vores"};
    auto settings = tests::TestProvider::settings();
    settings.private_key_file = folder.path / "key.pem";
    settings.private_key_id = "vores";
    std::ofstream{settings.private_key_file} << ours.pem();
    there.nonce = secret.nonce();
    auto by_key = with(settings);
    REQUIRE(by_key.redeem("kode", secret, back).has_value());
    const auto body = there.calls[1].body.value();
    const auto assertion = services::read_jwt(query_of(body, "client_assertion")).value();
    CHECK(services::KeySet::read(tests::key_set({&ours})).value().verifies(assertion));
    CHECK(assertion.claims.at("sub") == "saglig");
    CHECK(assertion.claims.at("aud") == issuer + "/token");
}

TEST_CASE_METHOD(Talk, "discovery and keys are asked for once, and discovery again after an hour", "[openid]") {
    CHECK_FALSE(redeem());
    CHECK_FALSE(redeem());
    CHECK(there.asked("/.well-known/openid-configuration") == 1);
    CHECK(there.asked("/keys") == 1);
    clock.advance(1h);
    CHECK_FALSE(redeem());
    CHECK(there.asked("/.well-known/openid-configuration") == 2);
    CHECK(there.asked("/keys") == 1);
}

TEST_CASE_METHOD(Talk, "a new key is fetched when the first token is signed with it", "[openid]") {
    CHECK_FALSE(redeem());
    clock.advance(1h);
    const tests::SigningKey next{tests::SigningKey::Kind::ec, "k2"};
    there.keys = tests::key_set({&next});
    there.signs = &next;
    CHECK_FALSE(redeem());
    CHECK(there.asked("/keys") == 2);
    there.signs = &there.key;
    CHECK(redeem() == OpenIdProblem::untrusted);
}

TEST_CASE_METHOD(Talk, "made-up keys do not make us ask again and again", "[openid]") {
    CHECK_FALSE(redeem());
    const tests::SigningKey made_up{tests::SigningKey::Kind::ec, "opdigtet"};
    there.signs = &made_up;
    for (int n = 0; n < 5; ++n) CHECK(redeem() == OpenIdProblem::untrusted);
    CHECK(there.asked("/keys") == 1);
    clock.advance(30s);
    for (int n = 0; n < 5; ++n) CHECK(redeem() == OpenIdProblem::untrusted);
    CHECK(there.asked("/keys") == 2);
    there.signs = &there.key;
    CHECK_FALSE(redeem());
}

TEST_CASE_METHOD(Talk, "a token for another sign-in, another client or another time is turned down", "[openid]") {
    there.claims = {{"nonce", "en-anden"}};
    CHECK(redeem() == OpenIdProblem::untrusted);
    there.claims = {{"aud", "andet"}};
    CHECK(redeem() == OpenIdProblem::untrusted);
    there.claims = {{"exp", clock.now().time_since_epoch().count() - 120}};
    CHECK(redeem() == OpenIdProblem::clock);
    there.claims = {{"at_hash", "ikke-denne"}};
    CHECK(redeem() == OpenIdProblem::untrusted);
}

TEST_CASE_METHOD(Talk, "a provider that is down, or is another, is told apart from one that says no", "[openid]") {
    there.is_down = true;
    CHECK(redeem() == OpenIdProblem::provider_down);
    CHECK(provider.sign_in_address(secret, back).error().problem == OpenIdProblem::provider_down);
    there.is_down = false;
    there.described["issuer"] = "https://ond.example";
    CHECK(redeem() == OpenIdProblem::provider_down);
    there.described["issuer"] = issuer;
    there.described["token_endpoint"] = "http://login.example.dk/token";
    CHECK(redeem() == OpenIdProblem::provider_down);
}

TEST_CASE_METHOD(Talk, "what is known of a provider lasts while it is down", "[openid]") {
    CHECK_FALSE(redeem());
    clock.advance(2h);
    there.is_down = true;
    CHECK(provider.sign_in_address(secret, back).has_value());
}

TEST_CASE_METHOD(Talk, "userinfo adds claims, unless it is about another person", "[openid]") {
    there.described["userinfo_endpoint"] = issuer + "/me";
    nlohmann::json told{{"sub", "7f3a"}, {"groups", {"teknik"}}, {"iss", "en anden"}};
    auto plain = there.caller();
    const auto call = [&](const services::HttpCall& asked) -> services::HttpAnswer {
        if (asked.url == issuer + "/me") return {.status = 200, .body = told.dump()};
        return plain(asked);
    };
    services::OpenIdProvider with_more{tests::TestProvider::settings(), clock, places, call};
    there.nonce = secret.nonce();
    const auto person = with_more.redeem("kode", secret, back);
    REQUIRE(person.has_value());
    CHECK(person.value().claims.at("groups") == nlohmann::json{"teknik"});
    CHECK(person.value().claims.at("iss") == issuer);
    told["sub"] = "en-anden";
    CHECK(with_more.redeem("kode", secret, back).error().problem == OpenIdProblem::untrusted);
}

TEST_CASE_METHOD(Talk, "few talk to providers at once", "[openid]") {
    for (int n = 0; n < 4; ++n) REQUIRE(places.try_acquire());
    CHECK(redeem() == OpenIdProblem::busy);
    places.release();
    CHECK_FALSE(redeem());
    CHECK(places.try_acquire());  // what was taken is given back
}

TEST_CASE_METHOD(Talk, "one signs out there where the provider offers it", "[openid]") {
    CHECK(
        provider.sign_out_address("et.id.token", "https://sag.example.dk/log-ind") ==
        issuer +
            "/logout?id_token_hint=et.id.token&client_id=saglig&"
            "post_logout_redirect_uri=https%3A%2F%2Fsag.example.dk%2Flog-ind"
    );
    there.described.erase("end_session_endpoint");
    auto without = with(tests::TestProvider::settings());
    CHECK_FALSE(without.sign_out_address("et.id.token", "https://sag.example.dk/log-ind"));
}
