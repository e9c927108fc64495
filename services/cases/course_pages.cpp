#include <algorithm>
#include <optional>

#include "services/cases/case_desk.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/cases/sheet_words.hpp"
#include "services/store/task_store.hpp"

/// A case's course: the phases and checklists of its type, its deadlines, and the fields that the type asks for.
namespace services {

using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

/// The form of the fields as it is shown: absent values are those of the case.
struct CourseForm {
    bool is_open{false};
    std::optional<Json> typed{};  ///< values by field, as value_from_text() reads them
    std::vector<FieldFault> faults{};
    bool has_conflict{false};
};

std::string course_path(core::CaseId id) {
    return case_path(id) + "/forloeb";
}

std::string_view kind_of(const CaseField& field) {
    constexpr std::size_t one_line = 255;
    switch (field.kind) {
        case FieldKind::text:
            return field.longest > one_line ? "area" : "text";
        case FieldKind::number:
        case FieldKind::integer:
            return "number";
        case FieldKind::truth:
        case FieldKind::choice:
            return "choice";
        case FieldKind::date:
            return "date";
        case FieldKind::list:
            return "area";
    }
    return "text";
}

Json choices_of(Language language, const CaseField& field, const std::string& chosen) {
    auto choices = Json::array({choice("", translate(language, "Ikke valgt"), chosen.empty())});
    if (field.kind == FieldKind::truth) {
        choices.push_back(choice("true", translate(language, "Ja"), chosen == "true"));
        choices.push_back(choice("false", translate(language, "Nej"), chosen == "false"));
    }
    for (const auto& one : field.choices)
        choices.push_back(choice(one.value, one.words.in(language), one.value == chosen));
    return choices;
}

Json value_in(const Json& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? Json(nullptr) : *found;
}

Json field_json(Language language, const CaseField& field, const Json& kept, const CourseForm& form) {
    const auto value = value_in(kept, field.name);
    const auto typed = form.typed ? value_in(*form.typed, field.name) : value;
    const auto text = text_from_value(field, typed);
    const auto fault = std::ranges::find(form.faults, field.name, &FieldFault::field);
    const auto kind = kind_of(field);
    Json shown{
        {"name", field.name},
        {"title", field.title.in(language)},
        {"hint", field.hint.in(language)},
        {"is_required", field.is_required},
        {"value", spoken_value(language, &field, value)},
        {"text", text},
        {"choices", kind == "choice" ? choices_of(language, field, text) : Json::array()},
        {"error", fault == form.faults.end() ? std::string{} : spoken_fault(language, &field, fault->kind)},
        {"theirs", form.has_conflict && typed != value ? spoken_value(language, &field, value) : std::string{}},
    };
    std::string described_by;
    if (!shown["error"].get_ref<const std::string&>().empty()) described_by = "felt-" + field.name + "-error";
    if (!field.hint.danish.empty()) described_by += (described_by.empty() ? "felt-" : " felt-") + field.name + "-hint";
    shown["described_by"] = described_by;
    for (const auto* one : {"text", "area", "number", "choice", "date"}) shown["is_" + std::string{one}] = kind == one;
    return shown;
}

/// Values of fields that the type has no more, by the names they had.
Json left_over(Language language, const SheetView& view) {
    auto rows = Json::array();
    for (const auto& [name, value] : view.values.items())
        if (view.type == nullptr || find_field(view.type->fields, name) == nullptr)
            rows.push_back({{"name", name}, {"value", spoken_value(language, nullptr, value)}});
    return rows;
}

Json checklist_json(const CaseViewing& viewing, const CasePhase& phase, const std::vector<CaseTick>& ticks) {
    auto items = Json::array();
    for (const auto& item : phase.checklist) {
        const auto tick = std::ranges::find(ticks, item.key, &CaseTick::item);
        const bool is_ticked = tick != ticks.end();
        items.push_back({
            {"key", item.key},
            {"text", item.words.in(viewing.language)},
            {"is_ticked", is_ticked},
            {"who", is_ticked ? viewing.names.person(tick->by) : std::string{}},
            {"when", is_ticked ? spoken_time(viewing.language, tick->at, viewing.now) : std::string{}},
        });
    }
    return items;
}

Json phases_json(const CaseViewing& viewing, const SheetView& view) {
    auto phases = Json::array();
    if (view.type == nullptr) return phases;
    bool is_before = view.type->phase(view.sheet.phase) != nullptr;
    for (const auto& phase : view.type->phases) {
        const bool is_current = phase.key == view.sheet.phase;
        if (is_current) is_before = false;
        auto items = checklist_json(viewing, phase, view.ticks);
        const auto done = std::ranges::count_if(items, [](const Json& item) { return item["is_ticked"] == true; });
        phases.push_back({
            {"key", phase.key},
            {"name", phase.name.in(viewing.language)},
            {"is_current", is_current},
            {"is_passed", is_before},
            {"count", items.empty() ? std::string{} : std::to_string(done) + "/" + std::to_string(items.size())},
            {"items", std::move(items)},
        });
    }
    return phases;
}

/// "Videre til …": the phase after the present one; "" at the end.
void put_next_phase(const CaseViewing& viewing, const SheetView& view, Json& data) {
    data["next_phase"] = data["next_phase_name"] = "";
    if (view.type == nullptr) return;
    const auto& phases = view.type->phases;
    const auto current = std::ranges::find(phases, view.sheet.phase, &CasePhase::key);
    if (current == phases.end() || std::next(current) == phases.end()) return;
    data["next_phase"] = std::next(current)->key;
    data["next_phase_name"] = std::next(current)->name.in(viewing.language);
}

/// What a deadline counts from, in the words of the fields: "Udløber".
std::string awaited(Language language, const CaseType& type, const CaseDeadline& deadline) {
    for (const auto& name : deadline.from)
        if (const auto* field = find_field(type.fields, name)) return field->title.in(language);
    return {};
}

Json deadlines_json(const CaseViewing& viewing, const SheetView& view) {
    auto rows = Json::array();
    if (view.type == nullptr) return rows;
    const auto today = core::danish_date(viewing.now);
    const auto made = CaseSheetStore{viewing.tx}.deadline_tasks(viewing.one.id);
    for (const auto& deadline : view.type->deadlines) {
        const auto kept = std::ranges::find(made, deadline.key, &DeadlineTask::deadline);
        const auto task = kept == made.end() ? std::nullopt : TaskStore{viewing.tx}.find(kept->task);
        const bool is_done = task && task->done;
        rows.push_back({
            {"task", deadline.task.in(viewing.language)},
            {"source", deadline.source},
            {"due", task ? spoken_date(viewing.language, task->due) : std::string{}},
            {"awaits", task ? std::string{} : awaited(viewing.language, *view.type, deadline)},
            {"is_done", is_done},
            {"is_overdue", task && !is_done && task->due < today},
            {"is_soon", task && !is_done && task->due >= today && task->remind_on <= today},
        });
    }
    return rows;
}

void put_type(const CaseViewing& viewing, const SheetView& view, bool can_edit, Json& data) {
    const auto& types = viewing.types.all();
    data["type_name"] = view.type == nullptr ? view.sheet.type : view.type->name.in(viewing.language);
    data["type_description"] = view.type == nullptr ? std::string{} : view.type->description.in(viewing.language);
    data["is_type_gone"] = view.type == nullptr;
    auto& choices = data["types"] = Json::array();
    if (!can_edit) return;
    for (const auto& type : types)
        choices.push_back(choice(type.key, type.name.in(viewing.language), type.key == view.sheet.type));
}

Result<Response> show_course(
    const CaseDesk& desk, const Request& request, const Caller& caller, const CourseForm& form
) {
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        const auto view = sheet_of(viewing.tx, viewing.types, viewing.one.id);
        const bool can_edit = may_on_case(caller, core::Action::edit_case, viewing.one);
        put_type(viewing, view, can_edit, data);
        put_next_phase(viewing, view, data);
        auto& fields = data["fields"] = Json::array();
        if (view.type != nullptr)
            for (const auto& field : view.type->fields)
                fields.push_back(field_json(viewing.language, field, view.values, form));
        data["left_over"] = left_over(viewing.language, view);
        data["phases"] = phases_json(viewing, view);
        data["deadlines"] = deadlines_json(viewing, view);
        data["is_filled"] = !view.values.empty();
        data["is_editing"] = can_edit && form.is_open;
        data["has_conflict"] = form.has_conflict;
        data["has_faults"] = !form.faults.empty();
        data["can_edit"] = can_edit;
        data["version"] = viewing.one.version;
        data["course_path"] = course_path(viewing.one.id);
        data["sample_path"] =
            view.type != nullptr && view.type->sampling ? case_path(viewing.one.id) + "/stikproeve" : std::string{};
    };
    const int status = form.has_conflict ? 409 : form.faults.empty() ? 200 : 422;
    return draw_case_page(desk, request, caller, {"cases/course", CaseTab::course, status, fill});
}

Result<Response> get_course(const CaseDesk& desk, const Request& request, const Caller& caller) {
    CourseForm form;
    form.is_open = request.query_value("ret").value_or("") == "1";
    return show_course(desk, request, caller, form);
}

Json typed_values(const CaseType& type, const Request& request) {
    auto values = Json::object();
    for (const auto& field : type.fields)
        values[field.name] = value_from_text(field, request.form_value("felt_" + field.name));
    return values;
}

std::int64_t version_in(const Request& request) {
    return std::strtoll(request.form_value("version").c_str(), nullptr, 10);
}

Result<Response> post_fields(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    CourseForm form;
    form.is_open = true;
    const auto changed = desk.workplace.db.write([&](Transaction& tx) -> Result<core::Case> {
        TRY(read_case(tx, caller.principal, id));
        const auto view = sheet_of(tx, *desk.settings.types, id);
        form.typed = view.type == nullptr ? Json::object() : typed_values(*view.type, request);
        SheetChange change;
        change.values = *form.typed;
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return change_sheet(tx, acting, *desk.settings.types, id, version_in(request), change, &form.faults);
    });
    if (changed.has_value()) return with_toast(redirect(course_path(id)), "Oplysningerne er gemt.");
    form.has_conflict = changed.error().code == ErrorCode::conflict;
    if (!form.has_conflict && changed.error().code != ErrorCode::invalid_input) return changed.error();
    return show_course(desk, request, caller, form);
}

Result<Response> post_phase(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    SheetChange change;
    change.phase = request.form_value("phase");
    const auto changed = desk.workplace.db.write([&](Transaction& tx) {
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return change_sheet(tx, acting, *desk.settings.types, id, version_in(request), change);
    });
    if (changed.has_value()) return with_toast(redirect(course_path(id)), "Sagen er flyttet til den nye fase.");
    if (changed.error().code != ErrorCode::conflict) return changed.error();
    return with_toast(
        redirect(course_path(id)), "Sagen er ændret i mellemtiden. Se, hvordan den er nu, og flyt den så."
    );
}

/// Two people tick without asking each other: what one item says does not hang on the rest of the case.
Result<Response> post_tick(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    SheetChange change;
    change.ticks.emplace_back(request.form_value("item"), request.form_value("ticked") == "1");
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_case(tx, caller.principal, id));
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        TRY(change_sheet(tx, acting, *desk.settings.types, id, one.version, change));
        return core::done();
    }));
    return redirect(course_path(id) + "#tjekliste");
}

Result<Response> post_type(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    SheetChange change;
    change.type = request.form_value("type");
    const auto changed = desk.workplace.db.write([&](Transaction& tx) {
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return change_sheet(tx, acting, *desk.settings.types, id, version_in(request), change);
    });
    if (changed.has_value()) return with_toast(redirect(course_path(id) + "?ret=1"), "Sagens type er ændret.");
    if (changed.error().code != ErrorCode::conflict) return changed.error();
    return with_toast(redirect(course_path(id)), "Sagen er ændret i mellemtiden. Se, hvordan den er nu, og prøv igen.");
}

}  // namespace

void add_course_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}/forloeb", get_course);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/forloeb", post_fields);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/forloeb/fase", post_phase);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/forloeb/tjek", post_tick);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/forloeb/type", post_type);
}

}  // namespace services
