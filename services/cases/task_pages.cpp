#include "services/cases/task_desk.hpp"
#include "services/identity/origin.hpp"

/// Tasks on a case, and one task by itself.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

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
                rows.push_back(task_row(tx, one, caller, viewing.names, viewing.language, viewing.now));
        }
        for (auto& row : rows) row["case_path"] = "";
        data["tasks"] = std::move(rows);
        data["here"] = case_path(viewing.one.id) + "/opgaver";
        data["add_path"] = data["here"];
        data["can_add"] = may_on_case(caller, core::Action::edit_case, viewing.one);
        data["asks_for_case"] = false;
        data["form"] = task_form_json(form, viewing.language, viewing.names, {});
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
    const auto added = add_typed_task(desk, caller, form, id);
    if (added.has_value()) return with_toast(redirect(case_path(id) + "/opgaver"), "Opgaven er oprettet.");
    if (added.error().code != ErrorCode::invalid_input) return added.error();
    form.errors[added.error().field] = wrong_task_text(page_language(request), added.error());
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
        const auto units = one.in_case ? std::vector<Unit>{} : task_units(caller, *names);
        data = {
            {"form", task_form_json(form, language, *names, units)},
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
    TRY(const auto days, reminder_days(form.remind_days));
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
    form.errors[changed.error().field] = wrong_task_text(page_language(request), changed.error());
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
    add_task_lists(router, identity, desk);
    add(Method::get, "/opgaver/{id:id}/rediger", get_edit);
    add(Method::post, "/opgaver/{id:id}", post_edit);
    add(Method::post, "/opgaver/{id:id}/loest", post_done);
    add(Method::post, "/opgaver/{id:id}/genoptag", post_again);
    add(Method::get, "/sager/{id:id}/opgaver", get_of_case);
    add(Method::post, "/sager/{id:id}/opgaver", post_of_case);
}

}  // namespace services
