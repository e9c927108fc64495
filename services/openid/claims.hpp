#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "services/openid/settings.hpp"

/// What a provider claims about a person, and what follows from it.
namespace services {

/// A claim's text; empty where there is none, or it is no text.
std::string claimed_text(const nlohmann::json& claims, std::string_view name);

/// Whether a rule holds for someone with these claims.
bool holds(const OpenIdRule& rule, const nlohmann::json& claims);

/// The rules that hold.
std::vector<OpenIdRule> rules_that_hold(const std::vector<OpenIdRule>& rules, const nlohmann::json& claims);

}  // namespace services
