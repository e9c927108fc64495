#pragma once

#include <filesystem>
#include <vector>

#include "core/result.hpp"
#include "services/openid/settings.hpp"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace services {

/// The providers in the settings file: [[openid]], each with its [[openid.rule]]. Errors: invalid_input, whose sentence
/// names the line and what is allowed.
core::Result<std::vector<OpenIdSettings>> read_openid_tables(const toml::node& node, const std::filesystem::path& file);

}  // namespace services
