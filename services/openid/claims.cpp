#include "services/openid/claims.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

namespace services {

using nlohmann::json;

namespace {

/// A claim by its name; names may be addresses with dots in them, so that the whole name comes before a path.
const json* claim_of(const json& claims, std::string_view name) {
    if (!claims.is_object()) return nullptr;
    if (const auto member = claims.find(std::string{name}); member != claims.end()) return &*member;
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) return nullptr;
    const auto inner = claims.find(std::string{name.substr(0, dot)});
    return inner == claims.end() ? nullptr : claim_of(*inner, name.substr(dot + 1));
}

/// A text as it is; a number or a truth as JSON writes it.
bool is_value(const json& claimed, const std::string& value) {
    if (claimed.is_string()) return claimed.get_ref<const std::string&>() == value;
    return (claimed.is_number_integer() || claimed.is_boolean()) && claimed.dump() == value;
}

}  // namespace

std::string claimed_text(const json& claims, std::string_view name) {
    const auto* claim = claim_of(claims, name);
    return claim != nullptr && claim->is_string() ? claim->get<std::string>() : std::string{};
}

bool holds(const OpenIdRule& rule, const json& claims) {
    const auto* claim = claim_of(claims, rule.claim);
    if (claim == nullptr) return false;
    if (!claim->is_array()) return is_value(*claim, rule.equals);
    return std::ranges::any_of(*claim, [&](const json& one) { return is_value(one, rule.equals); });
}

std::vector<OpenIdRule> rules_that_hold(const std::vector<OpenIdRule>& rules, const json& claims) {
    std::vector<OpenIdRule> held;
    std::ranges::copy_if(rules, std::back_inserter(held), [&](const OpenIdRule& rule) { return holds(rule, claims); });
    return held;
}

}  // namespace services
