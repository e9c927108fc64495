#pragma once

#include <string_view>

#include "services/api/schema_words.hpp"
#include "services/http/router.hpp"

namespace services {

/// The description of the API (OpenAPI 3.1), as it was when the program was built.
std::string_view api_description();

/// The same as JSON, its members in the order in which they were written. Read when it is first asked for, and kept.
const Described& api_description_json();

/// A YAML file's first document as JSON, by the core schema of YAML 1.2. Throws std::runtime_error where it is none.
Described json_from_yaml(std::string_view yaml);

/// GET /api/openapi.yaml, /api/openapi.json and /api/v1/openapi.yaml, for everyone: they tell what can be asked, and
/// nothing of what there is.
void add_description_route(Router& router);

}  // namespace services
