#include "services/api/documentation.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "services/api/markdown.hpp"

namespace services {

using nlohmann::json;

namespace {

constexpr std::array methods{"get", "post", "put", "patch", "delete"};

std::string slug_of(std::string name) {
    std::ranges::replace(name, ' ', '-');
    return name;
}

std::string upper(std::string word) {
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return word;
}

std::string text_of(const Described& thing, const char* name) {
    return thing.value(name, std::string{});
}

/// A description, or an empty text that templates take for none.
std::string described(const Described& thing) {
    return html_from_markdown(text_of(thing, "description"));
}

/// Calls `take` with each operation of the tag, in the order of the description.
void each_operation(
    const Described& document,
    const std::string& tag,
    const std::function<void(const std::string& path, const char* method, const Described& item)>& take
) {
    for (const auto& [path, item] : document.at("paths").items())
        for (const auto* method : methods) {
            const auto found = item.find(method);
            if (found != item.end() && found->at("tags").front() == tag) take(path, method, item);
        }
}

json short_operation(const std::string& path, const char* method, const Described& operation) {
    return {
        {"anchor", text_of(operation, "operationId")},
        {"method", upper(method)},
        {"path", path},
        {"summary", text_of(operation, "summary")},
    };
}

bool is_open(const Described& operation) {
    const auto security = operation.find("security");
    return security != operation.end() && security->empty();
}

/// Those of the path and those of the operation, references followed.
std::vector<Described> parameters_of(const Described& document, const Described& item, const Described& operation) {
    std::vector<Described> all;
    for (const auto* of : {&item, &operation})
        if (const auto list = of->find("parameters"); list != of->end())
            for (const auto& one : *list) all.push_back(resolved(document, one));
    return all;
}

json link_to(const Described& schema) {
    // "Case[]" links to Case; a choice of several is told in words alone.
    const auto items = schema.find("items");
    const auto name = name_of_schema(items == schema.end() ? schema : *items);
    return {{"type", type_words(schema)}, {"schema", name}};
}

json parameter_row(const Described& parameter) {
    auto row = link_to(parameter.at("schema"));
    row["name"] = text_of(parameter, "name");
    row["in"] = text_of(parameter, "in");
    row["required"] = parameter.value("required", false);
    row["about"] = described(parameter);
    return row;
}

json field_rows(const Described& document, const Described& schema) {
    auto rows = json::array();
    for (const auto& field : fields_of(document, schema)) {
        auto row = link_to(field.schema);
        row["name"] = field.name;
        row["in"] = "";
        row["required"] = field.is_required;
        row["about"] = described(field.schema);
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Media types of a body or an answer, each with its schema: named ones lead to it, others are opened here.
json content_rows(const Described& document, const Described& thing) {
    auto rows = json::array();
    const auto content = thing.find("content");
    if (content == thing.end()) return rows;
    for (const auto& [type, media] : content->items()) {
        auto row = media.contains("schema") ? link_to(media.at("schema")) : json{{"type", ""}, {"schema", ""}};
        row["media"] = type;
        const bool is_opened = media.contains("schema") && row["schema"].get_ref<const std::string&>().empty();
        row["fields"] = is_opened ? field_rows(document, media.at("schema")) : json::array();
        rows.push_back(std::move(row));
    }
    return rows;
}

json response_rows(const Described& document, const Described& operation) {
    auto rows = json::array();
    for (const auto& [status, one] : operation.at("responses").items()) {
        const auto& response = resolved(document, one);
        auto headers = json::array();
        if (const auto list = response.find("headers"); list != response.end())
            for (const auto& [name, header] : list->items())
                headers.push_back({{"name", name}, {"about", described(resolved(document, header))}});
        rows.push_back({
            {"status", status == "default" ? "" : status},
            {"about", described(response)},
            {"headers", std::move(headers)},
            {"content", content_rows(document, response)},
        });
    }
    return rows;
}

/// In a shell's single quotes.
std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
    return out + "'";
}

/// The path with values for what it has in braces, and the query that is asked for.
std::string example_target(
    const Described& document, const std::string& path, const std::vector<Described>& parameters
) {
    auto target = path;
    std::string query;
    for (const auto& one : parameters) {
        const auto name = text_of(one, "name");
        const auto example = example_of(document, one.at("schema"));
        const auto value = example.is_string() ? example.get<std::string>() : example.dump();
        if (const auto at = target.find('{' + name + '}'); at != std::string::npos) {
            target.replace(at, name.size() + 2, value == "…" ? name : value);
        } else if (text_of(one, "in") == "query" && one.value("required", false)) {
            query += (query.empty() ? '?' : '&') + name + '=' + value;
        }
    }
    return target + query;
}

std::string example_body(const Described& document, const Described& media) {
    if (const auto examples = media.find("examples"); examples != media.end())
        return resolved(document, examples->front()).at("value").dump();
    return example_of(document, media.at("schema")).dump();
}

std::string curl_line(
    const Described& document,
    const std::string& path,
    const std::string& method,
    const Described& operation,
    const std::vector<Described>& parameters
) {
    std::string line = "curl";
    std::string data;
    if (const auto body = operation.find("requestBody"); body != operation.end()) {
        const auto& content = resolved(document, *body).at("content");
        const auto& type = content.begin().key();
        if (type == "multipart/form-data") {
            data = " -F file=@brev.pdf";
        } else {
            data = " -H 'Content-Type: " + type + "'";
            if (type.starts_with("application/json"))
                data += " \\\n     -d " + quoted(example_body(document, *content.begin()));
            else
                data += " --data-binary @fil";
        }
    }
    const bool is_implied = method == "GET" || (method == "POST" && !data.empty());
    if (!is_implied) line += " -X " + method;
    if (!is_open(operation)) line += " -H \"Authorization: Bearer $TOKEN\"";
    return line + data + " \\\n     \"$SAGLIG" + example_target(document, path, parameters) + '"';
}

json whole_operation(const Described& document, const std::string& path, const char* method, const Described& item) {
    const auto& operation = item.at(method);
    auto row = short_operation(path, method, operation);
    row["about"] = described(operation);
    row["is_open"] = is_open(operation);
    const auto parameters = parameters_of(document, item, operation);
    row["parameters"] = nullptr;
    for (const auto& one : parameters) row["parameters"]["fields"].push_back(parameter_row(one));
    row["body"] = nullptr;
    if (const auto body = operation.find("requestBody"); body != operation.end())
        row["body"] = {{"content", content_rows(document, resolved(document, *body))}};
    row["responses"] = response_rows(document, operation);
    row["curl"] = curl_line(document, path, upper(method), operation, parameters);
    return row;
}

/// Every schema that the things mention, directly or through others, by name.
std::set<std::string> mentioned(const Described& document, const std::vector<const Described*>& things) {
    std::set<std::string> all;
    std::vector<const Described*> waiting = things;
    const auto& schemas = document.at("components").at("schemas");
    while (!waiting.empty()) {
        const auto& thing = *waiting.back();
        waiting.pop_back();
        for (const auto& name : schemas_in(thing))
            if (all.insert(name).second) waiting.push_back(&schemas.at(name));
        if (thing.contains("responses"))
            for (const auto& one : thing.at("responses"))
                if (one.contains("$ref")) waiting.push_back(&resolved(document, one));
    }
    return all;
}

json schema_rows(const Described& document, const std::set<std::string>& names) {
    auto rows = json::array();
    for (const auto& name : names) {
        const auto& schema = document.at("components").at("schemas").at(name);
        auto fields = field_rows(document, schema);
        rows.push_back({
            {"name", name},
            {"about", described(schema)},
            {"type", fields.empty() ? type_words(schema) : ""},
            {"fields", std::move(fields)},
        });
    }
    return rows;
}

json error_rows(const Described& document) {
    std::map<std::string, std::string> errors;
    for (const auto& [path, item] : document.at("paths").items())
        for (const auto* method : methods) {
            const auto operation = item.find(method);
            if (operation == item.end()) continue;
            for (const auto& [status, one] : operation->at("responses").items())
                if (status >= "400" && status != "default" && one.contains("$ref"))
                    errors.emplace(status, described(resolved(document, one)));
        }
    auto rows = json::array();
    for (const auto& [status, about] : errors) rows.push_back({{"status", status}, {"about", about}});
    return rows;
}

}  // namespace

json documentation(const Described& document) {
    auto tags = json::array();
    for (const auto& tag : document.at("tags")) {
        const auto name = text_of(tag, "name");
        auto operations = json::array();
        each_operation(document, name, [&](const std::string& path, const char* method, const Described& item) {
            operations.push_back(short_operation(path, method, item.at(method)));
        });
        tags.push_back(
            {{"name", name}, {"slug", slug_of(name)}, {"about", described(tag)}, {"operations", std::move(operations)}}
        );
    }
    return {{"about", described(document.at("info"))}, {"tags", std::move(tags)}, {"errors", error_rows(document)}};
}

std::optional<json> documentation_of(const Described& document, std::string_view slug) {
    for (const auto& tag : document.at("tags")) {
        const auto name = text_of(tag, "name");
        if (slug_of(name) != slug) continue;
        auto operations = json::array();
        std::vector<const Described*> things;
        each_operation(document, name, [&](const std::string& path, const char* method, const Described& item) {
            operations.push_back(whole_operation(document, path, method, item));
            things.push_back(&item.at(method));
        });
        return json{
            {"name", name},
            {"about", described(tag)},
            {"operations", std::move(operations)},
            {"schemas", schema_rows(document, mentioned(document, things))},
        };
    }
    return std::nullopt;
}

}  // namespace services
