#include <map>

#include "core/rules/case_states.hpp"
#include "services/api/json.hpp"
#include "services/cases/case_address.hpp"
#include "services/cases/case_desk.hpp"

/// Lists of cases: mine, my unit's and all, those overdue and those that wait, filtered and in any order.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t cases_at_once = 50;

constexpr std::array levels{
    core::Confidentiality::open, core::Confidentiality::unit, core::Confidentiality::restricted};

/// What one page of a list is made from.
struct Listing {
    const CaseAddress& address;
    const Caller& caller;
    const Names& names;
    Language language{};
    core::Timestamp now{};
};

Json row_json(const core::Case& one, const Listing& listing, std::string subject) {
    const auto language = listing.language;
    const bool is_open = one.state != core::CaseState::closed;
    return {
        {"path", case_path(one.id)},
        {"tick", std::to_string(one.id.value) + "." + std::to_string(one.version)},
        {"number", one.number},
        {"title", one.title},
        {"subject", std::move(subject)},
        {"state_text", spoken(language, one.state)},
        {"tone", tone_of(one.state)},
        {"waiting_for", is_open ? one.waiting_for : std::string{}},
        {"deadline", one.deadline && is_open ? spoken_date(language, *one.deadline) : std::string{}},
        {"is_overdue", one.deadline && is_open && *one.deadline < core::danish_date(listing.now)},
        {"caseworker", listing.names.person(one.caseworker)},
        {"unit", listing.names.unit(one.unit)},
        {"changed", spoken_time(language, one.changed_at, listing.now)},
        {"changed_exact", exact_time(language, one.changed_at)},
        {"is_restricted", one.confidentiality == core::Confidentiality::restricted},
    };
}

Json rows_json(Transaction& tx, const std::vector<core::Case>& cases, const Listing& listing) {
    std::map<std::string, std::string> subjects;
    auto rows = Json::array();
    for (const auto& one : cases) {
        auto& subject = subjects[one.subject];
        if (subject.empty()) subject = subject_text(tx, one.subject);
        rows.push_back(row_json(one, listing, subject));
    }
    return rows;
}

std::string heading_of(const Listing& listing) {
    const auto view = listing.address.view();
    if (view == "mine") return translate(listing.language, "Mine sager");
    if (view == "alle") return translate(listing.language, "Alle sager");
    const core::UnitId unit{std::strtoll(view.substr(view.find('-') + 1).c_str(), nullptr, 10)};
    return translate(listing.language, "Sager i {unit}", {{"unit", listing.names.unit(unit)}});
}

Json views_json(const Listing& listing, const std::vector<Unit>& own) {
    auto views = Json::array();
    const auto add = [&](const std::string& view, std::string text) {
        views.push_back({
            {"path", listing.address.with("vis", view).path("/sager")},
            {"text", std::move(text)},
            {"is_current", view == listing.address.view()},
        });
    };
    add("mine", translate(listing.language, "Mine"));
    for (const auto& unit : own)
        add("enhed-" + std::to_string(unit.id.value),
            own.size() == 1 ? translate(listing.language, "Min enhed") : unit.name);
    add("alle", translate(listing.language, "Alle"));
    return views;
}

Json parts_json(const Listing& listing) {
    auto parts = Json::array();
    const auto add = [&](std::string_view part, std::string text) {
        parts.push_back({
            {"path", listing.address.with("hvad", part).path("/sager")},
            {"text", std::move(text)},
            {"is_current", part == listing.address.get("hvad")},
        });
    };
    add("", translate(listing.language, "Alle sager"));
    add("overskredne", translate(listing.language, "Fristen er overskredet"));
    add("afventer", translate(listing.language, "Afventer"));
    return parts;
}

Json states_json(const Listing& listing) {
    const auto asked = listing.address.get("tilstand");
    auto choices = Json::array({
        choice("", translate(listing.language, "Alle tilstande"), asked.empty()),
        choice("aabne", translate(listing.language, "Ikke afsluttede"), asked == "aabne"),
    });
    for (const auto state : core::case_states) {
        const std::string name{core::name_of(state)};
        choices.push_back(choice(name, spoken(listing.language, state), asked == name));
    }
    return choices;
}

Json orders_json(const Listing& listing) {
    auto choices = Json::array();
    for (const auto& order : case_orders)
        choices.push_back(choice(
            std::string{order.value}, translate(listing.language, order.text), order.value == listing.address.order()
        ));
    return choices;
}

/// The headings of columns that a list can be in the order of: a press on one turns it round.
Json columns_json(const Listing& listing) {
    const auto order = listing.address.order();
    const auto column = [&](std::string_view rising, std::string_view falling, std::string_view first) {
        const bool is_rising = order == rising;
        const bool is_falling = order == falling;
        const auto next = is_rising ? falling : is_falling ? rising : first;
        return Json{
            {"path", listing.address.with("sorter", next).path("/sager")},
            {"sort",
             is_rising    ? "ascending"
             : is_falling ? "descending"
                          : ""}};
    };
    return {
        {"number", column("nummer", "nummer-om", "nummer-om")},
        {"title", column("titel", "titel-om", "titel")},
        {"deadline", column("frist", "frist-om", "frist")},
        {"changed", column("laengst", "senest", "senest")},
    };
}

/// Filters that are out of sight until they are asked for.
Json more_filters_json(const Listing& listing) {
    const auto& address = listing.address;
    const auto language = listing.language;
    auto units = Json::array({choice("", translate(language, "Alle enheder"), address.get("enhed").empty())});
    for (const auto& unit : listing.names.units) {
        auto id = std::to_string(unit.id.value);
        const bool is_asked = id == address.get("enhed");
        units.push_back(choice(std::move(id), unit.name, is_asked));
    }
    auto people = Json::array({choice("", translate(language, "Alle"), address.get("sagsbehandler").empty())});
    for (const auto& user : listing.names.handlers) {
        auto id = std::to_string(user.id.value);
        const bool is_asked = id == address.get("sagsbehandler");
        people.push_back(choice(std::move(id), user.full_name, is_asked));
    }
    auto confidentialities = Json::array({choice("", translate(language, "Alle"), address.get("adgang").empty())});
    for (const auto level : levels) {
        const std::string name{core::name_of(level)};
        confidentialities.push_back(choice(name, spoken(language, level), name == address.get("adgang")));
    }
    return {
        {"is_open", address.has_more_filters()},
        {"units", std::move(units)},
        {"asks_for_unit", !address.view().starts_with("enhed-")},
        {"people", std::move(people)},
        {"asks_for_person", address.view() != "mine"},
        {"levels", std::move(confidentialities)},
        {"subject", address.get("emne")},
        {"opened_from", address.get("oprettet_fra")},
        {"opened_to", address.get("oprettet_til")},
        {"changed_from", address.get("aendret_fra")},
        {"changed_to", address.get("aendret_til")},
    };
}

Json kept_json(const CaseAddress& address) {
    auto kept = Json::array();
    for (const auto& [name, value] : address.fields()) kept.push_back({{"name", name}, {"value", value}});
    return kept;
}

Json list_json(Transaction& tx, const ListedCases& listed, const Listing& listing, const CaseFilter& filter) {
    const auto& address = listing.address;
    return {
        {"heading", heading_of(listing)},
        {"views", views_json(listing, own_units(listing.caller, listing.names))},
        {"parts", parts_json(listing)},
        {"view", address.view()},
        {"part", address.get("hvad")},
        {"query", address.get("q")},
        {"states", states_json(listing)},
        {"orders", orders_json(listing)},
        {"columns", columns_json(listing)},
        {"more", more_filters_json(listing)},
        {"cases", rows_json(tx, listed.rows, listing)},
        {"kept", kept_json(address)},
        {"csv_path", address.path("/sager.csv")},
        {"can_edit", core::may_anywhere(listing.caller.principal, core::Action::edit_case)},
        {"has_filter", address.has_filter()},
        {"is_mine", address.view() == "mine"},
        {"can_open_case", core::may_anywhere(listing.caller.principal, core::Action::open_case)},
        {"next_path", listed.next ? address.path("/sager", cursor_text(*listed.next, filter.sort)) : std::string{}},
    };
}

Result<Response> get_list(const CaseDesk& desk, const Request& request, const Caller& caller) {
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto texts = [&](std::string_view name) { return request.query_value(name); };
        const auto address = CaseAddress::of(texts, own_units(caller, *names));
        const auto now = desk.workplace.clock.now();
        TRY(auto question, address.question(caller.id(), core::danish_date(now)));
        question.filter.limit = cases_at_once;
        if (const auto after = request.query_value("after"); after && !after->empty()) {
            question.filter.after = place_in(*after, question.filter.sort);
            if (!question.filter.after) return Error{ErrorCode::invalid_input, "no such place in this list", "after"};
        }
        TRY(const auto listed, list_cases(tx, desk.search, caller.principal, question));
        const Listing listing{address, caller, *names, page_language(request), now};
        data = list_json(tx, listed, listing, question.filter);
        data["first_path"] = question.filter.after ? address.path("/sager") : std::string{};
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, data["heading"].get<std::string>(), desk.workplace);
    return page(desk.workplace, "cases/list", data, frame);
}

}  // namespace

void add_case_lists(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager", get_list);
}

}  // namespace services
