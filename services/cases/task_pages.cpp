#include <algorithm>
#include <array>

#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/tasks.hpp"
#include "services/identity/origin.hpp"

/// Tasks: a page of one's own and one's unit's, a tab on each case, and the form that gives and changes them.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t tasks_at_once = 50;
constexpr std::string_view unit_view = "enhed-";

enum class Part { open, overdue, coming, done };

/// What someone typed in the form.
struct TaskForm {
    std::string title, due, remind_days{"3"}, case_id, case_text;
    std::optional<core::UserId> person;
    std::optional<core::UnitId> unit;
    std::int64_t version{};
    Json errors = Json::object();
};

struct TaskList {
    std::string view{"mine"};  ///< "mine" or "enhed-3"
    Part part{};
    TaskFilter filter;
};

template <class IdType>
std::optional<IdType> id_of(const std::string& text) {
    const auto number = core::whole_number(text);
    return number && *number > 0 ? std::optional{IdType{*number}} : std::nullopt;
}

struct PartWords {
    Part part;
    std::string_view name, text;
};
constexpr std::array part_words{
    PartWords{Part::open, "aabne", "Alle, der venter"},
    PartWords{Part::overdue, "overskredne", "Overskredne"},
    PartWords{Part::coming, "kommende", "Kommende"},
    PartWords{Part::done, "loeste", "Løste"},
};

Part part_of(const Request& request) {
    const auto name = request.query_value("hvad").value_or("");
    const auto found = std::ranges::find(part_words, name, &PartWords::name);
    return found == part_words.end() ? Part::open : found->part;
}

std::string_view name_of(Part part) {
    return std::ranges::find(part_words, part, &PartWords::part)->name;
}

std::string path_of(const TaskList& list, const std::string& after = {}) {
    auto path = "/opgaver?vis=" + list.view + "&hvad=" + std::string{name_of(list.part)};
    if (!after.empty()) path += "&after=" + after;
    return path;
}

std::string task_path(core::TaskId id) {
    return "/opgaver/" + std::to_string(id.value);
}

/// All units in which the person handles cases: their own and those beneath.
std::vector<Unit> units_of(const Caller& caller, const Names& names) {
    std::vector<Unit> units;
    for (const auto& unit : names.units)
        if (core::may(caller.principal, core::Action::edit_case, {unit.id, std::nullopt})) units.push_back(unit);
    return units;
}

/// Those that the person holds a role in; one who holds it above them all would have every unit for a tab.
std::vector<Unit> own_units(const Caller& caller, const Names& names) {
    auto units = units_of(caller, names);
    const auto& roles = caller.principal.roles;
    std::erase_if(units, [&](const Unit& unit) {
        return std::ranges::find(roles, unit.id, &core::RoleInUnit::unit) == roles.end();
    });
    return units;
}

/// "i dag", "i morgen", "3. november 2026".
std::string spoken_due(Language language, core::Date due, core::Date today) {
    if (due == today) return translate(language, "i dag");
    if (due == today + std::chrono::days{1}) return translate(language, "i morgen");
    return spoken_date(language, due);
}

Json task_json(
    Transaction& tx,
    const core::Task& one,
    const Caller& caller,
    const Names& names,
    Language language,
    core::Timestamp now
) {
    const auto today = core::danish_date(now);
    const auto on = one.in_case ? CaseStore{tx}.find(*one.in_case) : std::nullopt;
    const bool may_change = may_change_task(tx, caller.principal, one);
    const bool may_end = may_change || one.person == caller.id();
    const auto path = task_path(one.id);
    std::string done;
    if (one.done)
        done = translate(
            language,
            "Løst {time} af {person}",
            {{"time", spoken_time(language, one.done->at, now)}, {"person", names.person(one.done->by)}}
        );
    return {
        {"id", one.id.value},
        {"title", one.title},
        {"due", spoken_due(language, one.due, today)},
        {"due_exact", spoken_day(language, one.due)},
        {"is_overdue", !one.done && one.due < today},
        {"is_soon", !one.done && one.due >= today && one.remind_on <= today},
        {"who", one.person ? names.person(one.person) : names.unit(one.unit)},
        {"case_path", on ? case_path(on->id) : std::string{}},
        {"case_number", on ? on->number : std::string{}},
        {"case_title", on ? on->title : std::string{}},
        {"is_done", one.done.has_value()},
        {"done", done},
        {"end_path", may_end ? path + (one.done ? "/genoptag" : "/loest") : std::string{}},
        {"edit_path", may_change && !one.done ? path + "/rediger" : std::string{}},
        {"version", one.version},
    };
}

Json people_json(Language language, const Names& names, std::optional<core::UserId> selected) {
    auto choices = Json::array({choice("", translate(language, "Enheden"), !selected)});
    bool is_listed = false;
    for (const auto& user : names.handlers) {
        is_listed = is_listed || user.id == selected;
        choices.push_back(choice(std::to_string(user.id.value), user.full_name, user.id == selected));
    }
    if (selected && !is_listed)
        choices.push_back(choice(std::to_string(selected->value), names.person(selected), true));
    return choices;
}

Json units_json(const std::vector<Unit>& units, std::optional<core::UnitId> selected) {
    auto choices = Json::array();
    for (const auto& unit : units)
        choices.push_back(choice(std::to_string(unit.id.value), unit.name, unit.id == selected));
    return choices;
}

Json form_json(const TaskForm& form, Language language, const Names& names, const std::vector<Unit>& units) {
    return {
        {"title", form.title},
        {"due", form.due},
        {"remind_days", form.remind_days},
        {"case_id", form.case_id},
        {"case_text", form.case_text},
        {"people", people_json(language, names, form.person)},
        {"units", units_json(units, form.unit)},
        {"version", form.version},
    };
}

TaskForm typed_task(const Request& request) {
    TaskForm form;
    form.title = core::on_one_line(request.form_value("title"));
    form.due = request.form_value("due");
    form.remind_days = request.form_value("remind_days");
    form.case_id = request.form_value("case_id");
    form.case_text = core::on_one_line(request.form_value("case_text"));
    form.person = id_of<core::UserId>(request.form_value("person"));
    form.unit = id_of<core::UnitId>(request.form_value("unit"));
    form.version = std::strtoll(request.form_value("version").c_str(), nullptr, 10);
    return form;
}

std::string said_of(Language language, const Error& error) {
    if (error.field == "title") return translate(language, "Skriv, hvad der skal gøres, på én linje, højst 255 tegn.");
    if (error.field == "due") return translate(language, "Skriv, hvornår det skal være gjort, som 2026-11-03.");
    if (error.field == "remind_days") return translate(language, "Skriv et antal dage fra 0 til 365.");
    if (error.field == "person")
        return translate(language, "Den valgte kan ikke læse opgaven. Vælg en anden, eller giv den til enheden.");
    if (error.field == "case")
        return translate(language, "Der er ingen sag med det nummer, som du har adgang til. Vælg en fra listen.");
    return services::spoken(language, error.code).message;
}

/// Days as typed; an empty field reminds on the day itself.
Result<std::int64_t> days_in(const std::string& text) {
    if (text.empty()) return std::int64_t{0};
    if (const auto days = core::whole_number(text)) return *days;
    return Error{ErrorCode::invalid_input, "not a number", "remind_days"};
}

Result<std::optional<core::CaseId>> case_in(Transaction& tx, const Caller& caller, const TaskForm& form) {
    if (form.case_id.empty() && form.case_text.empty()) return std::optional<core::CaseId>{};
    auto id = id_of<core::CaseId>(form.case_id);
    if (!id) {
        const auto found = CaseStore{tx}.find_by_number(form.case_text.substr(0, form.case_text.find(' ')));
        if (found) id = found->id;
    }
    if (!id || !read_case(tx, caller.principal, *id)) return Error{ErrorCode::invalid_input, "no such case", "case"};
    return id;
}

Result<core::Task> add_typed(
    const CaseDesk& desk, const Caller& caller, const TaskForm& form, std::optional<core::CaseId> on
) {
    NewTask made;
    made.title = form.title;
    made.person = form.person;
    made.unit = form.unit;
    const auto due = core::parse_iso_date(form.due);
    TRY(made.remind_days, days_in(form.remind_days));
    return desk.workplace.db.write([&](Transaction& tx) -> Result<core::Task> {
        made.in_case = on;
        if (!on) {
            TRY(made.in_case, case_in(tx, caller, form));
        }
        if (made.in_case) made.unit.reset();
        if (made.title.empty()) return Error{ErrorCode::invalid_input, "the title is missing", "title"};
        if (!due) return Error{ErrorCode::invalid_input, "the day is missing", "due"};
        made.due = *due;
        return add_task(tx, {caller.principal, desk.workplace.clock.now()}, made);
    });
}

// ---------------------------------------------------------------------------------------------------------- the list

Result<TaskList> list_of(const Request& request, const Caller& caller, core::Date today) {
    TaskList list;
    list.view = request.query_value("vis").value_or("mine");
    list.part = part_of(request);
    auto& filter = list.filter;
    filter.reader = caller.id();
    filter.limit = tasks_at_once + 1;
    filter.is_done = list.part == Part::done;
    if (list.part == Part::overdue) filter.to = today - std::chrono::days{1};
    if (list.part == Part::coming) filter.from = today;
    if (list.view == "mine") {
        filter.person = caller.id();
    } else {
        if (list.view.starts_with(unit_view)) filter.unit = id_of<core::UnitId>(list.view.substr(unit_view.size()));
        if (!filter.unit) return Error{ErrorCode::invalid_input, "there is no such list", "vis"};
    }
    TRY(const auto after, cursor_of(request, 2));
    if (!after.empty()) filter.after = {after[0], core::TaskId{after[1]}};
    return list;
}

Json views_json(const TaskList& list, Language language, const std::vector<Unit>& own) {
    auto views = Json::array();
    const auto add = [&](std::string view, std::string text) {
        auto other = list;
        other.view = std::move(view);
        views.push_back({{"path", path_of(other)}, {"text", std::move(text)}, {"is_current", other.view == list.view}});
    };
    add("mine", translate(language, "Mine"));
    for (const auto& unit : own)
        add(std::string{unit_view} + std::to_string(unit.id.value),
            own.size() == 1 ? translate(language, "Min enhed") : unit.name);
    return views;
}

Json parts_json(const TaskList& list, Language language) {
    auto parts = Json::array();
    for (const auto& [part, name, text] : part_words) {
        auto other = list;
        other.part = part;
        parts.push_back(
            {{"path", path_of(other)}, {"text", translate(language, text)}, {"is_current", part == list.part}}
        );
    }
    return parts;
}

Result<Response> show_list(
    const CaseDesk& desk, const Request& request, const Caller& caller, const TaskForm& form, int status
) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    TRY(auto list, list_of(request, caller, core::danish_date(now)));
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto units = units_of(caller, *names);
        auto tasks = TaskStore{tx}.list(list.filter);
        std::string next;
        if (std::ssize(tasks) > tasks_at_once) {
            tasks.pop_back();
            const auto place = TaskStore::place_of(tasks.back());
            next = cursor_text({place.when, place.id.value});
        }
        auto rows = Json::array();
        for (const auto& one : tasks) rows.push_back(task_json(tx, one, caller, *names, language, now));
        data = {
            {"tasks", std::move(rows)},
            {"views", views_json(list, language, own_units(caller, *names))},
            {"parts", parts_json(list, language)},
            {"is_mine", list.view == "mine"},
            {"is_all_open", list.part == Part::open},
            {"here", path_of(list)},
            {"can_add", !units.empty()},
            {"asks_for_case", true},
            {"add_path", "/opgaver?vis=" + list.view},
            {"form", form_json(form, language, *names, units)},
            {"errors", form.errors},
            {"first_path", request.query_value("after") ? path_of(list) : ""},
            {"next_path", next.empty() ? "" : path_of(list, next)},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Opgaver"), desk.workplace);
    return page(desk.workplace, "cases/tasks", data, frame, status);
}

Result<Response> get_list(const CaseDesk& desk, const Request& request, const Caller& caller) {
    TaskForm form;
    form.person = caller.id();
    for (const auto& held : caller.principal.roles)
        if (!form.unit && core::may(caller.principal, core::Action::edit_case, {held.unit, std::nullopt}))
            form.unit = held.unit;
    return show_list(desk, request, caller, form, 200);
}

Result<Response> post_list(const CaseDesk& desk, const Request& request, const Caller& caller) {
    auto form = typed_task(request);
    const auto added = add_typed(desk, caller, form, std::nullopt);
    if (added.has_value())
        return with_toast(
            redirect("/opgaver?vis=" + request.query_value("vis").value_or("mine")), "Opgaven er oprettet."
        );
    if (added.error().code != ErrorCode::invalid_input) return added.error();
    form.errors[added.error().field] = said_of(page_language(request), added.error());
    return show_list(desk, request, caller, form, 422);
}

// ---------------------------------------------------------------------------------------------------------- on a case

Result<Response> show_of_case(
    const CaseDesk& desk, const Request& request, const Caller& caller, const TaskForm& form, int status
) {
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        auto& tx = viewing.tx;
        auto rows = Json::array();
        TaskFilter filter{.reader = caller.id(), .in_case = viewing.one.id, .limit = 200};
        for (const bool is_done : {false, true}) {
            filter.is_done = is_done;
            for (const auto& one : TaskStore{tx}.list(filter))
                rows.push_back(task_json(tx, one, caller, viewing.names, viewing.language, viewing.now));
        }
        for (auto& row : rows) row["case_path"] = "";
        data["tasks"] = std::move(rows);
        data["here"] = case_path(viewing.one.id) + "/opgaver";
        data["add_path"] = data["here"];
        data["can_add"] = may_on_case(caller, core::Action::edit_case, viewing.one);
        data["asks_for_case"] = false;
        data["form"] = form_json(form, viewing.language, viewing.names, {});
        data["errors"] = form.errors;
    };
    return draw_case_page(desk, request, caller, {"cases/case_tasks", CaseTab::tasks, status, fill});
}

Result<Response> get_of_case(const CaseDesk& desk, const Request& request, const Caller& caller) {
    TaskForm form;
    form.person = caller.id();
    return show_of_case(desk, request, caller, form, 200);
}

Result<Response> post_of_case(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    auto form = typed_task(request);
    const auto added = add_typed(desk, caller, form, id);
    if (added.has_value()) return with_toast(redirect(case_path(id) + "/opgaver"), "Opgaven er oprettet.");
    if (added.error().code != ErrorCode::invalid_input) return added.error();
    form.errors[added.error().field] = said_of(page_language(request), added.error());
    return show_of_case(desk, request, caller, form, 422);
}

// ---------------------------------------------------------------------------------------------------------- one task

Result<Response> show_edit(
    const CaseDesk& desk, const Request& request, const Caller& caller, const std::optional<TaskForm>& typed, int status
) {
    const core::TaskId id{request.id_parameter("id")};
    const auto language = page_language(request);
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_task(tx, caller.principal, id));
        if (!may_change_task(tx, caller.principal, one))
            return Error{ErrorCode::forbidden, "only those who may edit the case change its tasks"};
        const auto names = desk.names->of(tx, caller);
        TaskForm form;
        form.title = one.title;
        form.due = core::iso_date(one.due);
        form.remind_days = std::to_string(remind_days_of(one));
        form.person = one.person;
        form.unit = one.unit;
        if (typed) form = *typed;
        form.version = one.version;
        const auto units = one.in_case ? std::vector<Unit>{} : units_of(caller, *names);
        data = {
            {"form", form_json(form, language, *names, units)},
            {"errors", form.errors},
            {"asks_for_case", false},
            {"path", task_path(id)},
            {"back_path", one.in_case ? case_path(*one.in_case) + "/opgaver" : std::string{"/opgaver"}},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Rediger opgaven"), desk.workplace);
    return page(desk.workplace, "cases/task_edit", data, frame, status);
}

Result<Response> get_edit(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_edit(desk, request, caller, std::nullopt, 200);
}

Result<core::Task> change_typed(const CaseDesk& desk, const Caller& caller, core::TaskId id, const TaskForm& form) {
    TaskChange change;
    change.title = form.title;
    change.person = form.person;
    change.unit = form.unit;
    change.due = core::parse_iso_date(form.due);
    if (!change.due) return Error{ErrorCode::invalid_input, "the day is missing", "due"};
    TRY(const auto days, days_in(form.remind_days));
    change.remind_days = days;
    return desk.workplace.db.write([&](Transaction& tx) {
        return change_task(tx, {caller.principal, desk.workplace.clock.now()}, id, form.version, change);
    });
}

Result<Response> post_edit(const CaseDesk& desk, const Request& request, const Caller& caller) {
    auto form = typed_task(request);
    const auto changed = change_typed(desk, caller, core::TaskId{request.id_parameter("id")}, form);
    if (changed.has_value()) {
        const auto on = changed.value().in_case;
        return with_toast(redirect(on ? case_path(*on) + "/opgaver" : "/opgaver"), "Opgaven er ændret.");
    }
    if (changed.error().code != ErrorCode::invalid_input) return changed.error();
    form.errors[changed.error().field] = said_of(page_language(request), changed.error());
    return show_edit(desk, request, caller, form, 422);
}

/// Done or taken up again, at the version that it has now: what the person saw was whether it is done.
Result<Response> end_task(const CaseDesk& desk, const Request& request, const Caller& caller, bool is_done) {
    const core::TaskId id{request.id_parameter("id")};
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_task(tx, caller.principal, id));
        TaskChange change;
        change.done = is_done;
        TRY(change_task(tx, {caller.principal, desk.workplace.clock.now()}, id, one.version, change));
        return core::done();
    }));
    const auto next = local_path(request.form_value("next"));
    auto back = redirect(next.empty() ? "/opgaver" : next);
    if (is_done) return with_toast(std::move(back), "Opgaven er løst.", task_path(id) + "/genoptag");
    return with_toast(std::move(back), "Opgaven venter igen.");
}

Result<Response> post_done(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return end_task(desk, request, caller, true);
}
Result<Response> post_again(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return end_task(desk, request, caller, false);
}

}  // namespace

void add_task_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    const auto add = [&](Method method, std::string_view pattern, CasePageHandler act) {
        add_case_page(router, identity, desk, method, pattern, act);
    };
    add(Method::get, "/opgaver", get_list);
    add(Method::post, "/opgaver", post_list);
    add(Method::get, "/opgaver/{id:id}/rediger", get_edit);
    add(Method::post, "/opgaver/{id:id}", post_edit);
    add(Method::post, "/opgaver/{id:id}/loest", post_done);
    add(Method::post, "/opgaver/{id:id}/genoptag", post_again);
    add(Method::get, "/sager/{id:id}/opgaver", get_of_case);
    add(Method::post, "/sager/{id:id}/opgaver", post_of_case);
}

}  // namespace services
