#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/cli/config.hpp"

/// The table of settings: one row a setting, from which reading, checking and explaining all
/// follow.
namespace services {

using SettingValue = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

struct Setting {
    std::string_view section, key;
    std::string_view allowed;  ///< ends the sentence "… is not allowed: it has to be"

    /// Puts the value there; false, and nothing is changed, if the kind or the value is not
    /// allowed.
    bool (*set)(Config&, const SettingValue&);
    SettingValue (*value)(const Config&);
};

std::span<const Setting> settings();

/// nullptr: no such setting.
const Setting* find_setting(std::string_view section, std::string_view key);

}  // namespace services
