#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/model/incoming_item.hpp"
#include "core/result.hpp"
#include "services/api/json_text.hpp"
#include "services/http/message.hpp"
#include "services/store/event_log.hpp"

/// What all REST routes share: reading JSON bodies, and how the house's values look as JSON. The description is
/// services/api/openapi.yaml.
namespace services {

/// The body as a JSON object. Errors: invalid_input, unsupported where it is not application/json.
core::Result<nlohmann::json> json_body(const Request& request);
/// A text as a JSON object. Errors: invalid_input, with `else_wrong` as its sentence.
core::Result<nlohmann::json> json_object(std::string_view text, const char* else_wrong);

/// Reads the members of a request's object, and remembers the first thing that is wrong. Members that nobody asked for
/// are an error too: a misspelt name must not be passed over in silence.
class Members {
  public:
    explicit Members(const nlohmann::json& object) : object_(object) {}

    bool has(const char* name);
    std::string text(const char* name);  ///< required
    std::string text_or(const char* name, std::string fallback);
    std::optional<std::string> maybe_text(const char* name);
    std::int64_t number(const char* name);                       ///< required
    std::optional<std::int64_t> maybe_number(const char* name);  ///< null counts as absent
    bool truth(const char* name);                                ///< required
    std::optional<bool> maybe_truth(const char* name);
    /// A list of texts; none if absent.
    std::vector<std::string> texts(const char* name);
    std::optional<core::Date> maybe_date(const char* name);
    core::Date date(const char* name);  ///< required
    /// A member that is an object; null if absent.
    const nlohmann::json* object(const char* name);

    template <class IdType>
    std::optional<IdType> maybe_id(const char* name) {
        const auto value = maybe_number(name);
        return value ? std::optional{IdType{*value}} : std::nullopt;
    }
    template <class Enum>
    Enum one_of(const char* name, std::optional<Enum> (*parse)(std::string_view), Enum fallback) {
        return maybe_one_of(name, parse).value_or(fallback);
    }
    template <class Enum>
    std::optional<Enum> maybe_one_of(const char* name, std::optional<Enum> (*parse)(std::string_view)) {
        const auto text = maybe_text(name);
        if (!text) return std::nullopt;
        const auto value = parse(*text);
        if (!value) fail(name, "the value is not one of those that are allowed");
        return value;
    }

    /// The first thing that was wrong, or else a member that was not asked for.
    core::Result<void> check() const;

  private:
    const nlohmann::json* find(const char* name);
    void fail(const char* name, const char* what);

    const nlohmann::json& object_;
    std::vector<std::string> asked_;
    std::optional<core::Error> error_;
};

/// The version that the client read: the member `version`, or else If-Match. Errors: invalid_input.
core::Result<std::int64_t> expected_version(const Request& request, Members& members);

nlohmann::json to_json(const core::Case& one);
nlohmann::json to_json(const core::Party& one);
nlohmann::json to_json(const core::Document& one);
/// The same, member by member into an object that was begun.
void write_members(JsonText& out, const core::Case& one);
void write_members(JsonText& out, const core::Party& one);
void write_members(JsonText& out, const core::Document& one);
nlohmann::json to_json(const core::IncomingItem& one);
nlohmann::json to_json(const Event& one);

/// `limit` of the query: 1 to 200. Errors: invalid_input.
core::Result<std::int64_t> limit_of(const Request& request, std::int64_t usual);

/// A cursor is opaque to clients: some numbers, as text.
std::string cursor_text(std::initializer_list<std::int64_t> numbers);
/// Errors: invalid_input where the query's `after` is not `count` numbers; nothing where there is none.
core::Result<std::vector<std::int64_t>> cursor_of(const Request& request, std::size_t count);

/// {"items": […], "next": …}: a page of a list, and the cursor of the next one.
template <class T>
Response list_response(const std::vector<T>& items, const std::optional<std::string>& next) {
    JsonText out{256 + 640 * items.size()};
    out.begin_object();
    out.key("items");
    out.begin_array();
    for (const auto& one : items) {
        out.begin_object();
        write_members(out, one);
        out.end_object();
    }
    out.end_array();
    out.member("next", next);
    out.end_object();
    return json(out.take());
}

}  // namespace services
