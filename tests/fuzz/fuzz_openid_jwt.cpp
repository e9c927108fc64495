#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/openid/claims.hpp"
#include "services/openid/id_token.hpp"
#include "services/openid/jwt.hpp"

/// A token that nobody has signed is never believed, whatever key set comes with it; and what its claims say can be
/// asked for without harm. The input is a key set and a token, parted by the first line break.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto line = input.find('\n');
    const auto keys = services::KeySet::read(input.substr(0, line));
    const auto token = services::read_jwt(line == std::string_view::npos ? input : input.substr(line + 1));
    if (!token) return 0;
    if (keys) keys.value().verifies(token.value());
    const services::ExpectedToken expected{
        .issuer = "https://login.example.dk",
        .client_id = "saglig",
        .nonce = "en-gang",
        .now = core::Timestamp{std::chrono::seconds{1'795'348'800}},
        .skew = std::chrono::seconds{60},
    };
    const auto& claims = token.value().claims;
    const auto outcome = services::check_id_token(claims, expected);
    if (outcome.has_value() && services::claimed_text(claims, "iss") != expected.issuer) std::abort();
    for (const auto* const name : {"groups", "realm_access.roles", "a.b.c.d", "", "."})
        services::holds({.claim = name, .equals = "x", .role = core::Role::caseworker, .unit = {}}, claims);
    return 0;
}
