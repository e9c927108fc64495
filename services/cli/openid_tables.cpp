#include "services/cli/openid_tables.hpp"

#include <algorithm>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Error wrong_at(const std::filesystem::path& file, const toml::node& node, const std::string& what) {
    return {
        ErrorCode::invalid_input,
        file.string() + ", line " + std::to_string(node.source().begin.line) + ": " + what,
        "openid"};
}

/// Reads the keys of one table, and remembers the first thing that is wrong.
class Keys {
  public:
    Keys(const toml::table& table, const std::filesystem::path& file) : table_(table), file_(file) {}

    std::string text(std::string_view key, const std::string& fallback = {}) {
        const auto* node = find(key);
        if (node == nullptr) return fallback;
        if (const auto* value = node->as_string()) return value->get();
        fail(*node, std::string{key} + " has to be a text.");
        return {};
    }
    std::string given(std::string_view key) {
        auto value = text(key);
        if (value.empty()) fail(table_, std::string{key} + " has to be set.");
        return value;
    }
    bool truth(std::string_view key) {
        const auto* node = find(key);
        if (node == nullptr) return false;
        if (const auto* value = node->as_boolean()) return value->get();
        fail(*node, std::string{key} + " has to be true or false.");
        return false;
    }
    std::int64_t number(std::string_view key, std::int64_t fallback, std::int64_t highest) {
        const auto* node = find(key);
        if (node == nullptr) return fallback;
        const auto* value = node->as_integer();
        if (value != nullptr && value->get() >= 0 && value->get() <= highest) return value->get();
        fail(*node, std::string{key} + " has to be a whole number from 0 to " + std::to_string(highest) + ".");
        return fallback;
    }
    std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback) {
        const auto* node = find(key);
        if (node == nullptr) return fallback;
        std::vector<std::string> values;
        if (const auto* list = node->as_array())
            for (const auto& one : *list)
                if (const auto* value = one.as_string()) values.push_back(value->get());
        if (const auto* list = node->as_array(); list == nullptr || list->size() != values.size())
            fail(*node, std::string{key} + " has to be a list of texts.");
        return values;
    }
    const toml::node* find(std::string_view key) {
        asked_.emplace_back(key);
        return table_.get(key);
    }
    void fail(const toml::node& node, const std::string& what) {
        if (!error_) error_ = wrong_at(file_, node, what);
    }
    Result<void> check() {
        for (const auto& [key, node] : table_)
            if (std::ranges::find(asked_, key.str()) == asked_.end())
                fail(node, "there is no setting openid." + std::string{key.str()} + ".");
        if (error_) return *error_;
        return core::done();
    }

  private:
    const toml::table& table_;
    const std::filesystem::path& file_;
    std::vector<std::string> asked_;
    std::optional<Error> error_;
};

Result<OpenIdRule> rule_in(const toml::node& node, const std::filesystem::path& file) {
    const auto* table = node.as_table();
    if (table == nullptr) return wrong_at(file, node, "a rule is a table, [[openid.rule]].");
    Keys keys{*table, file};
    OpenIdRule rule;
    rule.claim = keys.given("claim");
    rule.equals = keys.given("equals");
    const auto role = core::role_named(keys.given("role"));
    if (role)
        rule.role = *role;
    else
        keys.fail(
            node,
            "role has to be one of \"registrar\", \"caseworker\", \"leader\", \"archivist\", \"politician\", "
            "\"auditor\", \"administrator\"."
        );
    rule.unit = keys.text("unit");
    rule.creates = keys.truth("creates");
    TRY(keys.check());
    return rule;
}

bool is_issuer(const std::string& text) {
    static const std::regex https{"https://[^\\s?#]+"}, here{"http://(127\\.0\\.0\\.1|localhost)(:[0-9]+)?[^\\s?#]*"};
    return std::regex_match(text, https) || std::regex_match(text, here);
}

Result<OpenIdSettings> provider_in(const toml::node& node, const std::filesystem::path& file) {
    const auto* table = node.as_table();
    if (table == nullptr) return wrong_at(file, node, "a provider is a table, [[openid]].");
    Keys keys{*table, file};
    OpenIdSettings made;
    made.key = keys.given("key");
    if (!std::regex_match(made.key, std::regex{"[a-z0-9-]{1,40}"}))
        keys.fail(*table, "key has to be 1 to 40 of a-z, 0-9 and '-'.");
    made.name = keys.given("name");
    made.issuer = keys.given("issuer");
    if (!is_issuer(made.issuer)) keys.fail(*table, "issuer has to begin with https://, unless it is on this machine.");
    made.client_id = keys.given("client_id");
    made.client_secret_file = keys.text("client_secret_file");
    made.private_key_file = keys.text("private_key_file");
    made.private_key_id = keys.text("private_key_id");
    if (!made.client_secret_file.empty() && !made.private_key_file.empty())
        keys.fail(*table, "set client_secret_file or private_key_file, not both.");
    made.scopes = keys.texts("scopes", made.scopes);
    if (std::ranges::find(made.scopes, "openid") == made.scopes.end())
        keys.fail(*table, "scopes has to hold \"openid\".");
    made.acr_values = keys.text("acr_values");
    made.name_claim = keys.text("name_claim", made.name_claim);
    made.clock_skew = std::chrono::seconds{keys.number("clock_skew_seconds", made.clock_skew.count(), 600)};
    if (const auto* rules = keys.find("rule")) {
        if (rules->as_array() == nullptr) return wrong_at(file, *rules, "rules are written as [[openid.rule]].");
        for (const auto& rule : *rules->as_array()) {
            TRY(auto read, rule_in(rule, file));
            made.rules.push_back(std::move(read));
        }
    }
    TRY(keys.check());
    return made;
}

}  // namespace

Result<std::vector<OpenIdSettings>> read_openid_tables(const toml::node& node, const std::filesystem::path& file) {
    const auto* tables = node.as_array();
    if (tables == nullptr) return wrong_at(file, node, "providers are written as [[openid]].");
    std::vector<OpenIdSettings> providers;
    for (const auto& table : *tables) {
        TRY(auto made, provider_in(table, file));
        const bool is_twice = std::ranges::any_of(providers, [&](const OpenIdSettings& other) {
            return other.key == made.key || other.issuer == made.issuer;
        });
        if (is_twice) return wrong_at(file, table, "two providers have the same key or issuer.");
        providers.push_back(std::move(made));
    }
    return providers;
}

}  // namespace services
