#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// The part of JSON Schema 2020-12 that our API's description uses, checked by code that knows nothing of the server.
namespace tests {

using Json = nlohmann::json;

/// Where and how the value does not fit the schema; `document` is what references lead into. A keyword that is not
/// known here is a misfit, too, so that none goes unchecked unseen.
std::vector<std::string> misfits(
    const Json& document, const Json& schema, const Json& value, const std::string& where = "$"
);

/// What a `$ref` leads to; other things are themselves.
const Json& referred(const Json& document, const Json& thing);

}  // namespace tests
