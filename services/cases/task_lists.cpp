#include <algorithm>
#include <array>

#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/list_export.hpp"
#include "services/cases/task_desk.hpp"

/// Tasks of one's own and of one's unit: a page, and the same as a file.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t tasks_at_once = 50;
constexpr std::string_view unit_view = "enhed-";

enum class Part { open, overdue, coming, done };

struct TaskList {
    std::string view{"mine"};  ///< "mine" or "enhed-3"
    Part part{};
    std::string order;  ///< one of task_orders, or empty: the most urgent first
    std::string words;
    TaskFilter filter;
};

struct TaskOrder {
    std::string_view value;  ///< of `sorter`
    std::string_view sort;   ///< of read_task_order
    std::string_view text;   ///< Danish
};
constexpr std::array task_orders{
    TaskOrder{"frist", "due", "Nærmeste frist først"},
    TaskOrder{"frist-om", "-due", "Fjerneste frist først"},
    TaskOrder{"titel", "title", "Titel, A til Å"},
    TaskOrder{"titel-om", "-title", "Titel, Å til A"},
};

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

std::string path_of(const TaskList& list, const std::string& after = {}, std::string_view page = "/opgaver") {
    auto path = std::string{page} + "?vis=" + list.view + "&hvad=" + std::string{name_of(list.part)};
    if (!list.words.empty()) path += "&q=" + percent_encoded(list.words);
    if (!list.order.empty()) path += "&sorter=" + percent_encoded(list.order);
    if (!after.empty()) path += "&after=" + percent_encoded(after);
    return path;
}

/// Those that the person holds a role in; one who holds it above them all would have every unit for a tab.
std::vector<Unit> own_units(const Caller& caller, const Names& names) {
    auto units = task_units(caller, names);
    const auto& roles = caller.principal.roles;
    std::erase_if(units, [&](const Unit& unit) {
        return std::ranges::find(roles, unit.id, &core::RoleInUnit::unit) == roles.end();
    });
    return units;
}

Result<TaskList> list_of(const Request& request, const Caller& caller, core::Date today) {
    TaskList list;
    list.view = request.query_value("vis").value_or("mine");
    list.part = part_of(request);
    auto& filter = list.filter;
    filter.reader = caller.id();
    filter.limit = tasks_at_once;
    filter.is_done = list.part == Part::done;
    if (list.part == Part::overdue) filter.to = today - std::chrono::days{1};
    if (list.part == Part::coming) filter.from = today;
    if (list.view == "mine") {
        filter.person = caller.id();
    } else {
        const auto unit = list.view.starts_with(unit_view) ? core::whole_number(list.view.substr(unit_view.size()))
                                                           : std::optional<std::int64_t>{};
        if (unit && *unit > 0) filter.unit = core::UnitId{*unit};
        if (!filter.unit) return Error{ErrorCode::invalid_input, "there is no such list", "vis"};
    }
    list.words = core::on_one_line(request.query_value("q").value_or(""));
    // What is done comes in one order only; the one chosen for the rest is kept in the address.
    list.order = request.query_value("sorter").value_or("");
    if (!list.order.empty() && !filter.is_done) {
        const auto chosen = std::ranges::find(task_orders, list.order, &TaskOrder::value);
        TRY(read_task_order(chosen == task_orders.end() ? "-" : chosen->sort, filter));
    }
    if (const auto after = request.query_value("after"); after && !after->empty()) {
        filter.after = task_place_in(*after, filter);
        if (!filter.after) return Error{ErrorCode::invalid_input, "no such place in this list", "after"};
    }
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

Json orders_json(const TaskList& list, Language language) {
    auto choices = Json::array();
    for (const auto& order : task_orders) {
        const bool is_first = list.order.empty() && order.value == task_orders.front().value;
        choices.push_back(
            choice(std::string{order.value}, translate(language, order.text), is_first || order.value == list.order)
        );
    }
    return choices;
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
        const auto units = task_units(caller, *names);
        const auto listed = list_tasks(tx, {list.filter, list.words});
        const auto next = listed.next ? task_cursor(*listed.next, list.filter) : std::string{};
        auto rows = Json::array();
        for (const auto& one : listed.rows) rows.push_back(task_row(tx, one, caller, *names, language, now));
        data = {
            {"tasks", std::move(rows)},
            {"views", views_json(list, language, own_units(caller, *names))},
            {"parts", parts_json(list, language)},
            {"is_mine", list.view == "mine"},
            {"is_all_open", list.part == Part::open},
            {"view", list.view},
            {"part", name_of(list.part)},
            {"query", list.words},
            {"orders", list.filter.is_done ? Json::array() : orders_json(list, language)},
            {"has_filter", !list.words.empty()},
            {"csv_path", path_of(list, {}, "/opgaver.csv")},
            {"here", path_of(list)},
            {"can_add", !units.empty()},
            {"asks_for_case", true},
            {"add_path", "/opgaver?vis=" + list.view},
            {"form", task_form_json(form, language, *names, units)},
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
    const auto added = add_typed_task(desk, caller, form, std::nullopt);
    if (added.has_value())
        return with_toast(
            redirect("/opgaver?vis=" + request.query_value("vis").value_or("mine")), "Opgaven er oprettet."
        );
    if (added.error().code != ErrorCode::invalid_input) return added.error();
    form.errors[added.error().field] = wrong_task_text(page_language(request), added.error());
    return show_list(desk, request, caller, form, 422);
}

CsvCells task_cells(Transaction& tx, const core::Task& one, const Names& names) {
    const auto on = one.in_case ? CaseStore{tx}.find(*one.in_case) : std::nullopt;
    return {
        core::iso_date(one.due),
        one.title,
        names.person(one.person),
        names.unit(one.unit),
        on ? on->number : std::string{},
        on ? on->title : std::string{},
        one.done ? core::iso_date(core::danish_date(one.done->at)) : std::string{},
        one.done ? names.person(one.done->by) : std::string{},
    };
}

Result<Response> get_file(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    TRY(auto list, list_of(request, caller, core::danish_date(now)));
    const auto write = [&](Transaction& tx, CsvFile& file) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto read = [&]() -> Result<ListedTasks> { return list_tasks(tx, {list.filter, list.words}); };
        return add_all(file, list.filter, read, [&](const core::Task& one) { return task_cells(tx, one, *names); });
    };
    const CsvCells headings{
        translate(language, "Frist"),
        translate(language, "Opgave"),
        translate(language, "Ansvarlig"),
        translate(language, "Enhed"),
        translate(language, "Sagsnummer"),
        translate(language, "Sag"),
        translate(language, "Løst"),
        translate(language, "Løst af"),
    };
    const ListExport wanted{"tasks", translate(language, "opgaver"), headings};
    return export_list(desk.workplace.db, desk.files.uploads(), now, caller, wanted, write);
}

}  // namespace

void add_task_lists(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/opgaver", get_list);
    add_case_page(router, identity, desk, Method::post, "/opgaver", post_list);
    add_case_page(router, identity, desk, Method::get, "/opgaver.csv", get_file);
}

}  // namespace services
