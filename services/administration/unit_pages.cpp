#include <algorithm>

#include "services/administration/people_desk.hpp"
#include "services/rights/units.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

struct Typed {
    std::string name, short_name;
    std::optional<core::UnitId> parent;
    std::int64_t version{};
    std::optional<Error> error{};
};

std::string path_of(core::UnitId id) {
    return "/administration/enheder/" + std::to_string(id.value);
}

Typed typed_in(const Request& request) {
    Typed typed{request.form_value("name"), request.form_value("short_name"), std::nullopt};
    if (const auto parent = std::strtoll(request.form_value("parent").c_str(), nullptr, 10); parent > 0)
        typed.parent = core::UnitId{parent};
    typed.version = std::strtoll(request.form_value("version").c_str(), nullptr, 10);
    if (typed.short_name.empty()) typed.short_name = typed.name;
    return typed;
}

Json errors_of(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    if (error->field == "parent")
        errors["parent"] = translate(language, "Vælg en anden enhed. En enhed kan ikke ligge under sig selv.");
    else if (error->field == "name" && error->code == ErrorCode::conflict)
        errors["name"] = translate(language, "Der er allerede en enhed med det navn.");
    else if (error->field == "name" || error->field == "short_name")
        errors["name"] = translate(language, "Skriv enhedens navn på én linje.");
    else
        errors["form"] =
            translate(language, "En anden har ændret enheden imens. Siden viser nu det nye; lav din ændring igen.");
    return errors;
}

/// `id` is zero for a new one.
Result<Response> form_page(
    const PeopleDesk& desk,
    const Request& request,
    const Caller& caller,
    core::UnitId id,
    const std::optional<Typed>& typed
) {
    const auto language = page_language(request);
    const bool is_new = id == core::UnitId{};
    Json data{
        {"is_new", is_new},
        {"path", is_new ? std::string{"/administration/enheder/ny"} : path_of(id)},
        {"errors", errors_of(language, typed ? typed->error : std::nullopt)}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto units = UnitStore{tx}.all();
        const auto found = std::ranges::find(units, id, &Unit::id);
        if (!is_new && found == units.end()) return Error{ErrorCode::not_found, "there is no such unit"};
        Typed shown = typed.value_or(Typed{});
        if (is_new && !typed) shown.parent = UnitStore{tx}.root();
        const bool is_stale = typed && !is_new && typed->version != found->version;
        if (!is_new && (!typed || is_stale)) shown = {found->name, found->short_name, found->parent, found->version};
        data["heading"] = is_new ? translate(language, "Ny enhed") : found->name;
        auto parents = Json::array();
        const auto tree = UnitStore{tx}.tree();
        for (const auto& unit : units)
            if (is_new || !core::is_at_or_above(id, unit.id, tree))
                parents.push_back(choice_row(std::to_string(unit.id.value), unit.name, shown.parent == unit.id));
        data["is_top"] = !is_new && !found->parent;
        data["form"] = {
            {"name", shown.name},
            {"short_name", shown.short_name},
            {"version", shown.version},
            {"parents", std::move(parents)}};
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, data["heading"].get<std::string>(), desk.workplace);
    return page(desk.workplace, "administration/unit", data, frame, typed && typed->error ? 422 : 200);
}

Result<Response> get_new(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    return form_page(desk, request, caller, {}, std::nullopt);
}

Result<Response> get_unit(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    return form_page(desk, request, caller, core::UnitId{request.id_parameter("id")}, std::nullopt);
}

bool is_for_the_form(const Error& error) {
    return error.code == ErrorCode::invalid_input || error.code == ErrorCode::conflict;
}

Result<Response> post_new(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    auto typed = typed_in(request);
    const auto added = desk.workplace.db.write([&](Transaction& tx) {
        return add_unit(
            tx, {caller.principal, desk.workplace.clock.now()}, {{}, typed.parent, typed.name, typed.short_name}
        );
    });
    if (added.has_value()) return with_toast(redirect("/administration/enheder"), "Enheden er oprettet.");
    if (!is_for_the_form(added.error())) return added.error();
    typed.error = added.error();
    return form_page(desk, request, caller, {}, typed);
}

Result<Response> post_unit(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    const core::UnitId id{request.id_parameter("id")};
    auto typed = typed_in(request);
    const Unit changed{id, typed.parent, typed.name, typed.short_name, typed.version};
    std::vector<ReadingDifference> differences;
    const auto looked = desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(check_unit(tx, changed));
        const auto before = read_staffing(tx);
        differences = compare_reading(tx, before, with_parent(before, id, typed.parent));
        return core::done();
    });
    if (looked.has_error() && is_for_the_form(looked.error())) {
        typed.error = looked.error();
        return form_page(desk, request, caller, id, typed);
    }
    TRY(looked);
    if (!differences.empty() && request.form_value("trin") != "gem")
        return confirmation_page(desk, request, caller, {typed.name, path_of(id), std::move(differences)});
    const auto done = desk.workplace.db.write([&](Transaction& tx) {
        return change_unit(tx, {caller.principal, desk.workplace.clock.now()}, changed);
    });
    if (done.has_value()) return with_toast(redirect("/administration/enheder"), "Ændringerne er gemt.");
    if (!is_for_the_form(done.error())) return done.error();
    typed.error = done.error();
    return form_page(desk, request, caller, id, typed);
}

}  // namespace

void add_unit_pages(Router& router, const PeopleDesk& desk) {
    add_people_page(router, desk, Method::get, "/administration/enheder/ny", get_new);
    add_people_page(router, desk, Method::post, "/administration/enheder/ny", post_new);
    add_people_page(router, desk, Method::get, "/administration/enheder/{id:id}", get_unit);
    add_people_page(router, desk, Method::post, "/administration/enheder/{id:id}", post_unit);
}

}  // namespace services
