#include "core/rules/working_days.hpp"
#include "core/whole_number.hpp"
#include "services/access_requests/access_desk.hpp"
#include "services/access_requests/calendar.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/web/words.hpp"

/// Which days the authority works: the law's holidays of a year, and what is other than they have it.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

std::string said_of(Language language, const Error& error) {
    if (error.field == "name") return translate(language, "Skriv, hvad dagen hedder, på én linje.");
    return translate(language, "Vælg en mandag til fredag, der ikke allerede er sådan.");
}

int year_of(const Request& request, core::Date today) {
    constexpr int first = 2000;
    constexpr int last = 2100;
    const auto asked = core::whole_number(request.query_value("aar").value_or(""));
    const auto current = static_cast<int>(std::chrono::year_month_day{today}.year());
    return asked && *asked >= first && *asked <= last ? static_cast<int>(*asked) : current;
}

Json day_json(Language language, core::Date date, const std::string& name) {
    return {{"date", core::iso_date(date)}, {"day", spoken_day(language, date)}, {"name", name}};
}

Result<Response> show(
    const AccessDesk& desk, const Request& request, const Caller& caller, const std::optional<Error>& error
) {
    if (!core::may_anywhere(caller.principal, core::Action::administer))
        return Error{ErrorCode::forbidden, "administrators keep the calendar"};
    const auto language = page_language(request);
    const auto year = year_of(request, core::danish_date(desk.workplace.clock.now()));
    const auto in_year = [&](core::Date date) {
        return static_cast<int>(std::chrono::year_month_day{date}.year()) == year;
    };
    auto changes = Json::array();
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        for (const auto& day : CalendarStore{tx}.all()) {
            if (!in_year(day.change.date)) continue;
            auto json = day_json(language, day.change.date, day.change.name);
            json["is_off"] = day.change.is_off;
            json["by"] = names->person(day.noted_by);
            json["remove_path"] = "/administration/kalender/" + std::to_string(day.id) + "/fjern";
            changes.push_back(std::move(json));
        }
        return core::done();
    }));
    auto holidays = Json::array();
    const core::Date first{std::chrono::year{year} / std::chrono::January / 1};
    for (auto date = first; in_year(date); date += std::chrono::days{1})
        if (const auto name = core::public_holiday_name(date); !name.empty())
            holidays.push_back(day_json(language, date, std::string{name}));
    auto errors = Json::object();
    if (error) errors[error->field.empty() ? "date" : error->field] = said_of(language, *error);
    const auto path = [](int of) { return "/administration/kalender?aar=" + std::to_string(of); };
    const Json data{
        {"year", year},
        {"previous", year - 1},
        {"next", year + 1},
        {"previous_path", path(year - 1)},
        {"next_path", path(year + 1)},
        {"holidays", std::move(holidays)},
        {"changes", std::move(changes)},
        {"form", {{"date", request.form_value("date")}, {"name", request.form_value("name")}}},
        {"works", request.form_value("works") == "yes"},
        {"errors", std::move(errors)},
    };
    const auto frame = staff_frame(request, caller, translate(language, "Kalender"), desk.workplace);
    return page(desk.workplace, "access_requests/calendar", data, frame, error ? 422 : 200);
}

Result<Response> get_calendar(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return show(desk, request, caller, std::nullopt);
}

Result<Response> post_change(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto date = core::parse_iso_date(request.form_value("date"));
    const auto changed = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        if (!date) return Error{ErrorCode::invalid_input, "a date", "date"};
        return change_calendar(
            tx,
            {caller.principal, desk.workplace.clock.now()},
            desk.settings.cases,
            {*date, request.form_value("name"), request.form_value("works") != "yes"}
        );
    });
    if (changed.has_error() && changed.error().code != ErrorCode::invalid_input) return changed.error();
    if (changed.has_error()) return show(desk, request, caller, changed.error());
    const auto year = static_cast<int>(std::chrono::year_month_day{*date}.year());
    return with_toast(
        redirect("/administration/kalender?aar=" + std::to_string(year)),
        "Kalenderen er ændret, og åbne aktindsigters frister er regnet om."
    );
}

Result<Response> post_removal(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return undo_calendar_change(
            tx, {caller.principal, desk.workplace.clock.now()}, desk.settings.cases, request.id_parameter("id")
        );
    }));
    return with_toast(
        redirect("/administration/kalender"), "Kalenderen er ændret, og åbne aktindsigters frister er regnet om."
    );
}

}  // namespace

void add_calendar_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/administration/kalender", get_calendar);
    add(Method::post, "/administration/kalender", post_change);
    add(Method::post, "/administration/kalender/{id:id}/fjern", post_removal);
}

}  // namespace services
