#include "services/cases/sheet_api.hpp"

#include <algorithm>

#include "services/identity/for_signed_in.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Json to_json(const TypeWords& words) {
    return {{"da", words.danish}, {"en", words.english.empty() ? words.danish : words.english}};
}

Json number_schema(const CaseField& field, const char* type) {
    Json schema{{"type", type}};
    if (field.least) schema["minimum"] = *field.least;
    if (field.most) schema["maximum"] = *field.most;
    return schema;
}

Json text_schema(const CaseField& field) {
    Json schema{{"type", "string"}, {"maxLength", field.longest}};
    if (field.shortest > 0) schema["minLength"] = field.shortest;
    if (!field.pattern.empty()) schema["pattern"] = field.pattern;
    return schema;
}

Json schema_of(const CaseField& field) {
    switch (field.kind) {
        case FieldKind::text:
            return text_schema(field);
        case FieldKind::number:
            return number_schema(field, "number");
        case FieldKind::integer:
            return number_schema(field, "integer");
        case FieldKind::truth:
            return {{"type", "boolean"}};
        case FieldKind::date:
            return {{"type", "string"}, {"format", "date"}};
        case FieldKind::choice: {
            Json schema{{"type", "string"}, {"enum", Json::array()}, {"x-titles", Json::object()}};
            for (const auto& choice : field.choices) {
                schema["enum"].push_back(choice.value);
                schema["x-titles"][choice.value] = to_json(choice.words);
            }
            return schema;
        }
        case FieldKind::list:
            return {{"type", "array"}, {"maxItems", CaseField::list_max}, {"items", text_schema(field)}};
    }
    return Json::object();
}

Json fields_schema(const CaseType& type) {
    Json schema{
        {"type", "object"},
        {"properties", Json::object()},
        {"required", Json::array()},
        {"x-order", Json::array()},
    };
    for (const auto& field : type.fields) {
        auto one = schema_of(field);
        one["title"] = field.title.danish;
        one["x-title"] = to_json(field.title);
        if (!field.hint.danish.empty()) one["description"] = field.hint.danish;
        schema["properties"][field.name] = std::move(one);
        schema["x-order"].push_back(field.name);
        if (field.is_required) schema["required"].push_back(field.name);
    }
    return schema;
}

std::string_view name_of(CaseDeadline::Unit unit) {
    switch (unit) {
        case CaseDeadline::Unit::working_days:
            return "working_days";
        case CaseDeadline::Unit::calendar_days:
            return "calendar_days";
        case CaseDeadline::Unit::months:
            return "months";
    }
    return {};
}

Json to_json(const CaseType& type) {
    auto phases = Json::array();
    for (const auto& phase : type.phases) {
        auto checklist = Json::array();
        for (const auto& item : phase.checklist)
            checklist.push_back({{"key", item.key}, {"text", to_json(item.words)}});
        phases.push_back({
            {"key", phase.key},
            {"name", to_json(phase.name)},
            {"checklist", std::move(checklist)},
            {"told", to_json(phase.told)},
        });
    }
    auto deadlines = Json::array();
    for (const auto& one : type.deadlines)
        deadlines.push_back({
            {"key", one.key},
            {"task", to_json(one.task)},
            {"from", one.from},
            {"count", one.count},
            {"unit", name_of(one.unit)},
            {"remind_days", one.remind_days},
            {"source", one.source},
            {"told", to_json(one.told)},
            {"told_in", one.told_in},
        });
    return {
        {"key", type.key},
        {"name", to_json(type.name)},
        {"description", to_json(type.description)},
        {"fields", fields_schema(type)},
        {"columns", type.columns},
        {"phases", std::move(phases)},
        {"deadlines", std::move(deadlines)},
        {"templates", type.templates},
        {"draws_samples", type.sampling.has_value()},
    };
}

Result<Response> list_types(const CaseApi& api, const Request&, const Caller&) {
    auto items = Json::array();
    for (const auto& type : api.settings.types->all()) items.push_back(to_json(type));
    return services::json(Json{{"items", std::move(items)}}.dump());
}

Result<const CaseType*> named_type(const CaseApi& api, const Request& request) {
    const auto* type = api.settings.types->find(request.parameter("key"));
    if (type == nullptr) return Error{ErrorCode::not_found, "there is no such type of case"};
    return type;
}

Result<Response> get_type(const CaseApi& api, const Request& request, const Caller&) {
    TRY(const auto* const type, named_type(api, request));
    return services::json(to_json(*type).dump());
}

/// The cursor is the last case's id; its key is looked up, for it may be any text.
Result<TypedCaseFilter> filter_of(const CaseType& type, const Request& request, const Caller& caller) {
    TypedCaseFilter filter;
    filter.reader = caller.id();
    filter.type = type.key;
    filter.by_order_key = !type.order_by.empty();
    filter.open_only = request.query_value("open").value_or("") == "true";
    TRY(filter.limit, limit_of(request, 50));
    TRY(const auto after, cursor_of(request, 1));
    if (!after.empty()) filter.after = TypedCaseFilter::Place{{}, core::CaseId{after[0]}};
    return filter;
}

Result<Response> list_cases_of_type(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto* const type, named_type(api, request));
    TRY(auto filter, filter_of(*type, request, caller));
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        const CaseSheetStore store{tx};
        if (filter.after) {
            TRY(read_case(tx, caller.principal, filter.after->id));
            if (const auto last = store.find(filter.after->id)) filter.after->order_key = last->order_key;
        }
        const auto cases = store.list(filter);
        auto items = Json::array();
        for (const auto& one : cases)
            items.push_back({
                {"case", one.sheet.of.value},
                {"number", one.number},
                {"title", one.title},
                {"state", core::name_of(one.state)},
                {"caseworker", one.caseworker ? Json(one.caseworker->value) : Json(nullptr)},
                {"phase", one.sheet.phase},
                {"fields", Json::parse(one.sheet.fields, nullptr, /*allow_exceptions=*/false)},
            });
        Json body{{"items", std::move(items)}, {"next", nullptr}};
        if (static_cast<std::int64_t>(cases.size()) == filter.limit)
            body["next"] = cursor_text({cases.back().sheet.of.value});
        return services::json(body.dump());
    });
}

}  // namespace

void write_sheet(const SheetView& view, JsonText& out) {
    out.member("type", view.sheet.type);
    out.member("fields", view.values);
    out.member("phase", view.sheet.phase);
    out.key("checklist");
    out.begin_array();
    if (view.type != nullptr)
        for (const auto& phase : view.type->phases)
            for (const auto& item : phase.checklist) {
                const auto tick = std::ranges::find(view.ticks, item.key, &CaseTick::item);
                const bool is_ticked = tick != view.ticks.end();
                out.begin_object();
                out.member("item", item.key);
                out.member("phase", phase.key);
                out.member("text", to_json(item.words));
                out.member("ticked", is_ticked);
                out.member("ticked_at", is_ticked ? std::optional{core::iso_time(tick->at)} : std::nullopt);
                out.member("ticked_by", is_ticked ? std::optional{tick->by.value} : std::nullopt);
                out.end_object();
            }
    out.end_array();
}

Result<std::optional<SheetChange>> sheet_change_from(Members& members) {
    SheetChange change;
    change.type = members.maybe_text("type");
    change.phase = members.maybe_text("phase");
    if (const auto* fields = members.object("fields")) change.values = *fields;
    const auto* checklist = members.object("checklist");
    if (checklist != nullptr)
        for (const auto& [item, ticked] : checklist->items()) {
            if (!ticked.is_boolean())
                return Error{ErrorCode::invalid_input, "an item is ticked, true, or not, false", "checklist"};
            change.ticks.emplace_back(item, ticked.get<bool>());
        }
    const bool is_there = change.type || change.phase || !change.values.is_null() || checklist != nullptr;
    if (!is_there) return std::optional<SheetChange>{};
    return std::optional{std::move(change)};
}

void add_sheet_api(Router& router, Identity& identity, const CaseApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::get, "/api/v1/case-types", list_types);
    add(Method::get, "/api/v1/case-types/{key}", get_type);
    add(Method::get, "/api/v1/case-types/{key}/cases", list_cases_of_type);
}

}  // namespace services
