#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "services/api/schema_words.hpp"

/// The API's description as data for its pages (pages/index.mustache and pages/tag.mustache say which).
namespace services {

/// What the API is, its routes by tag, and its errors.
nlohmann::json documentation(const Described& document);

/// One tag's routes in full, with the schemas that they mention; `slug` is the tag's name with '-' for spaces. Nothing,
/// if there is no such tag.
std::optional<nlohmann::json> documentation_of(const Described& document, std::string_view slug);

}  // namespace services
