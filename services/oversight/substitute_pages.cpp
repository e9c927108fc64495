#include <algorithm>

#include "services/oversight/oversight_desk.hpp"
#include "services/rights/substitutions.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

struct Typed {
    std::string absent, substitute, first, last;
};

struct Attempt {
    Typed typed;
    std::optional<Error> error;
};

Json errors_of(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    if (error->field == "absent") {
        errors["absent"] = translate(language, "Vælg, hvem der er væk.");
    } else if (error->field == "substitute") {
        errors["substitute"] = translate(language, "Vælg en anden end den, der er væk.");
    } else if (error->field == "first" || error->field == "last") {
        errors["last"] = translate(
            language, "Vælg en periode på højst et år, hvor den sidste dag hverken er gået eller ligger før den første."
        );
    } else {
        errors["form"] =
            translate(language, "Kun personen selv og lederen af alle personens enheder kan vælge en stedfortræder.");
    }
    return errors;
}

Json people_json(const std::vector<User>& people, const std::string& chosen) {
    auto list = Json::array();
    for (const auto& user : people) {
        auto value = std::to_string(user.id.value);
        const bool is_selected = value == chosen;
        list.push_back({{"value", std::move(value)}, {"text", user.full_name}, {"is_selected", is_selected}});
    }
    return list;
}

/// The asker, and those whom they lead.
std::vector<User> absent_candidates(Transaction& tx, const Caller& caller, const Names& names) {
    std::vector<User> people;
    for (const auto& user : names.handlers)
        if (core::may_name_substitute(caller.principal, user.id, UserStore{tx}.roles(user.id))) people.push_back(user);
    const bool has_own = std::ranges::any_of(people, [&](const User& user) { return user.id == caller.id(); });
    if (!has_own) people.insert(people.begin(), caller.user);
    return people;
}

Json row_json(const core::Substitution& one, const Names& names, Language language, core::Timestamp now) {
    const bool is_running = one.begins_at <= now;
    return {
        {"absent", names.person(one.absent)},
        {"substitute", names.person(one.substitute)},
        {"first", spoken_date(language, core::danish_date(one.begins_at))},
        {"last", spoken_last_day(language, one.ends_at)},
        {"state_text", translate(language, is_running ? "I gang" : "Kommende")},
        {"is_running", is_running},
        {"named_by", names.person(one.named_by)},
        {"end_path", "/stedfortraedere/" + std::to_string(one.id.value) + "/afslut"},
    };
}

Result<Response> show(
    const OversightDesk& desk, const Request& request, const Caller& caller, const Attempt& attempt = {}
) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    Json data{{"errors", errors_of(language, attempt.error)}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        auto& rows = data["rows"] = Json::array();
        for (const auto& one : substitutions_seen(tx, caller.principal)) {
            rows.push_back(row_json(one, *names, language, now));
            const bool may_end =
                one.substitute == caller.id() ||
                core::may_name_substitute(caller.principal, one.absent, UserStore{tx}.roles(one.absent));
            if (!may_end) rows.back()["end_path"] = "";
        }
        const auto me = std::to_string(caller.id().value);
        const auto& typed = attempt.typed;
        data["form"] = {
            {"absent", people_json(absent_candidates(tx, caller, *names), typed.absent.empty() ? me : typed.absent)},
            {"substitutes", people_json(names->handlers, typed.substitute)},
            {"first", typed.first.empty() ? core::iso_date(core::danish_date(now)) : typed.first},
            {"last", typed.last},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Stedfortrædere"), desk.workplace);
    return page(desk.workplace, "oversight/substitutes", data, frame, attempt.error ? 422 : 200);
}

Result<Response> name(const OversightDesk& desk, const Request& request, const Caller& caller) {
    const Typed typed{
        request.form_value("absent"),
        request.form_value("substitute"),
        request.form_value("first"),
        request.form_value("last")};
    const auto id_in = [](const std::string& text) { return core::UserId{std::strtoll(text.c_str(), nullptr, 10)}; };
    const auto first = core::parse_iso_date(typed.first);
    const auto last = core::parse_iso_date(typed.last);
    if (!first || !last)
        return show(desk, request, caller, {typed, Error{ErrorCode::invalid_input, "this is no date", "last"}});
    const NewSubstitution made{id_in(typed.absent), id_in(typed.substitute), *first, *last};
    const auto named = desk.workplace.db.write([&](Transaction& tx) {
        return name_substitute(tx, {caller.principal, desk.workplace.clock.now()}, made);
    });
    if (named.has_error()) {
        const auto code = named.error().code;
        if (code != ErrorCode::invalid_input && code != ErrorCode::forbidden) return named.error();
        return show(desk, request, caller, {typed, named.error()});
    }
    return with_toast(redirect("/stedfortraedere"), "Stedfortræderen er valgt.");
}

Result<Response> end(const OversightDesk& desk, const Request& request, const Caller& caller) {
    const core::SubstitutionId id{request.id_parameter("id")};
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return end_substitution(tx, {caller.principal, desk.workplace.clock.now()}, id);
    }));
    return with_toast(redirect("/stedfortraedere"), "Stedfortræderen er afsluttet.");
}

}  // namespace

void add_substitute_pages(Router& router, Identity& identity, const OversightDesk& desk) {
    const auto get = [desk](const Request& request, const Caller& caller) { return show(desk, request, caller); };
    const auto post = [desk](const Request& request, const Caller& caller) { return name(desk, request, caller); };
    const auto stop = [desk](const Request& request, const Caller& caller) { return end(desk, request, caller); };
    router.add(Method::get, "/stedfortraedere", signed_in(identity, get));
    router.add(Method::post, "/stedfortraedere", signed_in(identity, post));
    router.add(Method::post, "/stedfortraedere/{id:id}/afslut", signed_in(identity, stop));
}

}  // namespace services
