#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "core/rules/access.hpp"

/// What the settings file says of a provider of OpenID Connect: [[openid]] and [[openid.rule]] in
/// packaging/saglig.example.toml.
namespace services {

/// Gives a role in a unit to those whose claim has a value.
struct OpenIdRule {
    std::string claim;   ///< its name, or a path with dots where there is none of that name: "realm_access.roles"
    std::string equals;  ///< the value, or one of the values where the claim is a list
    core::Role role{};
    std::string unit;  ///< its name; empty: the top unit
    bool creates{};    ///< someone who is not known yet is made a user
    bool operator==(const OpenIdRule&) const = default;
};

struct OpenIdSettings {
    std::string key;   ///< in addresses: a-z, 0-9 and '-'
    std::string name;  ///< on the button
    std::string issuer;
    std::string client_id;
    std::filesystem::path client_secret_file{}, private_key_file{};  ///< one of them; none: a public client
    std::string private_key_id{};                                    ///< the key's `kid` at the provider
    std::vector<std::string> scopes{"openid", "profile", "email"};
    std::string acr_values{};                      ///< level of assurance to ask for; empty: as the provider likes
    std::string name_claim{"preferred_username"};  ///< what an administrator links existing users by
    std::chrono::seconds clock_skew{60};
    std::vector<OpenIdRule> rules{};  ///< none: roles are given in Saglig
    bool operator==(const OpenIdSettings&) const = default;
};

}  // namespace services
