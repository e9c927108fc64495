#include <algorithm>

#include "core/rules/case_states.hpp"
#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/cases/bulk.hpp"
#include "services/cases/case_address.hpp"
#include "services/cases/case_desk.hpp"

/// Many cases at once: what is to be done with those that were ticked or all of a list, what that would do to which of
/// them, what was done, and the way back. Nothing happens before the second press.
namespace services {

using core::BulkKind;
using core::Error;
using core::ErrorCode;
using core::LeftOut;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::array kinds{BulkKind::hand_over, BulkKind::state, BulkKind::deadline, BulkKind::waiting};
constexpr std::string_view nobody = "ingen";

/// What the page was asked for: in the query of a GET, in the fields of a POST.
struct Asked {
    std::vector<ChosenCase> ticked;
    bool is_all{};  ///< of the list
    CaseAddress address;
    std::optional<BulkKind> kind;
    std::string unit, caseworker, state, reason, deadline, waiting_for, expected;
};

/// "12.3" is case 12 at its version 3.
std::optional<ChosenCase> tick_in(std::string_view text) {
    const auto dot = text.find('.');
    const auto id = core::whole_number(text.substr(0, dot));
    if (!id || dot == std::string_view::npos) return std::nullopt;
    return ChosenCase{core::CaseId{*id}, core::whole_number(text.substr(dot + 1))};
}

std::vector<std::string> all_texts(const Request& request, std::string_view name) {
    std::vector<std::string> texts;
    if (request.method == Method::get) {
        for (const auto& [key, value] : request.query)
            if (key == name) texts.push_back(value);
    } else {
        for (const auto& part : request.parts)
            if (part.name == name) texts.push_back(part.value);
    }
    return texts;
}

Asked asked_of(const Request& request, const std::vector<Unit>& own) {
    const NamedTexts texts = [&](std::string_view name) -> std::optional<std::string> {
        if (request.method == Method::get) return request.query_value(name);
        return request.form_value(name);
    };
    const auto text = [&](std::string_view name) { return texts(name).value_or(""); };
    Asked asked;
    for (const auto& tick : all_texts(request, "sag"))
        if (const auto chosen = tick_in(tick)) asked.ticked.push_back(*chosen);
    asked.is_all = text("valg") == "alle";
    asked.address = CaseAddress::of(texts, own);
    asked.kind = core::bulk_kind_named(text("handling"));
    asked.unit = text("til_enhed");
    asked.caseworker = text("til_sagsbehandler");
    asked.state = text("til_tilstand");
    asked.reason = text("begrundelse");
    asked.deadline = text("ny_frist");
    asked.waiting_for = core::on_one_line(text("venter_paa"));
    asked.expected = text("antal");
    return asked;
}

/// Only what belongs to the kind is read: the other fields of the form may hold something, too.
Result<BulkOrder> order_of(const Asked& asked) {
    BulkOrder order{.kind = *asked.kind};
    auto& change = order.change;
    const auto invalid = [](const char* field) { return Error{ErrorCode::invalid_input, "not understood", field}; };
    switch (order.kind) {
        case BulkKind::hand_over:
            if (const auto unit = core::whole_number(asked.unit)) change.unit = core::UnitId{*unit};
            if (asked.caseworker == nobody) change.caseworker.emplace();
            if (const auto person = core::whole_number(asked.caseworker)) change.caseworker = core::UserId{*person};
            break;
        case BulkKind::state: {
            const auto state = core::case_state_named(asked.state);
            if (!state) return invalid("state");
            change.state = NewState{.state = *state, .reason = asked.reason};
            break;
        }
        case BulkKind::deadline: {
            const auto day = core::parse_iso_date(asked.deadline);
            if (!day && !asked.deadline.empty()) return invalid("deadline");
            change.deadline = day;
            break;
        }
        case BulkKind::waiting:
            change.waiting_for = asked.waiting_for;
            break;
    }
    return order;
}

std::string kind_text(Language language, BulkKind kind) {
    switch (kind) {
        case BulkKind::hand_over:
            return translate(language, "Overdrag til en enhed eller sagsbehandler");
        case BulkKind::state:
            return translate(language, "Skift tilstand");
        case BulkKind::deadline:
            return translate(language, "Flyt fristen");
        case BulkKind::waiting:
            return translate(language, "Markér, hvad de afventer");
    }
    return {};
}

std::string reason_text(Language language, LeftOut why) {
    switch (why) {
        case LeftOut::not_found:
            return translate(language, "Findes ikke, eller du må ikke læse dem");
        case LeftOut::no_right:
            return translate(language, "Du har ikke ret til at ændre dem");
        case LeftOut::changed_since:
            return translate(language, "De er ændret i mellemtiden");
        case LeftOut::as_it_is:
            return translate(language, "De er sådan i forvejen");
        case LeftOut::wrong_state:
            return translate(language, "De er afsluttet");
        case LeftOut::merged:
            return translate(language, "De er lagt sammen med en anden sag");
        case LeftOut::open_tasks:
            return translate(language, "De har opgaver, der ikke er løst");
    }
    return {};
}

Json left_json(Language language, const std::vector<LeftOutCases>& left_out) {
    auto list = Json::array();
    for (const auto& [why, count, first] : left_out) {
        auto cases = Json::array();
        for (const auto& one : first)
            cases.push_back({{"path", case_path(one.id)}, {"number", one.number}, {"title", one.title}});
        list.push_back({
            {"text", reason_text(language, why)},
            {"count", spoken_number(language, count)},
            {"cases", std::move(cases)},
            {"has_more", count > std::ssize(first)},
        });
    }
    return list;
}

std::string said_of(Language language, const Error& error) {
    if (error.code == ErrorCode::forbidden)
        return translate(language, "Du har ikke ret til at give sager til den enhed. Vælg en anden.");
    if (error.field == "cases" && error.code == ErrorCode::invalid_input)
        return translate(language, "Sæt kryds ved mindst én sag, eller vælg alle i en liste med højst 20.000.");
    if (error.field == "expected")
        return translate(language, "Listen har ændret sig, siden du så den. Intet er gjort. Se igen, hvad der sker.");
    if (error.field == "cases") return translate(language, "Ingen af sagerne bliver anderledes. Intet er gjort.");
    if (error.field == "unit") return translate(language, "Vælg en enhed, en sagsbehandler eller begge.");
    if (error.field == "caseworker") return translate(language, "Sagsbehandleren er ikke aktiv mere. Vælg en anden.");
    if (error.field == "state") return translate(language, "Vælg en tilstand.");
    if (error.field == "reason")
        return translate(language, "Skriv en begrundelse, højst 1.000 tegn: sager lukkes, genåbnes eller går tilbage.");
    if (error.field == "deadline") return translate(language, "Skriv datoen som 2026-11-03.");
    if (error.field == "waiting_for") return translate(language, "Skriv på én linje, højst 255 tegn.");
    return services::spoken(language, error.code).message;
}

Json kinds_json(Language language, const Asked& asked) {
    auto list = Json::array();
    for (const auto kind : kinds)
        list.push_back(choice(std::string{core::name_of(kind)}, kind_text(language, kind), kind == asked.kind));
    return list;
}

Json fields_json(Language language, const Asked& asked, const Caller& caller, const Names& names) {
    auto units = Json::array({choice("", translate(language, "Samme enhed"), asked.unit.empty())});
    for (const auto& unit : names.units) {
        if (!core::may(caller.principal, core::Action::open_case, {unit.id, std::nullopt})) continue;
        const auto id = std::to_string(unit.id.value);
        units.push_back(choice(id, unit.name, id == asked.unit));
    }
    auto people = Json::array({
        choice("", translate(language, "Samme sagsbehandler"), asked.caseworker.empty()),
        choice(std::string{nobody}, translate(language, "Ingen endnu"), asked.caseworker == nobody),
    });
    for (const auto& user : names.handlers) {
        const auto id = std::to_string(user.id.value);
        people.push_back(choice(id, user.full_name, id == asked.caseworker));
    }
    auto moves = Json::array();
    for (const auto state : core::case_states) {
        const std::string name{core::name_of(state)};
        moves.push_back(choice(name, spoken(language, state), asked.state == name));
    }
    return {
        {"units", std::move(units)},
        {"people", std::move(people)},
        {"states", std::move(moves)},
        {"reason", asked.reason},
        {"deadline", asked.deadline},
        {"waiting_for", asked.waiting_for},
    };
}

/// What goes along from step to step: the list, and the ticks.
Json kept_json(const Asked& asked, bool with_order) {
    auto kept = Json::array();
    const auto keep = [&](std::string_view name, std::string value) {
        if (!value.empty()) kept.push_back({{"name", name}, {"value", std::move(value)}});
    };
    for (const auto& [name, value] : asked.address.fields()) keep(name, value);
    keep("valg", asked.is_all ? "alle" : "valgte");
    if (!asked.is_all)
        for (const auto& [id, version] : asked.ticked)
            keep("sag", std::to_string(id.value) + "." + std::to_string(version.value_or(0)));
    if (!with_order) return kept;
    keep("handling", std::string{core::name_of(*asked.kind)});
    keep("til_enhed", asked.unit);
    keep("til_sagsbehandler", asked.caseworker);
    keep("til_tilstand", asked.state);
    keep("begrundelse", asked.reason);
    keep("ny_frist", asked.deadline);
    keep("venter_paa", asked.waiting_for);
    return kept;
}

/// "bliver »Afsluttet«", "får fristen 3. november 2026": what becomes of cases.
std::string becomes(Language language, const Names& names, const CaseChange& change) {
    if (change.state)
        return translate(language, "Tilstanden bliver »{state}«", {{"state", spoken(language, change.state->state)}});
    if (change.deadline && *change.deadline)
        return translate(language, "Fristen bliver {date}", {{"date", spoken_date(language, **change.deadline)}});
    if (change.deadline) return translate(language, "Fristen fjernes");
    if (change.waiting_for && change.waiting_for->empty()) return translate(language, "De afventer ikke mere noget");
    if (change.waiting_for) return translate(language, "De afventer {what}", {{"what", *change.waiting_for}});
    std::string text;
    if (change.unit) text = translate(language, "De overdrages til {name}", {{"name", names.unit(*change.unit)}});
    if (!change.caseworker) return text;
    if (!text.empty()) text += ". ";
    if (!*change.caseworker) return text + translate(language, "De får ingen sagsbehandler");
    return text + translate(language, "Sagsbehandler bliver {name}", {{"name", names.person(*change.caseworker)}});
}

Json plan_json(
    Language language, const Names& names, const Asked& asked, const BulkOrder& order, const BulkPlan& plan
) {
    auto first = Json::array();
    constexpr std::size_t shown = 10;
    for (const auto& one : plan.cases) {
        if (first.size() == shown) break;
        first.push_back({{"path", case_path(one.id)}, {"number", one.number}, {"title", one.title}});
    }
    const auto count = std::ssize(plan.cases);
    return {
        {"count", count},
        {"heading", translate_count(language, "1 sag bliver ændret", "{count} sager bliver ændret", count)},
        {"becomes", becomes(language, names, order.change)},
        {"cases", std::move(first)},
        {"has_more", plan.cases.size() > shown},
        {"left_out", left_json(language, plan.left_out)},
        {"kept", kept_json(asked, true)},
        {"button", translate_count(language, "Ændr 1 sag", "Ændr {count} sager", count)},
    };
}

Result<std::vector<ChosenCase>> chosen_for(
    const CaseDesk& desk, Transaction& tx, const Caller& caller, const Asked& asked
) {
    if (!asked.is_all) return asked.ticked;
    TRY(auto question, asked.address.question(caller.id(), core::danish_date(desk.workplace.clock.now())));
    return chosen_by(tx, desk.search, caller.principal, std::move(question));
}

/// The page of both steps: what is to be done, and what that would do. `error` stands above the form.
Result<Response> show(
    const CaseDesk& desk, const Request& request, const Caller& caller, const std::optional<Error>& refused, int status
) {
    if (!core::may_anywhere(caller.principal, core::Action::edit_case))
        return Error{ErrorCode::forbidden, "the role does not carry the right to change cases"};
    const auto language = page_language(request);
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto asked = asked_of(request, own_units(caller, *names));
        const auto chosen = chosen_for(desk, tx, caller, asked);
        auto error = refused;
        if (!chosen) error = chosen.error();
        if (chosen && chosen.value().empty()) error = Error{ErrorCode::invalid_input, "none chosen", "cases"};
        const auto count = chosen ? std::ssize(chosen.value()) : 0;
        data = {
            {"back_path", asked.address.path("/sager")},
            {"chosen", translate_count(language, "1 sag er valgt", "{count} sager er valgt", count)},
            {"has_chosen", count > 0},
            {"kinds", kinds_json(language, asked)},
            {"fields", fields_json(language, asked, caller, *names)},
            {"kept", kept_json(asked, false)},
            {"plan", nullptr},
        };
        if (asked.kind && count > 0 && !error) {
            const Acting acting{caller.principal, desk.workplace.clock.now()};
            const auto order = order_of(asked);
            const auto plan = order ? plan_bulk(tx, acting, order.value(), chosen.value()) : order.error();
            if (plan)
                data["plan"] = plan_json(language, *names, asked, order.value(), plan.value());
            else
                error = plan.error();
        }
        data["error"] = error ? said_of(language, *error) : std::string{};
        if (error && status == 200) status = 422;
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Flere sager på én gang"), desk.workplace);
    return page(desk.workplace, "cases/bulk", data, frame, status);
}

Result<Response> get_form(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show(desk, request, caller, std::nullopt, 200);
}

std::string bulk_path(BulkId id) {
    return "/sager/flere/" + std::to_string(id.value);
}

Result<Response> post_form(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const Acting acting{caller.principal, desk.workplace.clock.now()};
    Asked asked;
    const auto chosen = desk.workplace.db.read([&](Transaction& tx) -> Result<std::vector<ChosenCase>> {
        asked = asked_of(request, own_units(caller, *desk.names->of(tx, caller)));
        return chosen_for(desk, tx, caller, asked);
    });
    if (!chosen) return show(desk, request, caller, chosen.error(), 422);
    if (!asked.kind) return show(desk, request, caller, Error{ErrorCode::invalid_input, "no action", "state"}, 422);
    const auto order = order_of(asked);
    if (!order) return show(desk, request, caller, order.error(), 422);
    const auto done = desk.workplace.db.write([&](Transaction& tx) {
        return do_bulk(tx, acting, order.value(), chosen.value(), core::whole_number(asked.expected));
    });
    if (!done) {
        const auto code = done.error().code;
        if (code != ErrorCode::invalid_input && code != ErrorCode::conflict && code != ErrorCode::forbidden)
            return done.error();
        return show(desk, request, caller, done.error(), code == ErrorCode::conflict ? 409 : 422);
    }
    const auto path = bulk_path(done.value().id);
    return with_toast(redirect(path), "Sagerne er ændret.", path + "/fortryd");
}

/// The change again, out of what was kept of it.
CaseChange change_in(const Json& what) {
    CaseChange change;
    if (what.contains("state")) {
        const auto state = core::case_state_named(what.value("state", ""));
        if (state) change.state = NewState{.state = *state, .reason = what.value("reason", "")};
    }
    if (what.contains("unit")) change.unit = core::UnitId{what.value("unit", std::int64_t{0})};
    if (const auto found = what.find("caseworker"); found != what.end()) {
        change.caseworker.emplace();
        if (found->is_number_integer()) change.caseworker = core::UserId{found->get<std::int64_t>()};
    }
    if (const auto found = what.find("deadline"); found != what.end()) {
        change.deadline.emplace();
        if (found->is_string()) change.deadline = core::parse_iso_date(found->get<std::string>());
    }
    if (what.contains("waiting_for")) change.waiting_for = what.value("waiting_for", "");
    return change;
}

Json counts_json(Language language, const Json& what) {
    auto list = Json::array();
    for (const auto why :
         {LeftOut::not_found,
          LeftOut::no_right,
          LeftOut::changed_since,
          LeftOut::as_it_is,
          LeftOut::wrong_state,
          LeftOut::merged,
          LeftOut::open_tasks}) {
        const auto left = what.value("left_out", Json::object());
        const auto count = left.value(std::string{core::name_of(why)}, std::int64_t{0});
        if (count == 0) continue;
        list.push_back({
            {"text", reason_text(language, why)},
            {"count", spoken_number(language, count)},
            {"cases", Json::array()},
            {"has_more", false},
        });
    }
    return list;
}

Result<Response> get_done(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const BulkId id{request.id_parameter("id")};
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto action, read_bulk(tx, caller.principal, id));
        const auto names = desk.names->of(tx, caller);
        auto what = Json::parse(action.what, nullptr, /*allow_exceptions=*/false);
        if (!what.is_object()) what = Json::object();
        const BulkStore store{tx};
        const auto count = store.count(id);
        data = {
            {"heading", translate_count(language, "1 sag er ændret", "{count} sager er ændret", count)},
            {"becomes", becomes(language, *names, change_in(what))},
            {"reason", what.value("reason", "")},
            {"made", spoken_time(language, action.made_at, now)},
            {"left_out", counts_json(language, what)},
            {"undo_path", ""},
            {"undo_until", spoken_time(language, action.undo_until, now)},
            {"is_late", !action.undone_at && now >= action.undo_until},
            {"undone", ""},
            {"refused", Json::array()},
        };
        if (!action.undone_at && now < action.undo_until) data["undo_path"] = bulk_path(id) + "/fortryd";
        if (!action.undone_at) return core::done();
        data["undone"] = translate_count(
            language, "1 sag er, som den var før.", "{count} sager er, som de var før.", store.count_undone(id)
        );
        TRY(const auto left, left_by_undo(tx, caller.principal, id));
        if (left.count > 0) data["refused"] = left_json(language, {left});
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, data["heading"].get<std::string>(), desk.workplace);
    return page(desk.workplace, "cases/bulk_done", data, frame);
}

Result<Response> post_undo(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const BulkId id{request.id_parameter("id")};
    const auto undone = desk.workplace.db.write([&](Transaction& tx) {
        return undo_bulk(tx, {caller.principal, desk.workplace.clock.now()}, id);
    });
    if (undone && undone.value().undone > 0) return with_toast(redirect(bulk_path(id)), "Det er gjort om.");
    if (undone) return with_toast(redirect(bulk_path(id)), "Det kan ikke fortrydes: Alle sagerne er ændret siden.");
    if (undone.error().code != ErrorCode::conflict) return undone.error();
    return with_toast(redirect(bulk_path(id)), "Det kan ikke fortrydes mere.");
}

}  // namespace

void add_bulk_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/flere", get_form);
    add_case_page(router, identity, desk, Method::post, "/sager/flere", post_form);
    add_case_page(router, identity, desk, Method::get, "/sager/flere/{id:id}", get_done);
    add_case_page(router, identity, desk, Method::post, "/sager/flere/{id:id}/fortryd", post_undo);
}

}  // namespace services
