#include <algorithm>

#include "services/cases/case_desk.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/store/access_request_store.hpp"
#include "services/store/case_sheet_store.hpp"
#include "services/store/casework_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/draft_store.hpp"
#include "services/store/filing_store.hpp"
#include "services/store/hearing_store.hpp"
#include "services/store/subject_store.hpp"
#include "services/store/task_store.hpp"
#include "services/store/visit_store.hpp"
#include "services/subjects/subjects.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

/// "Afsluttet 3. november 2026: Byggeriet er meldt færdigt" of a case that is closed; else "".
std::string closing_of(const CaseViewing& viewing) {
    const auto& one = viewing.one;
    if (!one.closed_at) return {};
    const auto moved = CaseStateStore{viewing.tx}.last_of(one.id);
    const auto date = spoken_date(viewing.language, core::danish_date(*one.closed_at));
    if (!moved || moved->reason.empty())
        return translate(viewing.language, "Sagen blev afsluttet {date}.", {{"date", date}});
    return translate(
        viewing.language, "Sagen blev afsluttet {date}: {reason}", {{"date", date}, {"reason", moved->reason}}
    );
}

/// How many items of the present phase's checklist are open.
std::int64_t left_to_tick(const CaseViewing& viewing) {
    const auto view = sheet_of(viewing.tx, viewing.types, viewing.one.id);
    const auto* phase = view.type == nullptr ? nullptr : view.type->phase(view.sheet.phase);
    if (phase == nullptr) return 0;
    return std::ranges::count_if(phase->checklist, [&](const ChecklistItem& item) {
        return std::ranges::find(view.ticks, item.key, &CaseTick::item) == view.ticks.end();
    });
}

/// The type's name with the phase: "Kontrakt: I drift"; "" of a general case.
std::string type_text(const CaseViewing& viewing) {
    const auto view = sheet_of(viewing.tx, viewing.types, viewing.one.id);
    if (view.sheet.type == general_type && view.sheet.phase.empty()) return {};
    if (view.type == nullptr) return view.sheet.type;
    const auto* phase = view.type->phase(view.sheet.phase);
    const auto& name = view.type->name.in(viewing.language);
    return phase == nullptr ? name : name + ": " + phase->name.in(viewing.language);
}

/// The request for access that the case is, or where to begin one for a letter that asks; "" of any other case.
std::string access_path_of(const CaseViewing& viewing) {
    const auto sheet = CaseSheetStore{viewing.tx}.find(viewing.one.id);
    if (!sheet || sheet->type != "access_request") return {};
    const auto request = AccessRequestStore{viewing.tx}.of_case(viewing.one.id);
    return request ? "/aktindsigter/" + std::to_string(request->id.value)
                   : "/aktindsigter/ny?sag=" + std::to_string(viewing.one.id.value);
}

/// Where everything went from a case that was put together with another: for cases/head.
void put_merge(const CaseViewing& viewing, Json& head) {
    head["is_merged"] = false;
    head["merged_into"] = head["merged_path"] = head["undo_merge_path"] = "";
    const auto merge = FilingStore{viewing.tx}.merge_of(viewing.one.id);
    if (!merge) return;
    head["is_merged"] = true;
    const auto into = read_case(viewing.tx, viewing.caller.principal, merge->into);
    if (into.has_error()) return;
    head["merged_into"] = into.value().number + " " + into.value().title;
    head["merged_path"] = case_path(merge->into);
    if (may_on_case(viewing.caller, core::Action::edit_case, viewing.one))
        head["undo_merge_path"] = case_path(viewing.one.id) + "/skil";
}

Json head_json(const CaseViewing& viewing) {
    const auto& one = viewing.one;
    const auto path = case_path(one.id);
    const auto language = viewing.language;
    const auto subject = SubjectStore{viewing.tx}.find(one.subject);
    return {
        {"path", path},
        {"edit_path", path + "/rediger"},
        {"state_path", path + "/tilstand"},
        {"number", one.number},
        {"title", one.title},
        {"public_title", one.public_title},
        {"state_text", spoken(language, one.state)},
        {"tone", tone_of(one.state)},
        {"is_closed", one.state == core::CaseState::closed},
        {"closing", closing_of(viewing)},
        {"subject", subject_text(viewing.tx, one.subject)},
        {"subject_path", "/emner/" + one.subject},
        {"subject_retired", subject ? retired_text(language, *subject, core::danish_date(viewing.now)) : std::string{}},
        {"facet", facet_text(viewing.tx, one.facet)},
        {"type_text", type_text(viewing)},
        {"course_path", path + "/forloeb"},
        {"access_path", access_path_of(viewing)},
        {"merge_path", path + "/flet"},
        {"caseworker", viewing.names.person(one.caseworker)},
        {"unit", viewing.names.unit(one.unit)},
        {"confidentiality", spoken(language, one.confidentiality)},
        {"is_restricted", one.confidentiality == core::Confidentiality::restricted},
        {"deadline", one.deadline ? spoken_date(language, *one.deadline) : std::string{}},
        {"is_overdue",
         one.deadline && one.state != core::CaseState::closed && *one.deadline < core::danish_date(viewing.now)},
        {"waiting_for", one.state != core::CaseState::closed ? one.waiting_for : std::string{}},
        {"opened", spoken_date(language, core::danish_date(one.opened_at))},
        {"opened_exact", exact_time(language, one.opened_at)},
        {"letter_path", path + "/brev"},
        {"can_write", may_on_case(viewing.caller, core::Action::journal, viewing.one)},
        {"star_path", path + "/stjerne"},
        {"is_starred", VisitStore{viewing.tx}.is_starred(viewing.caller.id(), one.id)},
        {"can_edit", may_on_case(viewing.caller, core::Action::edit_case, viewing.one)},
    };
}

Json tabs_json(const CaseViewing& viewing, CaseTab current) {
    const auto path = case_path(viewing.one.id);
    auto& tx = viewing.tx;
    const auto id = viewing.one.id;
    auto tabs = Json::array();
    const auto add = [&](CaseTab tab, std::string_view rest, std::string text, std::int64_t count, std::string key) {
        tabs.push_back({
            {"path", path + std::string{rest}},
            {"text", std::move(text)},
            {"count", count},
            {"key", std::move(key)},
            {"is_current", tab == current},
        });
    };
    const auto language = viewing.language;
    add(CaseTab::documents, "", translate(language, "Dokumenter"), FilingStore{tx}.count_documents(id), "");
    add(CaseTab::drafts, "/kladder", translate(language, "Kladder"), DraftStore{tx}.count_of_case(id), "");
    add(CaseTab::course, "/forloeb", translate(language, "Forløb"), left_to_tick(viewing), "f");
    add(CaseTab::notes, "/notater", translate(language, "Notater"), DocumentStore{tx}.count_notes(id), "n");
    add(CaseTab::parties, "?fane=parter", translate(language, "Parter"), std::ssize(CaseStore{tx}.parties(id)), "");
    add(CaseTab::tasks, "/opgaver", translate(language, "Opgaver"), TaskStore{tx}.count_open(id), "o");
    add(CaseTab::related,
        "/relaterede",
        translate(language, "Relaterede sager"),
        std::ssize(RelationStore{tx}.of_case(id, viewing.caller.id())),
        "");
    add(CaseTab::history, "?fane=historik", translate(language, "Historik"), 0, "");
    add(CaseTab::access, "/adgang", translate(language, "Adgang"), 0, "");
    add(CaseTab::openness, "/aabenhed", translate(language, "Åbenhed"), std::ssize(HearingStore{tx}.of_case(id)), "");
    return tabs;
}

}  // namespace

bool may_on_case(const Caller& caller, core::Action action, const core::Case& one) {
    return core::may(caller.principal, action, {one.unit, one.access_group});
}

std::int64_t before_of(const Request& request) {
    const auto text = request.query_value("fra").value_or("");
    const auto number = std::strtoll(text.c_str(), nullptr, 10);
    return number > 0 ? number : newest_first;
}

void put_case_frame(const CaseViewing& viewing, CaseTab current, Json& data) {
    data["case"] = head_json(viewing);
    put_merge(viewing, data["case"]);
    data["tabs"] = tabs_json(viewing, current);
}

core::Result<Response> draw_case_page(
    const CaseDesk& desk, const Request& request, const Caller& caller, const CasePage& drawn
) {
    const core::CaseId id{request.id_parameter("id")};
    Json data = Json::object();
    std::string title;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> core::Result<void> {
        TRY(const auto one, read_case(tx, caller.principal, id));
        const auto names = desk.names->of(tx, caller);
        const CaseViewing viewing{
            tx, one, caller, page_language(request), desk.workplace.clock.now(), *names, *desk.settings.types};
        title = one.number + " " + one.title;
        put_case_frame(viewing, drawn.tab, data);
        drawn.fill(viewing, data);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    return page(desk.workplace, drawn.template_name, data, frame, drawn.status);
}

}  // namespace services
