#include "services/http/message.hpp"

#include <algorithm>
#include <boost/assert.hpp>
#include "core/whole_number.hpp"

namespace services {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The value of `name` in one Cookie field: "a=1; b=2" (RFC 6265 § 4.2.1).
std::optional<std::string_view> cookie_in(std::string_view field, std::string_view name) {
    while (!field.empty()) {
        const auto end = field.find(';');
        const auto pair = trimmed(field.substr(0, end));
        field.remove_prefix(end == std::string_view::npos ? field.size() : end + 1);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
    }
    return std::nullopt;
}

Response made(std::string media_type, std::string body, int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("content-type", std::move(media_type));
    response.body = std::move(body);
    return response;
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers)
        if (name == lower_case_name) return value;
    return {};
}

std::string_view Request::cookie(std::string_view name) const {
    for (const auto& [field, value] : headers)
        if (field == "cookie")
            if (const auto found = cookie_in(value, name)) return *found;
    return {};
}

std::optional<std::string> Request::query_value(std::string_view name) const {
    for (const auto& [key, value] : query)
        if (key == name) return value;
    return std::nullopt;
}

const FormPart* Request::part(std::string_view name) const {
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const FormPart& part) { return part.name == name; });
    return found == parts.end() ? nullptr : &*found;
}

std::string Request::form_value(std::string_view name) const {
    const auto* found = part(name);
    return found ? found->value : std::string{};
}

std::string_view Request::parameter(std::string_view name) const {
    for (const auto& [key, value] : path_parameters)
        if (key == name) return value;
    BOOST_ASSERT_MSG(false, "the route has no such parameter");
    return {};
}

std::int64_t Request::id_parameter(std::string_view name) const {
    const auto number = core::whole_number(parameter(name));
    BOOST_ASSERT_MSG(number, "the parameter is an :id");
    return number.value_or(0);
}

Response& Response::set(std::string name, std::string value) {
    std::erase_if(headers, [&](const auto& field) { return field.first == name; });
    return add(std::move(name), std::move(value));
}

Response& Response::add(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response html(std::string body, int status) {
    return made("text/html; charset=utf-8", std::move(body), status);
}

Response json(std::string body, int status) {
    return made("application/json", std::move(body), status);
}

Response text(std::string body, int status) {
    return made("text/plain; charset=utf-8", std::move(body), status);
}

Response redirect(std::string location, int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("location", std::move(location));
    return response;
}

Response file(std::filesystem::path path, std::string media_type, std::string etag) {
    Response response;
    response.headers.emplace_back("content-type", std::move(media_type));
    response.body = FileBody{std::move(path), std::move(etag)};
    return response;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const unsigned char c : text) {
        const bool stays = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                           c == '-' || c == '_' || c == '~' || c == '/';
        if (stays) {
            encoded += static_cast<char>(c);
        } else {
            encoded += '%';
            encoded += digits[c >> 4U];
            encoded += digits[c & 15U];
        }
    }
    return encoded;
}

}  // namespace services
