#include "tests/integration/schema_check.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace tests {

namespace {

using Misfits = std::vector<std::string>;

/// What the checks need of one place in the value.
struct Place {
    const Json& document;
    const Json& schema;
    const Json& value;
    const std::string& where;
    Misfits& found;

    void say(const std::string& what) const {
        found.push_back(where + " " + what + ": " + value.dump().substr(0, 120));
    }
};

bool is_of(const std::string& type, const Json& value) {
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "array") return value.is_array();
    if (type == "object") return value.is_object();
    return type == "null" && value.is_null();
}

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

void check_type(const Place& at, const Json& wanted) {
    const auto types = wanted.is_array() ? wanted : Json::array({wanted});
    if (std::ranges::none_of(types, [&](const Json& type) { return is_of(type.get<std::string>(), at.value); }))
        at.say("is not of type " + wanted.dump());
}

void check_enum(const Place& at, const Json& wanted) {
    if (std::ranges::find(wanted, at.value) == wanted.end()) at.say("is none of " + wanted.dump());
}

void check_const(const Place& at, const Json& wanted) {
    if (at.value != wanted) at.say("is not " + wanted.dump());
}

void check_required(const Place& at, const Json& wanted) {
    if (!at.value.is_object()) return;
    for (const auto& name : wanted)
        if (!at.value.contains(name.get<std::string>())) at.say("lacks " + name.dump());
}

void add(const Place& at, const Json& schema, const Json& value, const std::string& where) {
    const auto more = misfits(at.document, schema, value, where);
    at.found.insert(at.found.end(), more.begin(), more.end());
}

void check_properties(const Place& at, const Json& wanted) {
    if (!at.value.is_object()) return;
    for (const auto& [name, schema] : wanted.items())
        if (const auto member = at.value.find(name); member != at.value.end())
            add(at, schema, *member, at.where + "." + name);
}

void check_additional(const Place& at, const Json& wanted) {
    if (!at.value.is_object()) return;
    const auto known = at.schema.value("properties", Json::object());
    for (const auto& [name, member] : at.value.items()) {
        if (known.contains(name)) continue;
        if (wanted == false) at.say("has " + name + ", which nobody told of");
        if (wanted.is_object()) add(at, wanted, member, at.where + "." + name);
    }
}

void check_items(const Place& at, const Json& wanted) {
    if (!at.value.is_array()) return;
    for (std::size_t i = 0; i < at.value.size(); ++i)
        add(at, wanted, at.value[i], at.where + "[" + std::to_string(i) + "]");
}

void check_all_of(const Place& at, const Json& wanted) {
    for (const auto& one : wanted) add(at, one, at.value, at.where);
}

std::size_t fitting(const Place& at, const Json& choices) {
    return static_cast<std::size_t>(std::ranges::count_if(choices, [&](const Json& one) {
        return misfits(at.document, one, at.value, at.where).empty();
    }));
}

void check_one_of(const Place& at, const Json& wanted) {
    if (const auto count = fitting(at, wanted); count != 1) at.say("fits " + std::to_string(count) + " of oneOf");
}

void check_any_of(const Place& at, const Json& wanted) {
    if (fitting(at, wanted) == 0) at.say("fits none of anyOf");
}

void check_size(const Place& at, const Json& wanted, bool is_least, bool is_text) {
    if (is_text ? !at.value.is_string() : !at.value.is_array()) return;
    const auto size = is_text ? characters(at.value.get<std::string>()) : at.value.size();
    if (is_least ? size < wanted.get<std::size_t>() : size > wanted.get<std::size_t>()) at.say("is too short or long");
}

void check_bound(const Place& at, const Json& wanted, bool is_least) {
    if (!at.value.is_number()) return;
    if (is_least ? at.value < wanted : at.value > wanted) at.say("is out of bounds, " + wanted.dump());
}

void check_pattern(const Place& at, const Json& wanted) {
    if (at.value.is_string() && !std::regex_search(at.value.get<std::string>(), std::regex{wanted.get<std::string>()}))
        at.say("does not match " + wanted.dump());
}

void check_format(const Place& at, const Json& wanted) {
    static const std::map<std::string, std::regex> formats{
        {"date", std::regex{R"(\d{4}-\d\d-\d\d)"}},
        {"date-time", std::regex{R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))"}},
        {"uuid", std::regex{"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"}},
        {"uri", std::regex{R"([a-z][a-z0-9+.-]*:\S*)"}},
        {"uri-reference", std::regex{R"(\S*)"}},
        {"email", std::regex{R"(\S+@\S+)"}},
        {"int64", std::regex{".*"}},
        {"password", std::regex{".*"}},
    };
    const auto known = formats.find(wanted.get<std::string>());
    if (known == formats.end()) return at.say("has a format that is not known, " + wanted.dump());
    if (at.value.is_string() && !std::regex_match(at.value.get<std::string>(), known->second))
        at.say("is no " + wanted.get<std::string>());
}

using Check = void (*)(const Place& at, const Json& wanted);
const std::map<std::string, Check>& checks() {
    static const std::map<std::string, Check> all{
        {"type", check_type},
        {"enum", check_enum},
        {"const", check_const},
        {"required", check_required},
        {"properties", check_properties},
        {"additionalProperties", check_additional},
        {"items", check_items},
        {"allOf", check_all_of},
        {"oneOf", check_one_of},
        {"anyOf", check_any_of},
        {"minLength", [](const Place& at, const Json& wanted) { check_size(at, wanted, true, true); }},
        {"maxLength", [](const Place& at, const Json& wanted) { check_size(at, wanted, false, true); }},
        {"minItems", [](const Place& at, const Json& wanted) { check_size(at, wanted, true, false); }},
        {"maxItems", [](const Place& at, const Json& wanted) { check_size(at, wanted, false, false); }},
        {"minimum", [](const Place& at, const Json& wanted) { check_bound(at, wanted, true); }},
        {"maximum", [](const Place& at, const Json& wanted) { check_bound(at, wanted, false); }},
        {"pattern", check_pattern},
        {"format", check_format},
    };
    return all;
}

/// Keywords that ask nothing of the value; `$defs` is looked at where a reference leads into it.
const std::set<std::string> notes{"$ref", "$defs", "title", "description", "examples", "default", "contentMediaType"};

}  // namespace

const Json& referred(const Json& document, const Json& thing) {
    const auto* at = &thing;
    while (at->is_object() && at->contains("$ref"))
        at = &document.at(Json::json_pointer{at->at("$ref").get<std::string>().substr(1)});
    return *at;
}

Misfits misfits(const Json& document, const Json& schema, const Json& value, const std::string& where) {
    Misfits found;
    const auto& whole = referred(document, schema);
    const Place at{document, whole, value, where, found};
    for (const auto& [keyword, wanted] : whole.items()) {
        const auto check = checks().find(keyword);
        if (check != checks().end())
            check->second(at, wanted);
        else if (!notes.contains(keyword))
            at.say("is under the keyword " + keyword + ", which is not checked");
    }
    return found;
}

}  // namespace tests
