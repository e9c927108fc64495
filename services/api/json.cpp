#include "services/api/json.hpp"

#include <algorithm>
#include <charconv>

#include "core/rules/identifiers.hpp"
#include "core/time.hpp"
#include "core/whole_number.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

Result<Json> json_body(const Request& request) {
    const auto type = request.header("content-type");
    if (!type.starts_with("application/json") && !type.starts_with("application/merge-patch+json"))
        return Error{ErrorCode::unsupported, "the body must be application/json", "content-type"};
    return json_object(request.body, "the body is not a JSON object");
}

Result<Json> json_object(std::string_view text, const char* else_wrong) {
    // A depth of parsing that no request of ours needs would only eat the stack.
    constexpr int deepest = 16;
    auto parsed = Json::parse(
        text, [](int depth, Json::parse_event_t, Json&) { return depth <= deepest; }, /*allow_exceptions=*/false
    );
    if (!parsed.is_object()) return Error{ErrorCode::invalid_input, else_wrong};
    return parsed;
}

const Json* Members::find(const char* name) {
    asked_.emplace_back(name);
    const auto at = object_.find(name);
    return at == object_.end() || at->is_null() ? nullptr : &*at;
}

void Members::fail(const char* name, const char* what) {
    if (!error_) error_ = Error{ErrorCode::invalid_input, std::string{name} + ": " + what, name};
}

bool Members::has(const char* name) {
    asked_.emplace_back(name);
    return object_.contains(name);
}

std::optional<std::string> Members::maybe_text(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    fail(name, "must be a text");
    return std::nullopt;
}

std::string Members::text(const char* name) {
    auto value = maybe_text(name);
    if (!value) fail(name, "is missing");
    return value.value_or(std::string{});
}

std::string Members::text_or(const char* name, std::string fallback) {
    return maybe_text(name).value_or(std::move(fallback));
}

std::optional<std::int64_t> Members::maybe_number(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_number_integer()) return value->get<std::int64_t>();
    fail(name, "must be a whole number");
    return std::nullopt;
}

std::int64_t Members::number(const char* name) {
    const auto value = maybe_number(name);
    if (!value) fail(name, "is missing");
    return value.value_or(0);
}

bool Members::truth(const char* name) {
    const auto value = maybe_truth(name);
    if (!value) fail(name, "is missing");
    return value.value_or(false);
}

std::vector<std::string> Members::texts(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return {};
    const auto is_text = [](const Json& one) { return one.is_string(); };
    if (value->is_array() && std::all_of(value->begin(), value->end(), is_text))
        return value->get<std::vector<std::string>>();
    fail(name, "must be a list of texts");
    return {};
}

std::optional<core::Date> Members::maybe_date(const char* name) {
    const auto value = maybe_text(name);
    if (!value || value->empty()) return std::nullopt;
    const auto date = core::parse_iso_date(*value);
    if (!date) fail(name, "must be a date such as 2026-11-03");
    return date;
}

core::Date Members::date(const char* name) {
    const auto value = maybe_date(name);
    if (!value) fail(name, "is missing");
    return value.value_or(core::Date{});
}

std::optional<bool> Members::maybe_truth(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    fail(name, "must be true or false");
    return std::nullopt;
}

const Json* Members::object(const char* name) {
    const auto* value = find(name);
    if (value != nullptr && !value->is_object()) {
        fail(name, "must be an object");
        return nullptr;
    }
    return value;
}

Result<void> Members::check() const {
    if (error_) return *error_;
    for (const auto& [name, value] : object_.items())
        if (std::ranges::find(asked_, name) == asked_.end())
            return Error{ErrorCode::invalid_input, "there is no member of this name here", name};
    return core::done();
}

namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(value->value) : Json(nullptr);
}

struct Member {
    const char* key;
    Json value;
};

/// What is answered most is made without nlohmann's initialiser lists, which make an array of each pair first.
template <class... Members>
Json object(Members&&... members) {
    Json::object_t made;
    (made.emplace(members.key, std::move(members.value)), ...);
    return made;
}

template <class T>
std::optional<std::int64_t> number_of(const std::optional<T>& id) {
    return id ? std::optional{id->value} : std::nullopt;
}
std::optional<std::string> iso_date_of(const std::optional<core::Date>& date) {
    return date ? std::optional{core::iso_date(*date)} : std::nullopt;
}
std::optional<std::string> iso_time_of(const std::optional<core::Timestamp>& time) {
    return time ? std::optional{core::iso_time(*time)} : std::nullopt;
}
std::optional<std::string_view> unless_empty(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional{text};
}
std::optional<Json> withdrawal_of(const std::optional<core::Withdrawal>& made) {
    if (!made) return std::nullopt;
    return Json{{"at", core::iso_time(made->at)}, {"by", made->by.value}, {"reason", made->reason}};
}

/// Its members, for a tree or for a text.
template <class Put>
void tell(const core::Case& one, const Put& put) {
    put("id", one.id.value);
    put("number", one.number);
    put("title", one.title);
    put("public_title", one.public_title);
    put("subject", one.subject);
    put("facet", one.facet);
    put("state", core::name_of(one.state));
    put("unit", one.unit.value);
    put("caseworker", number_of(one.caseworker));
    put("confidentiality", core::name_of(one.confidentiality));
    put("opened_at", core::iso_time(one.opened_at));
    put("changed_at", core::iso_time(one.changed_at));
    put("closed_at", iso_time_of(one.closed_at));
    put("deadline", iso_date_of(one.deadline));
    put("waiting_for", one.waiting_for);
    put("version", one.version);
}

/// Its members, for a tree or for a text.
template <class Put>
void tell(const core::Party& one, const Put& put) {
    put("id", one.id.value);
    put("role", core::name_of(one.role));
    put("name", one.name);
    put("identifier", core::shown_identifier(one.identifier_kind, one.identifier));
    put("identifier_kind", core::name_of(one.identifier_kind));
    put("address", one.address);
}

/// Its members, for a tree or for a text.
template <class Put>
void tell(const core::Document& one, const Put& put) {
    put("id", one.id.value);
    put("case", one.in_case.value);
    put("number", one.number);
    put("title", one.title);
    put("public_title", one.public_title);
    put("direction", core::name_of(one.direction));
    put("correspondent", one.correspondent);
    put("public_correspondent", one.public_correspondent);
    put("letter_date", iso_date_of(one.letter_date));
    put("received", core::iso_date(one.received));
    put("journaled_at", core::iso_time(one.journaled_at));
    put("journaled_by", one.journaled_by.value);
    put("publication", core::name_of(one.publication));
    put("file_name", one.file_name);
    put("media_type", one.media_type);
    put("size_bytes", one.size_bytes);
    put("sha256", one.content.text());
    put("page_count", one.page_count);
    put("kind", core::name_of(one.kind));
    put("late_reason", unless_empty(one.late_reason));
    put("withdrawn", withdrawal_of(one.withdrawn));
}

template <class T>
Json tree_of(const T& one) {
    Json::object_t made;
    tell(one, [&]<class Value>(const char* key, const Value& value) {
        if constexpr (requires { value.has_value(); })
            made.emplace(key, value ? Json(*value) : Json(nullptr));
        else
            made.emplace(key, value);
    });
    return made;
}

auto writing_to(JsonText& out) {
    return [&out](const char* key, const auto& value) { out.member(key, value); };
}

}  // namespace

Json to_json(const core::Case& one) {
    return tree_of(one);
}
void write_members(JsonText& out, const core::Case& one) {
    tell(one, writing_to(out));
}

Json to_json(const Event& one) {
    return object(
        Member{"id", one.id.value},
        Member{"at", core::iso_time(one.at)},
        Member{"kind", name_of(one.kind)},
        Member{"subject_kind", name_of(one.subject_kind)},
        Member{"subject", one.subject},
        Member{"case", or_null(one.in_case)},
        Member{"actor", or_null(one.actor)},
        Member{"payload", Json::parse(one.payload, nullptr, false)}
    );
}

Json to_json(const core::Party& one) {
    return tree_of(one);
}
void write_members(JsonText& out, const core::Party& one) {
    tell(one, writing_to(out));
}

Json to_json(const core::Document& one) {
    return tree_of(one);
}
void write_members(JsonText& out, const core::Document& one) {
    tell(one, writing_to(out));
}

Json to_json(const core::IncomingItem& one) {
    return object(
        Member{"id", one.id.value},
        Member{"received_at", core::iso_time(one.received_at)},
        Member{"channel", core::name_of(one.channel)},
        Member{"file_name", one.file_name},
        Member{"sha256", one.content.text()},
        Member{"size_bytes", one.size_bytes},
        Member{"media_type", one.media_type},
        Member{"state", core::name_of(one.state)},
        Member{"reason", one.reason},
        Member{"page_count", one.page_count},
        Member{"pages_read", one.pages_read},
        Member{"first_words", one.first_words},
        Member{"unit", one.unit.value},
        Member{"assigned_to", or_null(one.assigned_to)},
        Member{"duplicate_of", or_null(one.duplicate_of)},
        Member{"document", or_null(one.document)},
        Member{"version", one.version}
    );
}

Result<std::int64_t> expected_version(const Request& request, Members& members) {
    if (const auto in_body = members.maybe_number("version")) return *in_body;
    const auto tag = request.header("if-match");
    if (tag.size() > 2 && tag.front() == '"') return std::strtoll(std::string{tag.substr(1)}.c_str(), nullptr, 10);
    return Error{ErrorCode::invalid_input, "name the version that was read, by If-Match or as a member", "version"};
}

Result<std::int64_t> limit_of(const Request& request, std::int64_t usual) {
    const auto text = request.query_value("limit");
    if (!text) return usual;
    const auto limit = core::whole_number(*text);
    if (!limit || *limit < 1 || *limit > 200)
        return Error{ErrorCode::invalid_input, "limit is a number from 1 to 200", "limit"};
    return *limit;
}

std::string cursor_text(std::initializer_list<std::int64_t> numbers) {
    std::string text;
    for (const auto number : numbers) text += (text.empty() ? "" : "_") + std::to_string(number);
    return text;
}

Result<std::vector<std::int64_t>> cursor_of(const Request& request, std::size_t count) {
    std::vector<std::int64_t> numbers;
    const auto text = request.query_value("after");
    if (!text || text->empty()) return numbers;
    const char* at = text->data();
    const char* end = at + text->size();
    while (at < end) {
        std::int64_t number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc{} || (next != end && *next != '_')) break;
        numbers.push_back(number);
        at = next == end ? end : next + 1;
    }
    if (at != end || numbers.size() != count)
        return Error{ErrorCode::invalid_input, "after is not a cursor of this list", "after"};
    return numbers;
}

}  // namespace services
