#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "services/openid/provider.hpp"
#include "tests/support/test_clock.hpp"
#include "tests/unit/openid/signing_keys.hpp"

namespace tests {

inline const std::string issuer = "https://login.example.dk";
inline const std::string back = "https://sag.example.dk/log-ind/openid/kommune/retur";

/// A provider of the tests' own, that answers as it is told to and remembers what it was asked.
struct TestProvider {
    TestClock& clock;
    SigningKey key{SigningKey::Kind::ec, "k1"};
    nlohmann::json described{
        {"issuer", issuer},
        {"authorization_endpoint", issuer + "/auth?tenant=1"},
        {"token_endpoint", issuer + "/token"},
        {"jwks_uri", issuer + "/keys"},
        {"end_session_endpoint", issuer + "/logout"},
    };
    std::string keys = key_set({&key});
    nlohmann::json claims = nlohmann::json::object();  ///< beside those that every token has
    const SigningKey* signs{&key};                     ///< what tokens are signed with
    std::string nonce{};                               ///< of the next token
    bool is_down{false};
    std::vector<services::HttpCall> calls{};

    std::size_t asked(const std::string& path) const {
        return static_cast<std::size_t>(std::ranges::count_if(calls, [&](const services::HttpCall& call) {
            return call.url == issuer + path;
        }));
    }

    services::HttpAnswer answer(const services::HttpCall& call) {
        calls.push_back(call);
        if (is_down) return {.status = 0, .error = "Couldn't connect to server"};
        const auto path = call.url.substr(issuer.size());
        if (path == "/.well-known/openid-configuration") return {.status = 200, .body = described.dump()};
        if (path == "/keys") return {.status = 200, .body = keys};
        if (path == "/token") return {.status = 200, .body = tokens().dump()};
        return {.status = 404, .body = "{}"};
    }

    nlohmann::json tokens() const {
        const auto now = clock.now().time_since_epoch().count();
        nlohmann::json all{
            {"iss", issuer}, {"aud", "saglig"}, {"sub", "7f3a"}, {"nonce", nonce}, {"iat", now}, {"exp", now + 60}};
        all.update(claims);
        return {{"id_token", signs->sign(all, "ES256")}, {"access_token", "adgang"}, {"token_type", "Bearer"}};
    }

    services::HttpCaller caller() {
        return [this](const services::HttpCall& call) { return answer(call); };
    }

    static services::OpenIdSettings settings() {
        return {.key = "kommune", .name = "Kommunens login", .issuer = issuer, .client_id = "saglig"};
    }
};

}  // namespace tests
