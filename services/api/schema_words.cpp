#include "services/api/schema_words.hpp"

#include <algorithm>

namespace services {

namespace {

constexpr std::string_view schemas_path = "#/components/schemas/";
constexpr int deepest = 8;  // no schema of ours is nested as much

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (const auto& word : words) {
        if (word.empty()) continue;
        if (!text.empty()) text += between;
        text += word;
    }
    return text;
}

std::string word_of(const Described& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

const Described* member(const Described& thing, const char* name) {
    const auto at = thing.find(name);
    return at == thing.end() ? nullptr : &*at;
}

/// Choices or parts: what `oneOf`, `anyOf` or `allOf` lists.
const Described* list_of(const Described& schema, std::initializer_list<const char*> names) {
    for (const auto* name : names)
        if (const auto* found = member(schema, name)) return found;
    return nullptr;
}

bool is_required(const Described& schema, const std::string& name) {
    const auto* required = member(schema, "required");
    return required != nullptr && std::ranges::find(*required, Described(name)) != required->end();
}

void gather(
    const Described& document,
    const Described& schema,
    const std::string& prefix,
    int depth,
    std::vector<SchemaField>& fields
) {
    if (depth > deepest) return;
    const auto& whole = prefix.empty() ? resolved(document, schema) : schema;
    if (const auto* parts = member(whole, "allOf"))
        for (const auto& part : *parts) gather(document, resolved(document, part), prefix, depth + 1, fields);
    if (const auto* items = member(whole, "items"); items != nullptr && !items->contains("$ref"))
        gather(document, *items, prefix + "[]", depth + 1, fields);
    const auto* properties = member(whole, "properties");
    if (properties == nullptr) return;
    for (const auto& [name, property] : properties->items()) {
        const auto full = prefix.empty() ? name : prefix + "." + name;
        fields.push_back({full, property, is_required(whole, name)});
        if (!property.contains("$ref") && !property.contains("allOf"))
            gather(document, property, full, depth + 1, fields);
    }
}

void gather_names(const Described& thing, std::vector<std::string>& names) {
    if (thing.is_object())
        if (auto name = name_of_schema(thing); !name.empty() && std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    if (thing.is_structured())
        for (const auto& part : thing) gather_names(part, names);
}

Described plain_example(const Described& schema) {
    const auto* type = member(schema, "type");
    const auto kind = type == nullptr ? "" : type->is_array() ? word_of(type->front()) : word_of(*type);
    if (kind == "integer" || kind == "number")
        return member(schema, "minimum") != nullptr ? schema["minimum"] : Described(1);
    if (kind == "boolean") return true;
    if (kind == "null") return nullptr;
    const auto format = schema.value("format", "");
    if (format == "date") return "2026-11-03";
    if (format == "date-time") return "2026-11-03T08:14:00Z";
    return "…";
}

Described example_within(const Described& document, const Described& schema, int depth) {
    const auto& whole = resolved(document, schema);
    if (const auto* examples = member(whole, "examples")) return examples->front();
    for (const auto* name : {"const", "default"})
        if (const auto* value = member(whole, name)) return *value;
    if (const auto* values = member(whole, "enum")) return values->front();
    if (depth > deepest) return nullptr;
    if (const auto* choices = list_of(whole, {"oneOf", "anyOf"}))
        return example_within(document, choices->front(), depth + 1);
    if (const auto* items = member(whole, "items"))
        return Described::array({example_within(document, *items, depth + 1)});

    auto made = Described::object();
    if (const auto* parts = member(whole, "allOf"))
        for (const auto& part : *parts) {
            auto piece = example_within(document, part, depth + 1);
            if (!piece.is_object()) return piece;
            made.update(piece);
        }
    if (const auto* properties = member(whole, "properties"))
        for (const auto& [name, property] : properties->items())
            if (is_required(whole, name)) made[name] = example_within(document, property, depth + 1);
    if (made.empty() && !whole.contains("properties") && whole.value("type", Described()) != "object")
        return plain_example(whole);
    return made;
}

}  // namespace

const Described& resolved(const Described& document, const Described& thing) {
    const auto* at = &thing;
    while (at->is_object() && at->contains("$ref"))
        at = &document.at(Described::json_pointer{at->at("$ref").get<std::string>().substr(1)});
    return *at;
}

std::string name_of_schema(const Described& schema) {
    const auto* reference = member(schema, "$ref");
    if (reference == nullptr || !reference->is_string()) return {};
    const auto& path = reference->get_ref<const std::string&>();
    return path.starts_with(schemas_path) ? path.substr(schemas_path.size()) : std::string{};
}

std::string type_words(const Described& schema) {
    if (auto name = name_of_schema(schema); !name.empty()) return name;
    if (const auto* values = member(schema, "enum")) {
        std::vector<std::string> words;
        for (const auto& value : *values) words.push_back(word_of(value));
        return joined(words, " | ");
    }
    if (const auto* value = member(schema, "const")) return word_of(*value);
    if (const auto* choices = list_of(schema, {"oneOf", "anyOf", "allOf"})) {
        std::vector<std::string> words;
        for (const auto& choice : *choices) words.push_back(type_words(choice));
        return joined(words, schema.contains("allOf") ? " + " : " | ");
    }
    const auto* type = member(schema, "type");
    if (type == nullptr) return {};
    if (*type == "array") {
        const auto* items = member(schema, "items");
        return (items == nullptr ? std::string{} : type_words(*items)) + "[]";
    }
    std::vector<std::string> words;
    if (type->is_array())
        for (const auto& one : *type) words.push_back(word_of(one));
    else
        words.push_back(word_of(*type));
    const auto format = schema.value("format", "");
    return joined(words, " | ") + (format.empty() ? "" : " (" + format + ")");
}

std::vector<SchemaField> fields_of(const Described& document, const Described& schema) {
    std::vector<SchemaField> fields;
    gather(document, schema, "", 0, fields);
    return fields;
}

std::vector<std::string> schemas_in(const Described& schema) {
    std::vector<std::string> names;
    gather_names(schema, names);
    return names;
}

Described example_of(const Described& document, const Described& schema) {
    return example_within(document, schema, 0);
}

}  // namespace services
