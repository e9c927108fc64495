#include "services/administration/people_api.hpp"

#include <algorithm>

#include "services/administration/administration.hpp"
#include "services/api/json.hpp"
#include "services/rights/preview.hpp"
#include "services/rights/units.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

struct Api {
    Identity& identity;
    Database& db;
    const core::Clock& clock;
};

Json user_json(Transaction& tx, const User& user) {
    auto roles = Json::array();
    for (const auto& held : UserStore{tx}.roles(user.id))
        roles.push_back({{"role", core::name_of(held.role)}, {"unit", held.unit.value}});
    return {
        {"id", user.id.value},
        {"name", user.name},
        {"full_name", user.full_name},
        {"initials", user.initials},
        {"email", user.email},
        {"active", user.active},
        {"roles", std::move(roles)},
        {"version", user.version},
    };
}

Json unit_json(const Unit& unit) {
    return {
        {"id", unit.id.value},
        {"name", unit.name},
        {"short_name", unit.short_name},
        {"parent", unit.parent ? Json(unit.parent->value) : Json(nullptr)},
        {"version", unit.version},
    };
}

Response differences_response(const std::vector<ReadingDifference>& differences) {
    auto items = Json::array();
    for (const auto& one : differences)
        items.push_back({
            {"user", one.user.value},
            {"gained", one.gained},
            {"first_gained", one.first_gained},
            {"lost", one.lost},
            {"first_lost", one.first_lost},
        });
    return services::json(Json{{"dry_run", true}, {"items", std::move(items)}}.dump());
}

Response nothing() {
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

bool is_dry(const Request& request) {
    return request.query_value("dry_run").value_or("") == "true";
}

Result<Response> read_user(Database& db, core::UserId id, int status) {
    return db.read([&](Transaction& tx) -> Result<Response> {
        const auto user = UserStore{tx}.find(id);
        if (!user) return Error{ErrorCode::not_found, "there is no such user"};
        return services::json(user_json(tx, *user).dump(), status);
    });
}

/// [{"role": "caseworker", "unit": 2}]
Result<std::vector<core::RoleInUnit>> roles_in(const Json& body) {
    std::vector<core::RoleInUnit> roles;
    const auto list = body.find("roles");
    if (list == body.end()) return roles;
    const auto wrong = [] { return Error{ErrorCode::invalid_input, "a role is {\"role\": …, \"unit\": …}", "roles"}; };
    if (!list->is_array()) return wrong();
    for (const auto& one : *list) {
        if (!one.is_object() || !one.contains("role") || !one["role"].is_string() || !one.contains("unit") ||
            !one["unit"].is_number_integer())
            return wrong();
        const auto role = core::role_named(one["role"].get<std::string>());
        if (!role) return wrong();
        roles.push_back({*role, core::UnitId{one["unit"].get<std::int64_t>()}});
    }
    return roles;
}

Result<Response> list_users(const Api& api, const Request& request, const Caller&) {
    TRY(const auto limit, limit_of(request, 50));
    TRY(const auto after, cursor_of(request, 1));
    const auto last = after.empty() ? 0 : after[0];
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        auto users = UserStore{tx}.all();
        std::erase_if(users, [&](const User& user) { return user.id.value <= last; });
        std::ranges::sort(users, {}, &User::id);
        const bool has_more = std::ssize(users) > limit;
        if (has_more) users.resize(static_cast<std::size_t>(limit));
        Json body{{"items", Json::array()}, {"next", nullptr}};
        for (const auto& user : users) body["items"].push_back(user_json(tx, user));
        if (has_more) body["next"] = cursor_text({users.back().id.value});
        return services::json(body.dump());
    });
}

Result<Response> post_user(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewUser made;
    made.name = members.text("name");
    made.full_name = members.text("full_name");
    made.initials = members.text_or("initials", "");
    made.email = members.text_or("email", "");
    made.password = members.text("password");
    (void)members.has("roles");
    TRY(members.check());
    TRY(made.roles, roles_in(body));
    TRY(const auto id, api.identity.add_user(made, caller.id()));
    return read_user(api.db, id, 201);
}

Result<Response> get_user(const Api& api, const Request& request, const Caller&) {
    return read_user(api.db, core::UserId{request.id_parameter("id")}, 200);
}

Result<Response> put_user(const Api& api, const Request& request, const Caller& caller) {
    const core::UserId id{request.id_parameter("id")};
    TRY(const auto body, json_body(request));
    Members members{body};
    UserChange change;
    change.full_name = members.text("full_name");
    change.initials = members.text_or("initials", "");
    change.email = members.text_or("email", "");
    change.active = !members.has("active") || body["active"] != false;
    (void)members.has("roles");
    const auto version = members.number("version");
    TRY(members.check());
    TRY(change.roles, roles_in(body));
    if (is_dry(request))
        return api.db.read([&](Transaction& tx) -> Result<Response> {
            if (!UserStore{tx}.find(id)) return Error{ErrorCode::not_found, "there is no such user"};
            const auto before = read_staffing(tx);
            return differences_response(compare_reading(tx, before, with_roles(before, id, change.active, change.roles))
            );
        });
    TRY(api.identity.change_user(id, version, change, caller.id()));
    return read_user(api.db, id, 200);
}

Result<Response> list_units(const Api& api, const Request&, const Caller&) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        auto items = Json::array();
        for (const auto& unit : UnitStore{tx}.all()) items.push_back(unit_json(unit));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Unit unit_in(Members& members) {
    Unit unit;
    unit.name = members.text("name");
    unit.short_name = members.text_or("short_name", unit.name);
    unit.parent = members.maybe_id<core::UnitId>("parent");
    return unit;
}

Result<Response> post_unit(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    auto unit = unit_in(members);
    TRY(members.check());
    TRY(unit.id, api.db.write([&](Transaction& tx) {
        return add_unit(tx, {caller.principal, api.clock.now()}, unit);
    }));
    return services::json(unit_json(unit).dump(), 201);
}

Result<Response> put_unit(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    auto unit = unit_in(members);
    unit.id = core::UnitId{request.id_parameter("id")};
    unit.version = members.number("version");
    TRY(members.check());
    if (is_dry(request))
        return api.db.read([&](Transaction& tx) -> Result<Response> {
            if (!UnitStore{tx}.find(unit.id)) return Error{ErrorCode::not_found, "there is no such unit"};
            TRY(check_unit(tx, unit));
            const auto before = read_staffing(tx);
            return differences_response(compare_reading(tx, before, with_parent(before, unit.id, unit.parent)));
        });
    TRY(api.db.write([&](Transaction& tx) { return change_unit(tx, {caller.principal, api.clock.now()}, unit); }));
    unit.version += 1;
    return services::json(unit_json(unit).dump());
}

Json scopes_json(const TokenScopes& scopes) {
    auto names = Json::array();
    if (scopes.read) names.push_back("read");
    if (scopes.write) names.push_back("write");
    if (scopes.intake) names.push_back("intake");
    return names;
}

Result<TokenScopes> scopes_in(const Json& body) {
    const auto wrong = [] { return Error{ErrorCode::invalid_input, "scopes are of read, write, intake", "scopes"}; };
    const auto list = body.find("scopes");
    if (list == body.end() || !list->is_array()) return wrong();
    TokenScopes scopes{false, false, false};
    for (const auto& name : *list) {
        if (name == "read")
            scopes.read = true;
        else if (name == "write")
            scopes.write = true;
        else if (name == "intake")
            scopes.intake = true;
        else
            return wrong();
    }
    return scopes;
}

Result<Response> list_tokens(const Api& api, const Request& request, const Caller&) {
    const auto time = [](const std::optional<core::Timestamp>& at) {
        return at ? Json(core::iso_time(*at)) : Json(nullptr);
    };
    const core::UserId user{request.id_parameter("id")};
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        if (!UserStore{tx}.find(user)) return Error{ErrorCode::not_found, "there is no such user"};
        auto items = Json::array();
        for (const auto& token : SessionStore{tx}.api_tokens(user))
            items.push_back({
                {"id", token.id.value},
                {"name", token.name},
                {"scopes", scopes_json(token.scopes)},
                {"created_at", time(token.created_at)},
                {"ends_at", time(token.ends_at)},
                {"used_at", time(token.used_at)},
            });
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_token(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewToken made{.user = core::UserId{request.id_parameter("id")}, .name = members.text("name")};
    made.last_day = members.maybe_date("last_day");
    (void)members.has("scopes");
    TRY(members.check());
    TRY(made.scopes, scopes_in(body));
    TRY(const auto token, api.identity.add_api_token(made, caller.id()));
    auto response = services::json(Json{{"token", token}}.dump(), 201);
    response.set("cache-control", "no-store");
    return response;
}

Result<Response> delete_token(const Api& api, const Request& request, const Caller& caller) {
    TRY(api.identity.revoke_api_token(
        core::UserId{request.id_parameter("id")}, core::ApiTokenId{request.id_parameter("token")}, caller.id()
    ));
    return nothing();
}

}  // namespace

void add_people_api(Router& router, Identity& identity, Database& db, const core::Clock& clock) {
    const Api api{identity, db, clock};
    using Do = Result<Response> (*)(const Api&, const Request&, const Caller&);
    const auto add = [&](Method method, std::string_view pattern, Do act) {
        const auto handler = [api, act](const Request& request, const Caller& caller) -> Result<Response> {
            TRY(require_administrator(caller));
            return act(api, request, caller);
        };
        router.add(method, pattern, signed_in(identity, handler));
    };
    add(Method::get, "/api/v1/users", list_users);
    add(Method::post, "/api/v1/users", post_user);
    add(Method::get, "/api/v1/users/{id:id}", get_user);
    add(Method::put, "/api/v1/users/{id:id}", put_user);
    add(Method::get, "/api/v1/users/{id:id}/tokens", list_tokens);
    add(Method::post, "/api/v1/users/{id:id}/tokens", post_token);
    add(Method::delete_, "/api/v1/users/{id:id}/tokens/{token:id}", delete_token);
    add(Method::get, "/api/v1/units", list_units);
    add(Method::post, "/api/v1/units", post_unit);
    add(Method::put, "/api/v1/units/{id:id}", put_unit);
}

}  // namespace services
