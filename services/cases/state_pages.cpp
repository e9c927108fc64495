#include "core/rules/case_states.hpp"
#include "services/cases/case_desk.hpp"

/// Moving a case's state: on, closed, opened again or back.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

struct StateForm {
    std::optional<core::CaseState> chosen;
    std::string reason, since;
    Json errors = Json::object();
};

/// What each state means to a caseworker.
std::string meaning_of(Language language, core::CaseState state) {
    switch (state) {
        case core::CaseState::opened:
            return translate(language, "Sagen er oprettet og skal oplyses");
        case core::CaseState::informed:
            return translate(language, "Det, der skal til for at afgøre den, foreligger");
        case core::CaseState::decided:
            return translate(language, "Der er truffet en afgørelse");
        case core::CaseState::ordered:
            return translate(language, "Det, der blev afgjort, er sat i gang");
        case core::CaseState::executed:
            return translate(language, "Det, der blev sat i gang, er gjort");
        case core::CaseState::closed:
            return translate(language, "Der skal ikke ske mere på sagen");
    }
    return {};
}

Json states_json(const CaseViewing& viewing, const StateForm& form) {
    auto list = Json::array();
    for (const auto state : core::case_states) {
        if (state == viewing.one.state) continue;
        const std::string name{core::name_of(state)};
        list.push_back({
            {"value", name},
            {"text", spoken(viewing.language, state)},
            {"meaning", meaning_of(viewing.language, state)},
            {"needs_reason", core::needs_reason(viewing.one.state, state)},
            {"is_selected", form.chosen == state},
        });
    }
    return list;
}

Result<Response> show_form(
    const CaseDesk& desk, const Request& request, const Caller& caller, const StateForm& form, int status
) {
    bool is_forbidden = false;
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        is_forbidden = !may_on_case(caller, core::Action::edit_case, viewing.one);
        data["states"] = states_json(viewing, form);
        data["state_form"] = Json{
            {"reason", form.reason},
            {"since", form.since},
            {"latest", core::iso_date(core::danish_date(viewing.now))},
            {"version", viewing.one.version}};
        data["errors"] = form.errors;
    };
    TRY(auto drawn, draw_case_page(desk, request, caller, {"cases/state", CaseTab::none, status, fill}));
    if (is_forbidden) return Error{ErrorCode::forbidden, "the role does not carry the right to change the case"};
    return drawn;
}

Result<Response> get_form(const CaseDesk& desk, const Request& request, const Caller& caller) {
    StateForm form;
    form.chosen = core::case_state_named(request.query_value("til").value_or(""));
    return show_form(desk, request, caller, form, 200);
}

std::string said_of(Language language, const Error& error) {
    if (error.field == "reason")
        return translate(language, "Skriv en begrundelse, højst 1.000 tegn: sagen lukkes, genåbnes eller går tilbage.");
    if (error.field == "since") return translate(language, "Datoen skal ligge mellem sagens oprettelse og i dag.");
    return translate(language, "Sagen er ændret i mellemtiden. Se, hvordan den er nu, og vælg igen.");
}

/// What was done, as the toast says it.
std::string_view done_text(core::CaseState from, core::CaseState to) {
    if (to == core::CaseState::closed) return "Sagen er afsluttet.";
    return from == core::CaseState::closed ? "Sagen er åbnet igen." : "Sagens tilstand er ændret.";
}

Result<Response> post_form(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    StateForm form;
    form.chosen = core::case_state_named(request.form_value("state"));
    form.reason = request.form_value("reason");
    form.since = request.form_value("since");
    const auto version = std::strtoll(request.form_value("version").c_str(), nullptr, 10);
    if (!form.chosen) {
        form.errors["state"] = translate(language, "Vælg en tilstand.");
        return show_form(desk, request, caller, form, 422);
    }
    CaseChange change;
    change.state = NewState{*form.chosen, form.reason, core::parse_iso_date(form.since)};
    if (!form.since.empty() && !change.state->since) {
        form.errors["since"] = translate(language, "Skriv datoen som 2026-11-03.");
        return show_form(desk, request, caller, form, 422);
    }
    core::CaseState before{};
    const auto changed = desk.workplace.db.write([&](Transaction& tx) -> Result<core::Case> {
        TRY(const auto one, read_case(tx, caller.principal, id));
        before = one.state;
        return change_case(tx, {caller.principal, desk.workplace.clock.now()}, id, version, change);
    });
    if (changed.has_value()) return with_toast(redirect(case_path(id)), done_text(before, *form.chosen));
    const auto& error = changed.error();
    if (error.code != ErrorCode::invalid_input && error.code != ErrorCode::conflict) return error;
    form.errors[error.field.empty() ? "form" : error.field] = said_of(language, error);
    return show_form(desk, request, caller, form, error.code == ErrorCode::conflict ? 409 : 422);
}

}  // namespace

void add_state_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}/tilstand", get_form);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/tilstand", post_form);
}

}  // namespace services
