#include <algorithm>
#include <array>

#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/list_export.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/access_reminder_store.hpp"
#include "services/web/words.hpp"

/// The clocks of all requests: a page, and the same as a file; and the form for what was asked in words or on paper.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t requests_at_once = 50;
constexpr std::int64_t rows_at_once = 1000;

enum class Part { open, late, ended };
struct PartWords {
    Part part;
    std::string_view name, text;
};
constexpr std::array part_words{
    PartWords{Part::open, "aabne", "Åbne"},
    PartWords{Part::late, "overskredne", "Overskredne"},
    PartWords{Part::ended, "afsluttede", "Afsluttede"},
};

struct AccessList {
    bool is_mine{};
    Part part{};
    std::optional<core::UnitId> unit;
    AccessRequestFilter filter;
};

std::string path_of(const AccessList& list, const std::string& after = {}, std::string_view page = "/aktindsigter") {
    auto path = std::string{page} + "?vis=" + (list.is_mine ? "mine" : "alle");
    path += "&hvad=" + std::string{std::ranges::find(part_words, list.part, &PartWords::part)->name};
    if (list.unit) path += "&enhed=" + std::to_string(list.unit->value);
    if (!after.empty()) path += "&after=" + percent_encoded(after);
    return path;
}

std::string cursor_of_place(const AccessRequestFilter::Place& place) {
    return core::iso_date(place.when) + "." + std::to_string(place.id.value);
}

Result<AccessList> list_of(const Request& request, const Caller& caller, core::Date today) {
    AccessList list;
    list.is_mine = request.query_value("vis").value_or("alle") == "mine";
    const auto name = request.query_value("hvad").value_or("");
    const auto part = std::ranges::find(part_words, name, &PartWords::name);
    list.part = part == part_words.end() ? Part::open : part->part;
    if (const auto unit = core::whole_number(request.query_value("enhed").value_or("")); unit && *unit > 0)
        list.unit = core::UnitId{*unit};
    auto& filter = list.filter;
    filter.reader = caller.id();
    filter.limit = requests_at_once + 1;
    filter.is_open = list.part != Part::ended;
    filter.unit = list.unit;
    if (list.is_mine) filter.caseworker = caller.id();
    if (list.part == Part::late) filter.due_before = today;
    const auto after = request.query_value("after").value_or("");
    if (after.empty()) return list;
    const auto dot = after.find('.');
    const auto when = core::parse_iso_date(after.substr(0, dot));
    const auto id = dot == std::string::npos ? std::nullopt : core::whole_number(after.substr(dot + 1));
    if (!when || !id) return Error{ErrorCode::invalid_input, "no such place in this list", "after"};
    filter.after = AccessRequestFilter::Place{*when, core::AccessRequestId{*id}};
    return list;
}

AccessRequestFilter::Place place_of(const ListedAccessRequest& row) {
    return {row.request.ended.value_or(row.request.due), row.request.id};
}

/// The clocks of a page of the list, with one look at what moved them.
std::vector<core::AccessClock> clocks_of(
    Transaction& tx, const std::vector<ListedAccessRequest>& listed, core::Date today
) {
    std::vector<core::AccessRequestId> ids;
    ids.reserve(listed.size());
    for (const auto& row : listed) ids.push_back(row.request.id);
    const auto times = AccessRequestStore{tx}.times_of(ids);
    const auto calendar = CalendarStore{tx}.calendar();
    std::vector<core::AccessClock> clocks;
    for (const auto& row : listed) {
        const auto moved = times.find(row.request.id);
        const auto course = course_of(row.request, moved == times.end() ? std::vector<AccessTime>{} : moved->second);
        clocks.push_back(core::access_clock(course, calendar, today));
    }
    return clocks;
}

std::string about_text(const core::AccessRequest& one) {
    constexpr std::size_t shown = 90;
    return core::first_words(one.asked_for, shown);
}

Json row_json(const ListedAccessRequest& row, const core::AccessClock& clock, const Names& names, Language language) {
    const auto& one = row.request;
    return {
        {"path", access_path(one.id)},
        {"number", row.case_number},
        {"about", about_text(one)},
        {"asker", one.asker.name.empty() ? spoken(language, one.asker.kind) : one.asker.name},
        {"asker_kind", one.asker.name.empty() ? std::string{} : spoken(language, one.asker.kind)},
        {"received", spoken_date(language, one.received)},
        {"due", spoken_date(language, clock.due)},
        {"left", spoken_left(language, clock)},
        {"tone", tone_of(clock)},
        {"state_text", spoken(language, one.state)},
        {"outcome", one.outcome ? spoken(language, *one.outcome) : std::string{}},
        {"unit", names.unit(row.unit)},
        {"caseworker", names.person(row.caseworker)},
    };
}

/// When somebody was reminded of the day that it is due on, or "".
std::string reminded_text(
    const std::map<core::AccessRequestId, AccessReminded>& all, const ListedAccessRequest& row, Language language
) {
    const auto found = all.find(row.request.id);
    if (row.request.state != core::AccessState::open || found == all.end() || found->second.due != row.request.due)
        return {};
    const Values day{{"day", spoken_date(language, core::danish_date(found->second.told_at))}};
    if (found->second.stage != core::AccessReminder::late) return translate(language, "Påmindet den {day}", day);
    return found->second.told_to ? translate(language, "Lederen fik besked den {day}", day)
                                 : translate(language, "Enheden fik besked den {day}", day);
}

std::map<core::AccessRequestId, AccessReminded> reminders_of(
    Transaction& tx, const std::vector<ListedAccessRequest>& listed
) {
    std::vector<core::AccessRequestId> ids;
    ids.reserve(listed.size());
    for (const auto& row : listed) ids.push_back(row.request.id);
    return AccessReminderStore{tx}.latest_of(ids);
}

Json parts_json(const AccessList& list, Language language) {
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

Json views_json(const AccessList& list, Language language) {
    auto views = Json::array();
    for (const bool is_mine : {false, true}) {
        auto other = list;
        other.is_mine = is_mine;
        views.push_back({
            {"path", path_of(other)},
            {"text", is_mine ? translate(language, "Mine") : translate(language, "Alle, jeg kan se")},
            {"is_current", is_mine == list.is_mine},
        });
    }
    return views;
}

Result<Response> get_list(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    TRY(const auto list, list_of(request, caller, today));
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        auto listed = AccessRequestStore{tx}.list(list.filter);
        std::string next;
        if (std::ssize(listed) > requests_at_once) {
            listed.pop_back();
            next = path_of(list, cursor_of_place(place_of(listed.back())));
        }
        auto rows = Json::array();
        const auto clocks = clocks_of(tx, listed, today);
        const auto reminders = reminders_of(tx, listed);
        for (std::size_t i = 0; i < listed.size(); ++i) {
            auto row = row_json(listed[i], clocks[i], *names, language);
            row["reminded"] = reminded_text(reminders, listed[i], language);
            rows.push_back(std::move(row));
        }
        auto late = Json::array();
        if (list.part == Part::late && !list.is_mine)
            for (const auto& one : AccessRequestStore{tx}.late(caller.id(), today))
                late.push_back({
                    {"caseworker", names->person(one.caseworker)},
                    {"unit", names->unit(one.unit)},
                    {"count", one.count},
                    {"oldest", spoken_date(language, one.oldest_due)},
                });
        auto units = Json::array();
        units.push_back(choice("", translate(language, "Alle enheder"), !list.unit));
        for (const auto& unit : names->units)
            units.push_back(choice(std::to_string(unit.id.value), unit.name, list.unit == unit.id));
        data = {
            {"requests", std::move(rows)},
            {"late", std::move(late)},
            {"complaints", waiting_complaints_json(tx, caller.id(), language, today)},
            {"views", views_json(list, language)},
            {"parts", parts_json(list, language)},
            {"units", std::move(units)},
            {"view", list.is_mine ? "mine" : "alle"},
            {"part", std::ranges::find(part_words, list.part, &PartWords::part)->name},
            {"is_ended", list.part == Part::ended},
            {"csv_path", path_of(list, {}, "/aktindsigter.csv")},
            {"first_path", list.filter.after ? path_of(list) : std::string{}},
            {"next_path", next},
            {"can_add", core::may_anywhere(caller.principal, core::Action::open_case)},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Aktindsigter"), desk.workplace);
    return page(desk.workplace, "access_requests/list", data, frame);
}

Result<Response> get_file(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    const auto today = core::danish_date(now);
    TRY(auto list, list_of(request, caller, today));
    const auto write = [&](Transaction& tx, CsvFile& file) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        list.filter.limit = rows_at_once;
        for (;;) {
            const auto listed = AccessRequestStore{tx}.list(list.filter);
            const auto clocks = clocks_of(tx, listed, today);
            for (std::size_t i = 0; i < listed.size(); ++i) {
                const auto& row = listed[i];
                const auto& one = row.request;
                const auto& clock = clocks[i];
                TRY(file.add(
                    {row.case_number,
                     about_text(one),
                     spoken(language, one.asker.kind),
                     core::iso_date(one.received),
                     core::iso_date(clock.due),
                     spoken_left(language, clock),
                     spoken(language, one.state),
                     one.outcome ? spoken(language, *one.outcome) : std::string{},
                     one.ended ? core::iso_date(*one.ended) : std::string{},
                     std::to_string(one.minutes_used),
                     names->unit(row.unit),
                     names->person(row.caseworker)}
                ));
            }
            if (std::ssize(listed) < rows_at_once) return core::done();
            list.filter.after = place_of(listed.back());
        }
    };
    const CsvCells headings{
        translate(language, "Nummer"),
        translate(language, "Der bedes om"),
        translate(language, "Hvem spørger"),
        translate(language, "Modtaget"),
        translate(language, "Frist"),
        translate(language, "Tid tilbage"),
        translate(language, "Tilstand"),
        translate(language, "Resultat"),
        translate(language, "Afsluttet"),
        translate(language, "Minutter brugt"),
        translate(language, "Enhed"),
        translate(language, "Sagsbehandler"),
    };
    const ListExport wanted{"access_requests", translate(language, "aktindsigter"), headings};
    return export_list(desk.workplace.db, desk.files.uploads(), now, caller, wanted, write);
}

// One that was asked for in words or on paper

NewAccessRequest typed_request(const Request& request) {
    NewAccessRequest made;
    made.asked_for = request.form_value("asked_for");
    made.asker = {
        core::asker_kind_named(request.form_value("kind")).value_or(core::AskerKind::citizen),
        request.form_value("name"),
        request.form_value("mail"),
        request.form_value("address"),
    };
    made.identifier = request.form_value("identifier");
    made.received = core::parse_iso_date(request.form_value("received_on"));
    return made;
}

Result<Response> show_new(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    const NewAccessRequest& made,
    const std::string& case_id,
    const std::optional<Error>& error
) {
    const auto language = page_language(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    std::string case_text;
    if (const auto id = core::whole_number(case_id); id && *id > 0) {
        TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
            TRY(const auto on, read_case(tx, caller.principal, core::CaseId{*id}));
            case_text = on.number + " " + on.title;
            return core::done();
        }));
    }
    auto errors = Json::object();
    if (error) errors[error->field.empty() ? "form" : error->field] = said_of_request(language, *error);
    const auto laws = made.laws.empty() ? std::vector{core::AccessLaw::public_access} : made.laws;
    const Json data{
        {"case_id", case_text.empty() ? std::string{} : case_id},
        {"case_text", case_text},
        {"form",
         {{"asked_for", made.asked_for},
          {"name", made.asker.name},
          {"mail", made.asker.mail},
          {"address", made.asker.address},
          {"identifier", made.identifier},
          {"received_on", core::iso_date(made.received.value_or(today))}}},
        {"laws", law_choices(language, laws)},
        {"kinds", asker_choices(language, made.asker.kind)},
        {"errors", std::move(errors)},
    };
    const auto frame = staff_frame(request, caller, translate(language, "Ny aktindsigt"), desk.workplace);
    return page(desk.workplace, "access_requests/new", data, frame, error ? 422 : 200);
}

Result<Response> get_new(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return show_new(desk, request, caller, {}, request.query_value("sag").value_or(""), std::nullopt);
}

Result<Response> post_new(const AccessDesk& desk, const Request& request, const Caller& caller) {
    auto made = typed_request(request);
    const auto case_text = request.form_value("case");
    auto laws = typed_laws(request);
    if (!laws) return show_new(desk, request, caller, made, case_text, laws.error());
    made.laws = std::move(laws.value());
    const Acting acting{caller.principal, desk.workplace.clock.now()};
    const auto asked = [&]() -> Result<AskedAccess> {
        if (const auto on = core::whole_number(case_text); on && *on > 0) {
            made.channel = core::AskChannel::letter;
            return desk.workplace.db.write([&](Transaction& tx) {
                return begin_access_request(tx, acting, desk.settings, core::CaseId{*on}, made);
            });
        }
        made.channel = core::AskChannel::staff;
        return file_access_request(desk.workplace.db, desk.files, acting, desk.settings, made);
    }();
    if (asked) confirm_receipt(desk, asked.value());
    if (asked) return with_toast(redirect(access_path(asked.value().request.id)), "Aktindsigten er oprettet.");
    const auto code = asked.error().code;
    if (code != ErrorCode::invalid_input && code != ErrorCode::conflict) return asked.error();
    return show_new(desk, request, caller, made, case_text, asked.error());
}

}  // namespace

void add_access_lists(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/aktindsigter", get_list);
    add(Method::get, "/aktindsigter.csv", get_file);
    add(Method::get, "/aktindsigter/ny", get_new);
    add(Method::post, "/aktindsigter/ny", post_new);
}

}  // namespace services
