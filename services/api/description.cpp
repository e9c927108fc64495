#include "services/api/description.hpp"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <span>
#include <stdexcept>
#include <string>

#include "core/embedded.hpp"
#include "services/files/sha256.hpp"

namespace core {

std::span<const Embedded> api_description_files();

}  // namespace core

namespace services {

namespace {

/// A scalar without quotes: null, true, false and numbers are what they say, all else is text.
Described plain_value(const std::string& text) {
    if (text.empty() || text == "~" || text == "null") return nullptr;
    if (text == "true") return true;
    if (text == "false") return false;
    // "infinity" is a word to YAML, and a number to from_chars.
    if (text.find_first_not_of("+-.0123456789eE") != std::string::npos) return text;
    const auto* end = text.data() + text.size();
    std::int64_t whole = 0;
    if (const auto [at, error] = std::from_chars(text.data(), end, whole); error == std::errc{} && at == end)
        return whole;
    double number = 0;
    if (const auto [at, error] = std::from_chars(text.data(), end, number); error == std::errc{} && at == end)
        return number;
    return text;
}

Described value_of(const YAML::Node& node) {
    switch (node.Type()) {
        case YAML::NodeType::Scalar:
            return node.Tag() == "?" ? plain_value(node.Scalar()) : Described(node.Scalar());
        case YAML::NodeType::Sequence: {
            auto list = Described::array();
            for (const auto& one : node) list.push_back(value_of(one));
            return list;
        }
        case YAML::NodeType::Map: {
            auto object = Described::object();
            for (const auto& member : node) object[member.first.Scalar()] = value_of(member.second);
            return object;
        }
        case YAML::NodeType::Null:
        case YAML::NodeType::Undefined:
            break;
    }
    return nullptr;
}

Response told(std::string_view bytes, const char* type) {
    Response response{.status = 200, .headers = {}, .body = StaticBody{bytes, sha256(bytes).text()}};
    response.set("content-type", type);
    response.set("cache-control", "no-cache");
    return response;
}

}  // namespace

std::string_view api_description() {
    return core::api_description_files().front().bytes();
}

Described json_from_yaml(std::string_view yaml) {
    try {
        return value_of(YAML::Load(std::string{yaml}));
    } catch (const YAML::Exception& e) {
        throw std::runtime_error{e.what()};
    }
}

const Described& api_description_json() {
    static const auto description = json_from_yaml(api_description());
    return description;
}

void add_description_route(Router& router) {
    const auto as_yaml = [](const Request&) -> core::Result<Response> {
        static const auto response = told(api_description(), "application/yaml");  // RFC 9512
        return response;
    };
    const auto as_json = [](const Request&) -> core::Result<Response> {
        static const auto text = api_description_json().dump();
        static const auto response = told(text, "application/json");
        return response;
    };
    router.add(Method::get, "/api/v1/openapi.yaml", as_yaml, BodyLimit::none, Pace::quick);
    router.add(Method::get, "/api/openapi.yaml", as_yaml, BodyLimit::none, Pace::quick);
    router.add(Method::get, "/api/openapi.json", as_json, BodyLimit::none);
}

}  // namespace services
