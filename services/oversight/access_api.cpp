#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/oversight/ground_names.hpp"
#include "services/oversight/oversight.hpp"
#include "services/rights/case_access.hpp"
#include "services/rights/readers.hpp"
#include "services/rights/substitutions.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

struct Api {
    Database& db;
    const core::Clock& clock;
};

template <class IdType>
Json maybe(const std::optional<IdType>& id) {
    return id ? Json(id->value) : Json(nullptr);
}

Json to_json(const core::CaseAccess& one) {
    return {
        {"id", one.id.value},
        {"kind", core::name_of(one.kind)},
        {"user", maybe(one.user)},
        {"unit", maybe(one.unit)},
        {"reason", one.reason},
        {"given_by", one.given_by.value},
        {"given_at", core::iso_time(one.given_at)},
        {"ends_at", one.ends_at ? Json(core::iso_time(*one.ends_at)) : Json(nullptr)},
    };
}

Json to_json(const core::ReadingExplanation& why) {
    auto reasons = Json::array();
    for (const auto& reason : why.reasons)
        reasons.push_back({
            {"ground", name_of(reason.ground)},
            {"role", reason.held ? Json(core::name_of(reason.held->role)) : Json(nullptr)},
            {"unit", reason.held ? Json(reason.held->unit.value) : Json(nullptr)},
            {"access", reason.grant ? Json(reason.grant->id.value) : Json(nullptr)},
            {"through", maybe(reason.through)},
        });
    return {{"blocked", why.block.has_value()}, {"reasons", std::move(reasons)}};
}

Json to_json(const core::Substitution& one) {
    return {
        {"id", one.id.value},
        {"absent", one.absent.value},
        {"substitute", one.substitute.value},
        {"begins_at", core::iso_time(one.begins_at)},
        {"ends_at", core::iso_time(one.ends_at)},
        {"named_by", one.named_by.value},
    };
}

template <class Values>
Response list_response(const Values& values) {
    auto items = Json::array();
    for (const auto& one : values) items.push_back(to_json(one));
    return services::json(Json{{"items", std::move(items)}}.dump());
}

Response nothing() {
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Result<Response> list_access(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto access, api.db.read([&](Transaction& tx) {
        return case_access(tx, caller.principal, core::CaseId{request.id_parameter("id")});
    }));
    return list_response(access);
}

Result<Response> post_access(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewCaseAccess made;
    made.kind = members.one_of("kind", core::case_access_kind_named, core::CaseAccessKind::grant);
    made.user = members.maybe_id<core::UserId>("user");
    made.unit = members.maybe_id<core::UnitId>("unit");
    made.reason = members.text("reason");
    made.until = members.maybe_date("until");
    TRY(members.check());
    TRY(const auto given, api.db.write([&](Transaction& tx) {
        return give_case_access(
            tx, {caller.principal, api.clock.now()}, core::CaseId{request.id_parameter("id")}, made
        );
    }));
    return services::json(to_json(given).dump(), 201);
}

Result<Response> delete_access(const Api& api, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const core::CaseAccessId access{request.id_parameter("access")};
    TRY(api.db.write([&](Transaction& tx) {
        return take_back_case_access(tx, {caller.principal, api.clock.now()}, id, access);
    }));
    return nothing();
}

Result<Response> tell_why(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto why, api.db.read([&](Transaction& tx) {
        return why_readable(tx, caller.principal, core::CaseId{request.id_parameter("id")});
    }));
    return services::json(to_json(why).dump());
}

Result<Response> list_readers(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto readers, api.db.read([&](Transaction& tx) {
        return readers_of_case(tx, caller.principal, core::CaseId{request.id_parameter("id")});
    }));
    auto items = Json::array();
    for (const auto& reader : readers) {
        auto item = to_json(reader.why);
        item["user"] = reader.user.value;
        items.push_back(std::move(item));
    }
    return services::json(Json{{"items", std::move(items)}}.dump());
}

Result<Response> list_substitutions(const Api& api, const Request&, const Caller& caller) {
    TRY(const auto seen, api.db.read([&](Transaction& tx) -> Result<std::vector<core::Substitution>> {
        return substitutions_seen(tx, caller.principal);
    }));
    return list_response(seen);
}

Result<Response> post_substitution(const Api& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewSubstitution made;
    made.absent = members.maybe_id<core::UserId>("absent").value_or(caller.id());
    made.substitute = core::UserId{members.number("substitute")};
    const auto today = core::danish_date(api.clock.now());
    made.first = members.maybe_date("first").value_or(today);
    made.last = members.maybe_date("last").value_or(made.first);
    TRY(members.check());
    TRY(const auto named, api.db.write([&](Transaction& tx) {
        return name_substitute(tx, {caller.principal, api.clock.now()}, made);
    }));
    return services::json(to_json(named).dump(), 201);
}

Result<Response> delete_substitution(const Api& api, const Request& request, const Caller& caller) {
    TRY(api.db.write([&](Transaction& tx) {
        return end_substitution(
            tx, {caller.principal, api.clock.now()}, core::SubstitutionId{request.id_parameter("id")}
        );
    }));
    return nothing();
}

}  // namespace

void add_oversight_api(Router& router, Identity& identity, Database& db, const core::Clock& clock) {
    const Api api{db, clock};
    const ForSignedIn add{router, identity, api};
    add(Method::get, "/api/v1/cases/{id:id}/access", list_access);
    add(Method::post, "/api/v1/cases/{id:id}/access", post_access);
    add(Method::delete_, "/api/v1/cases/{id:id}/access/{access:id}", delete_access);
    add(Method::get, "/api/v1/cases/{id:id}/why", tell_why);
    add(Method::get, "/api/v1/cases/{id:id}/readers", list_readers);
    add(Method::get, "/api/v1/substitutions", list_substitutions);
    add(Method::post, "/api/v1/substitutions", post_substitution);
    add(Method::delete_, "/api/v1/substitutions/{id:id}", delete_substitution);
    add_audit_api(router, identity, db);
}

}  // namespace services
