#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/task_desk.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

template <class IdType>
std::optional<IdType> id_of(const std::string& text) {
    const auto number = core::whole_number(text);
    return number && *number > 0 ? std::optional{IdType{*number}} : std::nullopt;
}

/// "i dag", "i morgen", "3. november 2026".
std::string spoken_due(Language language, core::Date due, core::Date today) {
    if (due == today) return translate(language, "i dag");
    if (due == today + std::chrono::days{1}) return translate(language, "i morgen");
    return spoken_date(language, due);
}

Json units_json(const std::vector<Unit>& units, std::optional<core::UnitId> selected) {
    auto choices = Json::array();
    for (const auto& unit : units)
        choices.push_back(choice(std::to_string(unit.id.value), unit.name, unit.id == selected));
    return choices;
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

}  // namespace

std::string task_path(core::TaskId id) {
    return "/opgaver/" + std::to_string(id.value);
}

std::vector<Unit> task_units(const Caller& caller, const Names& names) {
    std::vector<Unit> units;
    for (const auto& unit : names.units)
        if (core::may(caller.principal, core::Action::edit_case, {unit.id, std::nullopt})) units.push_back(unit);
    return units;
}

Json task_row(
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

Json task_form_json(const TaskForm& form, Language language, const Names& names, const std::vector<Unit>& units) {
    return {
        {"title", form.title},
        {"due", form.due},
        {"remind_days", form.remind_days},
        {"case_id", form.case_id},
        {"case_text", form.case_text},
        {"people", people_choices(translate(language, "Enheden"), names, form.person)},
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

std::string wrong_task_text(Language language, const Error& error) {
    if (error.field == "title") return translate(language, "Skriv, hvad der skal gøres, på én linje, højst 255 tegn.");
    if (error.field == "due") return translate(language, "Skriv, hvornår det skal være gjort, som 2026-11-03.");
    if (error.field == "remind_days") return translate(language, "Skriv et antal dage fra 0 til 365.");
    if (error.field == "person")
        return translate(language, "Den valgte kan ikke læse opgaven. Vælg en anden, eller giv den til enheden.");
    if (error.field == "case")
        return translate(language, "Der er ingen sag med det nummer, som du har adgang til. Vælg en fra listen.");
    return services::spoken(language, error.code).message;
}

Result<std::int64_t> reminder_days(const std::string& text) {
    if (text.empty()) return std::int64_t{0};
    if (const auto days = core::whole_number(text)) return *days;
    return Error{ErrorCode::invalid_input, "not a number", "remind_days"};
}

Result<core::Task> add_typed_task(
    const CaseDesk& desk, const Caller& caller, const TaskForm& form, std::optional<core::CaseId> on
) {
    NewTask made;
    made.title = form.title;
    made.person = form.person;
    made.unit = form.unit;
    const auto due = core::parse_iso_date(form.due);
    TRY(made.remind_days, reminder_days(form.remind_days));
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

}  // namespace services
