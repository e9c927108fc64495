#include <algorithm>
#include <array>

#include "services/administration/people_desk.hpp"
#include "services/store/people_store.hpp"
#include "services/store/session_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::array all_roles{
    core::Role::registrar,
    core::Role::caseworker,
    core::Role::leader,
    core::Role::archivist,
    core::Role::politician,
    core::Role::auditor,
    core::Role::administrator};
constexpr int empty_rows = 2;

std::string path_of(core::UserId id) {
    return "/administration/brugere/" + std::to_string(id.value);
}

/// What the form asks for, as it was typed; and what was wrong with it.
struct Typed {
    std::string name, full_name, initials, email;
    bool is_active{true};
    std::vector<core::RoleInUnit> roles;
    std::int64_t version{};
    std::optional<Error> error{};
};

std::string said_of(Language language, const Error& error) {
    if (error.field == "name" && error.code == ErrorCode::conflict)
        return translate(language, "Brugernavnet er optaget.");
    if (error.field == "name")
        return translate(language, "Brug 1 til 64 tegn: a-å, 0-9, punktum, bindestreg, understreg.");
    if (error.field == "full_name") return translate(language, "Skriv personens navn på én linje.");
    if (error.field == "initials") return translate(language, "Initialer er højst 12 tegn.");
    if (error.field == "email") return translate(language, "Det ligner ikke en e-mailadresse.");
    if (error.field == "password") return translate(language, "En adgangskode har mindst 8 tegn.");
    if (error.field == "roles") return translate(language, "Den samme rolle står to gange, eller enheden findes ikke.");
    if (error.detail == "nobody would be left to administer")
        return translate(language, "Så ville ingen kunne administrere. Giv først en anden rollen Administrator.");
    if (error.code == ErrorCode::conflict)
        return translate(language, "En anden har ændret brugeren imens. Siden viser nu det nye; lav din ændring igen.");
    return spoken(language, error.code).message;
}

Json errors_of(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    constexpr std::array fields{"name", "full_name", "initials", "email", "password", "roles"};
    const bool has_place = std::ranges::count(fields, error->field) > 0;
    errors[has_place ? error->field : "form"] = said_of(language, *error);
    return errors;
}

Json role_row(Language language, const std::vector<Unit>& units, const std::optional<core::RoleInUnit>& held) {
    auto roles = Json::array({choice_row("", translate(language, "Ingen rolle"), !held)});
    for (const auto role : all_roles)
        roles.push_back(choice_row(std::string{core::name_of(role)}, spoken(language, role), held && held->role == role)
        );
    auto choices = Json::array();
    for (const auto& unit : units)
        choices.push_back(choice_row(std::to_string(unit.id.value), unit.name, held && held->unit == unit.id));
    return {{"roles", std::move(roles)}, {"units", std::move(choices)}};
}

Json form_json(Language language, const std::vector<Unit>& units, const Typed& typed) {
    auto rows = Json::array();
    for (const auto& held : typed.roles) rows.push_back(role_row(language, units, held));
    for (int n = 0; n < empty_rows; ++n) rows.push_back(role_row(language, units, std::nullopt));
    for (std::size_t n = 0; n < rows.size(); ++n) rows[n]["number"] = n + 1;
    return {
        {"name", typed.name},
        {"full_name", typed.full_name},
        {"initials", typed.initials},
        {"email", typed.email},
        {"is_active", typed.is_active},
        {"version", typed.version},
        {"rows", std::move(rows)},
    };
}

Json tokens_json(Transaction& tx, core::UserId user, Language language, core::Timestamp now) {
    auto rows = Json::array();
    for (const auto& token : SessionStore{tx}.api_tokens(user)) {
        std::string scopes;
        const auto add = [&](bool has, std::string_view word) {
            if (has) scopes += (scopes.empty() ? "" : ", ") + translate(language, word);
        };
        add(token.scopes.read, "læse");
        add(token.scopes.write, "ændre");
        add(token.scopes.intake, "aflevere post");
        const bool is_over = token.ends_at && *token.ends_at <= now;
        rows.push_back({
            {"name", token.name.empty() ? translate(language, "Uden navn") : token.name},
            {"scopes", scopes},
            {"is_over", is_over},
            {"last_day",
             token.ends_at ? spoken_date(language, core::danish_date(*token.ends_at - std::chrono::seconds{1}))
                           : std::string{}},
            {"used", token.used_at ? spoken_time(language, *token.used_at, now) : std::string{}},
            {"revoke_path", path_of(user) + "/adgange/" + std::to_string(token.id.value) + "/tilbagekald"},
        });
    }
    return rows;
}

std::vector<core::RoleInUnit> roles_in(const Request& request) {
    std::vector<core::RoleInUnit> roles;
    std::string name;
    // The rows come in order: a role, and then its unit.
    for (const auto& part : request.parts) {
        if (part.name == "role") name = part.value;
        if (part.name != "unit") continue;
        const core::UnitId unit{std::strtoll(part.value.c_str(), nullptr, 10)};
        if (const auto role = core::role_named(name)) roles.push_back({*role, unit});
    }
    return roles;
}

Typed typed_in(const Request& request) {
    Typed typed;
    typed.name = request.form_value("name");
    typed.full_name = request.form_value("full_name");
    typed.initials = request.form_value("initials");
    typed.email = request.form_value("email");
    typed.is_active = request.form_value("active") == "ja";
    typed.roles = roles_in(request);
    typed.version = std::strtoll(request.form_value("version").c_str(), nullptr, 10);
    return typed;
}

Typed typed_as(Transaction& tx, const User& user) {
    return {
        user.name,
        user.full_name,
        user.initials,
        user.email,
        user.active,
        UserStore{tx}.roles(user.id),
        user.version,
        std::nullopt};
}

Result<Response> edit_page(
    const PeopleDesk& desk,
    const Request& request,
    const Caller& caller,
    const std::optional<Typed>& typed,
    const std::string& new_token
) {
    const core::UserId id{request.id_parameter("id")};
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    Json data{{"path", path_of(id)}, {"new_token", new_token}, {"today", core::iso_date(core::danish_date(now))}};
    std::string title;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto user = UserStore{tx}.find(id);
        if (!user) return Error{ErrorCode::not_found, "there is no such user"};
        title = user->full_name;
        // Where somebody else came first, the page shows what they wrote.
        const bool is_stale = typed && typed->version != user->version;
        auto shown = typed && !is_stale ? *typed : typed_as(tx, *user);
        shown.name = user->name;
        data["heading"] = user->full_name;
        data["errors"] = errors_of(language, typed ? typed->error : std::nullopt);
        data["form"] = form_json(language, UnitStore{tx}.all(), shown);
        data["tokens"] = tokens_json(tx, id, language, now);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    auto response = page(desk.workplace, "administration/user", data, frame, typed && typed->error ? 422 : 200);
    response.set("cache-control", "no-store");
    return response;
}

Result<Response> new_page(
    const PeopleDesk& desk, const Request& request, const Caller& caller, const Typed& typed = {}
) {
    const auto language = page_language(request);
    const Json data{
        {"errors", errors_of(language, typed.error)},
        {"form",
         {{"name", typed.name}, {"full_name", typed.full_name}, {"initials", typed.initials}, {"email", typed.email}}}};
    const auto frame = staff_frame(request, caller, translate(language, "Ny bruger"), desk.workplace);
    return page(desk.workplace, "administration/user_new", data, frame, typed.error ? 422 : 200);
}

Result<Response> get_new(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    return new_page(desk, request, caller);
}

Result<Response> post_new(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    auto typed = typed_in(request);
    const NewUser made{typed.name, typed.full_name, typed.initials, typed.email, request.form_value("password"), {}};
    const auto added = desk.identity.add_user(made, caller.id());
    if (added.has_value())
        return with_toast(
            redirect(path_of(added.value())), "Brugeren er oprettet. Giv roller, så personen kan arbejde."
        );
    if (added.error().code != ErrorCode::invalid_input && added.error().code != ErrorCode::conflict)
        return added.error();
    typed.error = added.error();
    return new_page(desk, request, caller, typed);
}

Result<Response> get_user(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    return edit_page(desk, request, caller, std::nullopt, {});
}

/// Who would read more, and who less. Nothing where nobody's reading changes.
Result<std::vector<ReadingDifference>> differences_of(Database& db, core::UserId id, const Typed& typed) {
    return db.read([&](Transaction& tx) -> Result<std::vector<ReadingDifference>> {
        const auto before = read_staffing(tx);
        return compare_reading(tx, before, with_roles(before, id, typed.is_active, typed.roles));
    });
}

Result<Response> post_user(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    const core::UserId id{request.id_parameter("id")};
    auto typed = typed_in(request);
    if (request.form_value("trin") != "gem") {
        TRY(auto differences, differences_of(desk.workplace.db, id, typed));
        if (!differences.empty())
            return confirmation_page(desk, request, caller, {typed.full_name, path_of(id), std::move(differences)});
    }
    const UserChange change{typed.full_name, typed.initials, typed.email, typed.is_active, typed.roles};
    const auto changed = desk.identity.change_user(id, typed.version, change, caller.id());
    if (changed.has_value()) return with_toast(redirect(path_of(id)), "Ændringerne er gemt.");
    if (changed.error().code != ErrorCode::invalid_input && changed.error().code != ErrorCode::conflict)
        return changed.error();
    typed.error = changed.error();
    return edit_page(desk, request, caller, typed, {});
}

Result<Response> post_password(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    const core::UserId id{request.id_parameter("id")};
    const auto set = desk.identity.set_password(id, request.form_value("password"), caller.id());
    if (set.has_value()) return with_toast(redirect(path_of(id)), "Adgangskoden er ændret, og personen er logget ud.");
    if (set.error().code != ErrorCode::invalid_input) return set.error();
    TRY(auto typed, desk.workplace.db.read([&](Transaction& tx) -> Result<Typed> {
        const auto user = UserStore{tx}.find(id);
        if (!user) return Error{ErrorCode::not_found, "there is no such user"};
        return typed_as(tx, *user);
    }));
    typed.error = set.error();
    return edit_page(desk, request, caller, typed, {});
}

}  // namespace

Json choice_row(std::string value, std::string text, bool is_selected) {
    return {{"value", std::move(value)}, {"text", std::move(text)}, {"is_selected", is_selected}};
}

void add_people_page(
    Router& router, const PeopleDesk& desk, Method method, std::string_view pattern, PeopleHandler act
) {
    const auto handler = [desk, act](const Request& request, const Caller& caller) -> Result<Response> {
        TRY(require_administrator(caller));
        return act(desk, request, caller);
    };
    router.add(method, pattern, signed_in(desk.identity, handler));
}

Result<Response> user_page(
    const PeopleDesk& desk, const Request& request, const Caller& caller, const std::string& new_token
) {
    return edit_page(desk, request, caller, std::nullopt, new_token);
}

Result<Response> confirmation_page(
    const PeopleDesk& desk, const Request& request, const Caller& caller, const Confirmation& wanted
) {
    const auto language = page_language(request);
    Json data{{"heading", wanted.heading}, {"path", wanted.form_path}, {"rows", Json::array()}};
    auto& fields = data["fields"] = Json::array();
    for (const auto& part : request.parts)
        if (part.name != "csrf" && part.name != "trin") fields.push_back({{"name", part.name}, {"value", part.value}});
    std::int64_t gaining = 0, losing = 0;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        for (const auto& one : wanted.differences) {
            gaining += one.gained > 0 ? 1 : 0;
            losing += one.lost > 0 ? 1 : 0;
            const auto user = UserStore{tx}.find(one.user);
            const auto listed = [](const std::vector<std::string>& numbers, std::int64_t count) {
                std::string text;
                for (const auto& number : numbers) text += (text.empty() ? "" : ", ") + number;
                return count > std::ssize(numbers) ? text + " …" : text;
            };
            data["rows"].push_back({
                {"name", user ? user->full_name : std::string{}},
                {"gained", one.gained},
                {"gained_text", spoken_number(language, one.gained)},
                {"first_gained", listed(one.first_gained, one.gained)},
                {"lost", one.lost},
                {"lost_text", spoken_number(language, one.lost)},
                {"first_lost", listed(one.first_lost, one.lost)},
            });
        }
        return core::done();
    }));
    data["gaining"] = gaining;
    data["losing"] = losing;
    const auto frame =
        staff_frame(request, caller, translate(language, "Se ændringen, før den gemmes"), desk.workplace);
    return page(desk.workplace, "administration/preview", data, frame);
}

void add_user_pages(Router& router, const PeopleDesk& desk) {
    add_people_page(router, desk, Method::get, "/administration/brugere/ny", get_new);
    add_people_page(router, desk, Method::post, "/administration/brugere/ny", post_new);
    add_people_page(router, desk, Method::get, "/administration/brugere/{id:id}", get_user);
    add_people_page(router, desk, Method::post, "/administration/brugere/{id:id}", post_user);
    add_people_page(router, desk, Method::post, "/administration/brugere/{id:id}/adgangskode", post_password);
}

}  // namespace services
