#include "services/openid/claims.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using nlohmann::json;

namespace {

bool holds(const char* claim, const char* equals, const json& claims) {
    return services::holds({.claim = claim, .equals = equals, .role = core::Role::caseworker, .unit = {}}, claims);
}

}  // namespace

TEST_CASE("a rule holds where the claim is the value, or has it in its list", "[openid]") {
    const json claims{{"groups", {"teknik", "social"}}, {"afdeling", "teknik"}};
    CHECK(holds("groups", "social", claims));
    CHECK(holds("afdeling", "teknik", claims));
    CHECK_FALSE(holds("groups", "soc", claims));
    CHECK_FALSE(holds("groups", "Social", claims));
    CHECK_FALSE(holds("roller", "social", claims));
}

TEST_CASE("a claim's name with dots is a name first, and a path else", "[openid]") {
    const json claims{
        {"realm_access", {{"roles", {"sagsbehandler"}}}},
        {"https://data.gov.dk/concept/core/nsis/loa", "Substantial"},
    };
    CHECK(holds("realm_access.roles", "sagsbehandler", claims));
    CHECK(holds("https://data.gov.dk/concept/core/nsis/loa", "Substantial", claims));
    CHECK_FALSE(holds("realm_access.roles.sagsbehandler", "sagsbehandler", claims));
    CHECK_FALSE(holds("realm_access.", "sagsbehandler", claims));
}

TEST_CASE("numbers and truths are compared as JSON writes them, and nothing else is a value", "[openid]") {
    const json claims{{"trin", 3}, {"ansat", true}, {"tom", nullptr}, {"del", 0.5}, {"dyb", {{{"a", "b"}}}}};
    CHECK(holds("trin", "3", claims));
    CHECK(holds("ansat", "true", claims));
    CHECK_FALSE(holds("tom", "null", claims));
    CHECK_FALSE(holds("del", "0.5", claims));
    CHECK_FALSE(holds("dyb", "b", claims));
    CHECK_FALSE(holds("x", "y", json::array({"x"})));
}

TEST_CASE("every rule that holds is given, in their order", "[openid]") {
    const std::vector<services::OpenIdRule> rules{
        {.claim = "g", .equals = "a", .role = core::Role::leader, .unit = "Teknik"},
        {.claim = "g", .equals = "b", .role = core::Role::registrar, .unit = ""},
        {.claim = "g", .equals = "c", .role = core::Role::auditor, .unit = "", .creates = true},
    };
    const auto held = services::rules_that_hold(rules, {{"g", {"c", "a"}}});
    REQUIRE(held.size() == 2);
    CHECK(held[0].role == core::Role::leader);
    CHECK(held[1].role == core::Role::auditor);
    CHECK(services::rules_that_hold(rules, json::object()).empty());
}
