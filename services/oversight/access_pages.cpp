#include <algorithm>

#include "services/cases/case_desk.hpp"
#include "services/cases/cases.hpp"
#include "services/oversight/audit.hpp"
#include "services/oversight/oversight_desk.hpp"
#include "services/rights/case_access.hpp"
#include "services/rights/readers.hpp"
#include "services/store/case_store.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

/// What the form asks for, as it was typed.
struct Typed {
    std::string kind{"grant"}, who, reason, until;
};

/// An attempt that did not come off, to be shown again; or none.
struct Attempt {
    Typed typed;
    std::optional<Error> error;
};

std::string path_of(core::CaseId id) {
    return "/sager/" + std::to_string(id.value);
}

std::string said_of(Language language, const Error& error) {
    if (error.field == "reason") return translate(language, "Skriv en grund på én linje, højst 500 tegn.");
    if (error.field == "until") return translate(language, "Vælg en dag, der ikke er gået.");
    if (error.code == ErrorCode::conflict && error.field == "user")
        return translate(language, "Det står her allerede. Fjern det først, hvis det skal ændres.");
    if (error.code == ErrorCode::conflict)
        return translate(
            language,
            "Så ville ingen kunne læse sagen og styre adgangen til den. Giv sagen en anden sagsbehandler, eller bed en "
            "leder om at spærre."
        );
    if (error.detail == "a block names a person")
        return translate(language, "Vælg en person: en enhed kan ikke spærres.");
    return translate(language, "Vælg en person eller en enhed.");
}

Json errors_of(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    const bool has_place =
        error->field == "reason" || error->field == "until" || error->field == "user" || error->field == "unit";
    const std::string place = !has_place                                           ? "form"
                              : (error->field == "unit" || error->field == "user") ? "who"
                                                                                   : error->field;
    errors[place] = said_of(language, *error);
    return errors;
}

Json choice_of(std::string value, const std::string& text, const std::string& chosen) {
    const bool is_selected = value == chosen;
    return {{"value", std::move(value)}, {"text", text}, {"is_selected", is_selected}};
}

Json form_json(Transaction& tx, Language language, const Typed& typed, const Names& names) {
    auto people = Json::array();
    for (const auto& user : UserStore{tx}.all())
        if (user.active) people.push_back(choice_of("p" + std::to_string(user.id.value), user.full_name, typed.who));
    auto units = Json::array();
    for (const auto& unit : names.units)
        units.push_back(choice_of("e" + std::to_string(unit.id.value), unit.name, typed.who));
    return {
        {"is_block", typed.kind == "block"},
        {"people", std::move(people)},
        {"units", std::move(units)},
        {"reason", typed.reason},
        {"until", typed.until},
        {"today", core::iso_date(core::Date{})},
        {"nobody", translate(language, "Vælg")},
    };
}

Json access_json(const core::CaseAccess& one, const AccessWords& words) {
    const bool is_block = one.kind == core::CaseAccessKind::block;
    return {
        {"who", words.whom(one)},
        {"is_block", is_block},
        {"kind_text", translate(words.language, is_block ? "Spærret" : "Må læse")},
        {"reason", one.reason},
        {"given", words.given(one)},
        {"remove_path", path_of(one.in_case) + "/adgang/" + std::to_string(one.id.value) + "/fjern"},
    };
}

Json why_json(const core::ReadingExplanation& why, const AccessWords& words) {
    auto reasons = Json::array();
    if (why.block) reasons.push_back(words.block(*why.block));
    for (const auto& reason : why.reasons) reasons.push_back(words.reason(reason));
    return reasons;
}

/// By name; of a large authority's open case that is everybody.
Json readers_json(const std::vector<CaseReader>& readers, const AccessWords& words) {
    std::vector<Json> rows;
    rows.reserve(readers.size());
    for (const auto& reader : readers)
        rows.push_back({
            {"name", words.names.person(reader.user)},
            {"is_blocked", reader.why.block.has_value()},
            {"reasons", why_json(reader.why, words)},
        });
    std::ranges::sort(rows, {}, [](const Json& row) { return row["name"].get_ref<const std::string&>(); });
    return rows;
}

Result<Response> show(
    const OversightDesk& desk, const Request& request, const Caller& caller, const Attempt& attempt = {}
) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    Json data{{"errors", errors_of(language, attempt.error)}};
    std::string title;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_case(tx, caller.principal, id));
        const auto names = desk.names->of(tx, caller);
        const AccessWords words{language, *names, one.unit};
        const bool can_manage = may_manage_access(caller.principal, one);
        title = translate(language, "Adgang til {number}", {{"number", one.number}});
        put_case_frame(
            {tx, one, caller, language, desk.workplace.clock.now(), *names, *desk.settings.types}, CaseTab::access, data
        );
        data["level"] = spoken(language, one.confidentiality);
        data["can_manage"] = can_manage;
        data["reads_path"] = may_see_reads(caller.principal, one) ? path_of(id) + "/laesninger" : std::string{};
        TRY(const auto why, why_readable(tx, caller.principal, id));
        data["reasons"] = why_json(why, words);
        auto& list = data["access"] = Json::array();
        data["readers"] = Json::array();
        data["reader_count"] = 0;
        if (!can_manage) return core::done();
        TRY(const auto access, case_access(tx, caller.principal, id));
        for (const auto& row : access) list.push_back(access_json(row, words));
        TRY(const auto readers, readers_of_case(tx, caller.principal, id));
        data["reader_count"] = std::ranges::count_if(readers, [](const CaseReader& r) { return !r.why.block; });
        data["readers"] = readers_json(readers, words);
        data["form"] = form_json(tx, language, attempt.typed, *names);
        data["form"]["today"] = core::iso_date(core::danish_date(desk.workplace.clock.now()));
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    return page(desk.workplace, "oversight/access", data, frame, attempt.error ? 422 : 200);
}

/// "p12" is a person and "e3" a unit.
NewCaseAccess made_of(const Typed& typed) {
    NewCaseAccess made;
    made.kind = core::case_access_kind_named(typed.kind).value_or(core::CaseAccessKind::grant);
    const auto number = typed.who.empty() ? 0 : std::strtoll(typed.who.c_str() + 1, nullptr, 10);
    if (number > 0 && typed.who.front() == 'p') made.user = core::UserId{number};
    if (number > 0 && typed.who.front() == 'e') made.unit = core::UnitId{number};
    made.reason = typed.reason;
    return made;
}

/// Where someone goes who may have blocked themselves.
Response after_change(const OversightDesk& desk, const Caller& caller, core::CaseId id, std::string_view said) {
    const auto still = desk.workplace.db.read([&](Transaction& tx) -> Result<bool> {
        const auto one = CaseStore{tx}.find(id);
        const auto now = UserStore{tx}.principal(caller.id());
        return one && now && core::may(*now, core::Action::read, {one->unit, one->access_group});
    });
    const bool reads = still.has_value() && still.value();
    return with_toast(redirect(reads ? path_of(id) + "/adgang" : std::string{"/sager"}), said);
}

Result<Response> give(const OversightDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const Typed typed{
        request.form_value("kind"),
        request.form_value("who"),
        request.form_value("reason"),
        request.form_value("until")};
    auto made = made_of(typed);
    made.until = core::parse_iso_date(typed.until);
    if (!typed.until.empty() && !made.until)
        return show(desk, request, caller, {typed, Error{ErrorCode::invalid_input, "this is no date", "until"}});
    const auto given = desk.workplace.db.write([&](Transaction& tx) {
        return give_case_access(tx, {caller.principal, desk.workplace.clock.now()}, id, made);
    });
    if (given.has_error()) {
        const auto code = given.error().code;
        if (code != ErrorCode::invalid_input && code != ErrorCode::conflict) return given.error();
        return show(desk, request, caller, {typed, given.error()});
    }
    const bool is_block = made.kind == core::CaseAccessKind::block;
    return after_change(desk, caller, id, is_block ? "Personen er spærret for sagen." : "Adgangen er givet.");
}

Result<Response> take_back(const OversightDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const core::CaseAccessId access{request.id_parameter("access")};
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return take_back_case_access(tx, {caller.principal, desk.workplace.clock.now()}, id, access);
    }));
    return after_change(desk, caller, id, "Det er fjernet.");
}

}  // namespace

void add_access_pages(Router& router, Identity& identity, const OversightDesk& desk) {
    const auto get = [desk](const Request& request, const Caller& caller) { return show(desk, request, caller); };
    const auto post = [desk](const Request& request, const Caller& caller) { return give(desk, request, caller); };
    const auto remove = [desk](const Request& request, const Caller& caller) {
        return take_back(desk, request, caller);
    };
    router.add(Method::get, "/sager/{id:id}/adgang", signed_in(identity, get));
    router.add(Method::post, "/sager/{id:id}/adgang", signed_in(identity, post));
    router.add(Method::post, "/sager/{id:id}/adgang/{access:id}/fjern", signed_in(identity, remove));
}

void add_oversight_pages(
    Router& router, Identity& identity, const Workplace& workplace, const OversightSettings& settings
) {
    const OversightDesk desk{workplace, settings};
    add_access_pages(router, identity, desk);
    add_substitute_pages(router, identity, desk);
    add_audit_pages(router, identity, desk);
    add_reads_pages(router, identity, desk);
}

}  // namespace services
