#include <charconv>

#include "core/rules/kle.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/cases/sheet_words.hpp"

/// The types of cases, and a list of the cases of each: the register of IT systems, the contracts by their expiry.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t cases_at_once = 100;
constexpr std::size_t words_max = 120;

std::string type_path(const CaseType& type) {
    return type.key == general_type ? "/sager" : "/sagstyper/" + type.key;
}

Result<Response> get_types(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    Json data{{"types", Json::array()}};
    for (const auto& type : desk.settings.types->all())
        data["types"].push_back({
            {"path", type_path(type)},
            {"name", type.name.in(language)},
            {"description", type.description.in(language)},
        });
    const auto frame = staff_frame(request, caller, translate(language, "Sagstyper"), desk.workplace);
    return page(desk.workplace, "cases/types", data, frame);
}

Json columns_json(Language language, const CaseType& type) {
    auto columns = Json::array();
    for (const auto& name : type.columns) {
        const auto* field = find_field(type.fields, name);
        columns.push_back({
            {"title", field->title.in(language)},
            {"is_number", field->kind == FieldKind::number || field->kind == FieldKind::integer},
            {"is_ordering", name == type.order_by},
        });
    }
    return columns;
}

/// A long text of a field in its first words: the list is for finding the case.
std::string short_text(std::string text) {
    if (text.size() <= words_max) return text;
    auto end = words_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + " …";
}

Json row_json(Language language, const CaseType& type, const TypedCase& one, core::Date today, const Names& names) {
    const auto values = Json::parse(one.sheet.fields, nullptr, /*allow_exceptions=*/false);
    auto cells = Json::array();
    for (const auto& name : type.columns) {
        const auto* field = find_field(type.fields, name);
        const auto found = values.is_object() ? values.find(name) : values.end();
        const auto value = values.is_object() && found != values.end() ? *found : Json(nullptr);
        const auto date = value.is_string() && field->kind == FieldKind::date
                              ? core::parse_iso_date(value.get_ref<const std::string&>())
                              : std::nullopt;
        cells.push_back({
            {"title", field->title.in(language)},
            {"text", short_text(spoken_value(language, field, value))},
            {"is_number", field->kind == FieldKind::number || field->kind == FieldKind::integer},
            {"is_past", name == type.order_by && date && *date < today},
        });
    }
    const auto* phase = type.phase(one.sheet.phase);
    return {
        {"path", case_path(one.sheet.of)},
        {"number", one.number},
        {"title", one.title},
        {"cells", std::move(cells)},
        {"phase", phase == nullptr ? one.sheet.phase : phase->name.in(language)},
        {"caseworker", names.person(one.caseworker)},
        {"state_text", spoken(language, one.state)},
        {"tone", tone_of(one.state)},
    };
}

TypedCaseFilter filter_of(const CaseType& type, const Request& request, const Caller& caller) {
    TypedCaseFilter filter;
    filter.reader = caller.id();
    filter.type = type.key;
    filter.by_order_key = !type.order_by.empty();
    filter.open_only = request.query_value("hvad").value_or("") != "alle";
    filter.limit = cases_at_once + 1;
    return filter;
}

/// The list goes on behind the case that the query's `efter` names, as far as the asker may read it.
void go_on_after(Transaction& tx, const Request& request, const Caller& caller, TypedCaseFilter& filter) {
    const core::CaseId last{std::strtoll(request.query_value("efter").value_or("").c_str(), nullptr, 10)};
    if (last.value <= 0 || read_case(tx, caller.principal, last).has_error()) return;
    const auto sheet = CaseSheetStore{tx}.find(last);
    filter.after = TypedCaseFilter::Place{sheet ? sheet->order_key : std::string{}, last};
}

Result<Response> get_type(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto* type = desk.settings.types->find(request.parameter("key"));
    if (type == nullptr) return Error{ErrorCode::not_found, "there is no such type of case"};
    if (type->key == general_type) return redirect("/sager");
    const auto language = page_language(request);
    auto filter = filter_of(*type, request, caller);
    const auto all = std::string{filter.open_only ? "" : "hvad=alle"};
    Json data{
        {"name", type->name.in(language)},
        {"description", type->description.in(language)},
        {"columns", columns_json(language, *type)},
        {"has_phases", !type->phases.empty()},
        {"is_open_only", filter.open_only},
        {"open_path", type_path(*type)},
        {"all_path", type_path(*type) + "?hvad=alle"},
        {"cases", Json::array()},
        {"more_path", ""},
        {"can_open", core::may_anywhere(caller.principal, core::Action::open_case)},
        {"new_path", "/sager/ny?type=" + type->key},
    };
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        go_on_after(tx, request, caller, filter);
        auto cases = CaseSheetStore{tx}.list(filter);
        if (std::ssize(cases) > cases_at_once) {
            cases.pop_back();
            data["more_path"] = type_path(*type) + "?efter=" + std::to_string(cases.back().sheet.of.value) +
                                (all.empty() ? "" : "&" + all);
        }
        const auto names = desk.names->of(tx, caller);
        const auto today = core::danish_date(desk.workplace.clock.now());
        for (const auto& one : cases) data["cases"].push_back(row_json(language, *type, one, today, *names));
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, type->name.in(language), desk.workplace);
    return page(desk.workplace, "cases/type", data, frame);
}

/// What the KLE number of a case that is being opened suggests, for the form's select.
Result<Response> get_suggestion(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto subject = request.query_value("subject").value_or("");
    const auto facet = request.query_value("facet").value_or("");
    const auto& type = desk.settings.types->suggested(subject, facet);
    const Json data{
        {"name", core::is_subject_number(subject) ? type.name.in(language) : std::string{}},
    };
    const auto frame = staff_frame(request, caller, {}, desk.workplace);
    return html(desk.workplace.pages.render_fragment("cases/type_suggestion", data, frame));
}

}  // namespace

void add_type_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sagstyper", get_types);
    add_case_page(router, identity, desk, Method::get, "/sagstyper/forslag", get_suggestion);
    add_case_page(router, identity, desk, Method::get, "/sagstyper/{key}", get_type);
}

}  // namespace services
