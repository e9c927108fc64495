#include "services/cli/config.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "services/cli/openid_tables.hpp"
#include "services/cli/settings.hpp"
#include "services/store/postgres/address.hpp"

#include <unistd.h>

namespace services {

namespace fs = std::filesystem;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Error invalid(std::string sentence, std::string field = {}) {
    return {ErrorCode::invalid_input, std::move(sentence), std::move(field)};
}

std::string name_of(const Setting& setting) {
    return std::string{setting.section} + "." + std::string{setting.key};
}

Result<void> put(
    Config& config,
    const Setting& setting,
    const std::optional<SettingValue>& value,
    const std::string& as_written,
    const std::string& where
) {
    if (value && setting.set(config, *value)) return core::done();
    return invalid(
        where + ": " + name_of(setting) + " = " + postgres::without_password(as_written) +
            " is not allowed: it has to be " + std::string{setting.allowed} + ".",
        name_of(setting)
    );
}

// The file

std::optional<SettingValue> value_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return SettingValue{text->get()};
    if (const auto* number = node.as_integer()) return SettingValue{number->get()};
    if (const auto* flag = node.as_boolean()) return SettingValue{flag->get()};
    const auto* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& element : *array) {
        const auto* text = element.as_string();
        if (text == nullptr) return std::nullopt;
        texts.push_back(text->get());
    }
    return SettingValue{std::move(texts)};
}

std::string as_written(const toml::node& node) {
    std::ostringstream out;
    node.visit([&](const auto& value) { out << value; });
    return out.str();
}

std::string place_of(const fs::path& file, const toml::source_region& region) {
    return file.string() + ", line " + std::to_string(region.begin.line);
}

Result<void> read_section(Config& config, const fs::path& file, std::string_view section, const toml::table& table) {
    for (const auto& [key, node] : table) {
        const auto where = place_of(file, key.source());
        const auto* setting = find_setting(section, key.str());
        if (setting == nullptr) {
            auto name = std::string{section} + "." + std::string{key.str()};
            return invalid(where + ": there is no setting " + name + ".", name);
        }
        TRY(put(config, *setting, value_of(node), as_written(node), where));
    }
    return core::done();
}

bool is_section(std::string_view name) {
    const auto all = settings();
    return std::any_of(all.begin(), all.end(), [&](const Setting& setting) { return setting.section == name; });
}

Result<void> read_file(Config& config, const fs::path& file) {
    std::error_code none;
    if (!fs::is_regular_file(file, none))
        return Error{ErrorCode::not_found, "There is no settings file " + file.string() + "."};
    const auto parsed = toml::parse_file(file.string());
    if (!parsed)
        return invalid(
            place_of(file, parsed.error().source()) +
            ": this is not TOML: " + std::string{parsed.error().description()} + "."
        );
    for (const auto& [key, node] : parsed.table()) {
        const auto where = place_of(file, key.source());
        const auto name = std::string{key.str()};
        if (name == "openid") {
            TRY(config.openid, read_openid_tables(node, file));
            continue;
        }
        if (!is_section(name)) return invalid(where + ": there is no section [" + name + "].", name);
        const auto* table = node.as_table();
        if (table == nullptr) return invalid(where + ": " + name + " has to be a section, [" + name + "].", name);
        TRY(read_section(config, file, name, *table));
    }
    return core::done();
}

// The environment

std::string variable_of(std::string_view section, std::string_view key = {}) {
    auto name = "SAGLIG_" + std::string{section} + "_" + std::string{key};
    std::transform(name.begin(), name.end(), name.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return name;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        auto part = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        parts.emplace_back(part);
    }
    return parts;
}

/// Text as a value of the same kind as `like`.
std::optional<SettingValue> parse(const std::string& text, const SettingValue& like) {
    if (std::holds_alternative<std::string>(like)) return SettingValue{text};
    if (std::holds_alternative<std::vector<std::string>>(like)) return SettingValue{split(text)};
    if (std::holds_alternative<bool>(like)) {
        if (text != "true" && text != "false") return std::nullopt;
        return SettingValue{text == "true"};
    }
    std::int64_t number{};
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return SettingValue{number};
}

/// Says so where a variable looks like a setting and is none: a slip of the pen would go unseen
/// otherwise.
Result<void> refuse_unknown(const Environment& environment) {
    const auto all = settings();
    for (const auto& [name, text] : environment) {
        const auto is_known = [&, &name = name](const Setting& setting) {
            return variable_of(setting.section, setting.key) == name;
        };
        const auto is_like = [&, &name = name](const Setting& setting) {
            return name.starts_with(variable_of(setting.section));
        };
        if (std::any_of(all.begin(), all.end(), is_like) && std::none_of(all.begin(), all.end(), is_known))
            return invalid("Environment: there is no setting for the variable " + name + ".", name);
    }
    return core::done();
}

Result<void> read_environment(Config& config, const Environment& environment) {
    TRY(refuse_unknown(environment));
    for (const auto& setting : settings()) {
        const auto variable = environment.find(variable_of(setting.section, setting.key));
        if (variable == environment.end()) continue;
        const auto& text = variable->second;
        const auto value = parse(text, setting.value(config));
        TRY(put(config, setting, value, "\"" + text + "\"", "Environment, " + variable->first));
    }
    return core::done();
}

// All together

void make_absolute(Config& config, const fs::path& base) {
    const auto from = [](const fs::path& folder, fs::path& path) {
        if (!path.empty()) path = (folder / path).lexically_normal();
    };
    from(base, config.data.directory);
    from(config.data.directory, config.data.scan_folder);
    from(config.data.directory, config.data.file_folder);
    from(config.data.directory, config.data.index_folder);
    from(base, config.server.certificate);
    from(base, config.server.private_key);
    from(base, config.log.file);
    for (auto& provider : config.openid) {
        from(base, provider.client_secret_file);
        from(base, provider.private_key_file);
    }
    from(base, config.mail.password_file);
    from(config.data.directory, config.digital_post.outbox);
}

Result<void> check_together(const Config& config) {
    if (config.server.certificate.empty() != config.server.private_key.empty())
        return invalid(
            "server.certificate and server.private_key belong together: set both, or none.", "server.certificate"
        );
    if (!config.mail.server.empty() && config.mail.from.empty())
        return invalid("mail.server is set: mail.from has to say who sends.", "mail.from");
    if (!config.digital_post.outbox.empty() && config.authority.cvr.empty())
        return invalid("digital_post.outbox is set: authority.cvr has to say who sends.", "authority.cvr");
    const auto& door = config.citizens.provider;
    if (!door.empty() && std::ranges::find(config.openid, door, &OpenIdSettings::key) == config.openid.end())
        return invalid("citizens.provider is \"" + door + "\": no [[openid]] has this key.", "citizens.provider");
    if (config.identity.idle > config.identity.session)
        return invalid(
            "identity.idle_minutes is longer than identity.session_hours: it has to be shorter.",
            "identity.idle_minutes"
        );
    return core::done();
}

std::string quoted(const std::string& text) {
    std::ostringstream out;
    out << toml::value<std::string>{text};
    return out.str();
}

std::string to_toml(const SettingValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return quoted(postgres::without_password(*text));
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    std::string line;
    for (const auto& text : std::get<std::vector<std::string>>(value))
        line += (line.empty() ? "" : ", ") + quoted(text);
    return "[" + line + "]";
}

}  // namespace

Environment process_environment() {
    Environment ours;
    for (char** line = environ; line != nullptr && *line != nullptr; ++line) {
        const std::string_view text{*line};
        const auto equals = text.find('=');
        if (text.starts_with("SAGLIG_") && equals != std::string_view::npos)
            ours.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return ours;
}

Result<Config> load_config(const fs::path& file, const Environment& environment) {
    Config config;
    if (!file.empty()) {
        TRY(read_file(config, file));
    }
    TRY(read_environment(config, environment));
    TRY(check_together(config));
    make_absolute(config, file.empty() ? fs::current_path() : fs::absolute(file).parent_path());
    return config;
}

std::string explain(const Config& config) {
    const Config defaults;
    std::string text;
    std::string_view section;
    for (const auto& setting : settings()) {
        if (setting.section != section) {
            text += (section.empty() ? "[" : "\n[") + std::string{setting.section} + "]\n";
            section = setting.section;
        }
        const auto value = setting.value(config), by_default = setting.value(defaults);
        text += std::string{setting.key} + " = " + to_toml(value);
        if (value != by_default) text += "  # default: " + to_toml(by_default);
        text += "\n";
    }
    for (const auto& provider : config.openid)
        text += "\n[[openid]]\nkey = " + quoted(provider.key) + "\nissuer = " + quoted(provider.issuer) +
                "\n# rules: " + std::to_string(provider.rules.size()) + "\n";
    return text;
}

std::vector<std::string> setting_names() {
    std::vector<std::string> names;
    for (const auto& setting : settings()) names.push_back(name_of(setting));
    return names;
}

}  // namespace services
