#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// Schemas of the API's description (JSON Schema, as OpenAPI 3.1 has it), said for a reader.
namespace services {

/// Members stand in the order of the description.
using Described = nlohmann::ordered_json;

/// What a `$ref` leads to, also over several; other things are themselves.
const Described& resolved(const Described& document, const Described& thing);
/// "Case", of a reference to the schema of that name; else empty.
std::string name_of_schema(const Described& schema);

/// A word or a few: "string (date)", "Case[]", "integer | null", "open | closed".
std::string type_words(const Described& schema);

struct SchemaField {
    std::string name;  ///< with its parents: "items[].case.id"
    Described schema;
    bool is_required{};
};
/// The members of an object, those of its unnamed parts with their parents' names. What is a schema with a name of its
/// own is not opened.
std::vector<SchemaField> fields_of(const Described& document, const Described& schema);

/// Names of the schemas that it mentions, not those that these mention.
std::vector<std::string> schemas_in(const Described& schema);

/// A value that fits, with what is required and no more: its own example where it has one.
Described example_of(const Described& document, const Described& schema);

}  // namespace services
