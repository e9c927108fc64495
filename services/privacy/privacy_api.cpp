#include <nlohmann/json.hpp>

#include "services/api/content_response.hpp"
#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/privacy/bundles.hpp"
#include "services/privacy/corrections.hpp"
#include "services/privacy/erasures.hpp"
#include "services/privacy/privacy_routes.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

Acting acting_of(const PrivacyDesk& desk, const Caller& caller) {
    return {caller.principal, desk.workplace.clock.now()};
}

Json erasure_json(Transaction& tx, const Caller& caller, const Erasure& one) {
    return {
        {"id", one.id},
        {"what", core::name_of(one.what)},
        {"subject", one.subject},
        {"case", one.in_case.value},
        {"ground", core::name_of(one.ground)},
        {"reason", one.reason},
        {"state", name_of(one.state)},
        {"asked_by", one.asked_by.value},
        {"asked_at", core::iso_time(one.asked_at)},
        {"may_decide", may_decide(tx, caller.principal, one)},
    };
}

Result<Response> list_erasures(const PrivacyDesk& desk, const Request&, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        auto items = Json::array();
        for (const auto& one : waiting_erasures(tx, caller.principal)) items.push_back(erasure_json(tx, caller, one));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_erasure(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewErasure made;
    made.what = members.one_of("what", core::erasure_of_named, core::ErasureOf::document);
    made.subject = members.number("subject");
    const auto ground = members.maybe_one_of("ground", core::erasure_ground_named);
    made.reason = members.text("reason");
    TRY(members.check());
    if (!ground) return core::Error{core::ErrorCode::invalid_input, "the ground is missing", "ground"};
    made.ground = *ground;
    TRY(const auto id,
        desk.workplace.db.write([&](Transaction& tx) { return ask_erasure(tx, acting_of(desk, caller), made); }));
    return services::json(Json{{"id", id}}.dump(), 201);
}

Result<Response> post_decision(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto decision = members.text("decision");
    TRY(members.check());
    if (decision != "erase" && decision != "refuse")
        return core::Error{core::ErrorCode::invalid_input, "the decision is erase or refuse", "decision"};
    TRY(decide_erasure(
        desk.workplace.db,
        desk.files,
        acting_of(desk, caller),
        request.id_parameter("id"),
        decision == "erase" ? ErasureDecision::erase : ErasureDecision::refuse
    ));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Result<Response> list_bundles(const PrivacyDesk& desk, const Request&, const Caller& caller) {
    TRY(const auto bundles, desk.workplace.db.read([&](Transaction& tx) { return own_bundles(tx, caller.principal); }));
    auto items = Json::array();
    for (const auto& one : bundles) {
        items.push_back({
            {"id", one.id},
            {"state", name_of(one.state)},
            {"asked_at", core::iso_time(one.asked_at)},
            {"ends_at", one.ends_at ? Json(core::iso_time(*one.ends_at)) : Json(nullptr)},
            {"documents", one.done},
            {"cases", one.cases},
        });
        if (may_count_unreadable(caller.principal)) items.back()["unreadable_cases"] = one.unreadable;
    }
    return services::json(Json{{"items", std::move(items)}}.dump());
}

Result<Response> post_bundle(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const NewBundle made{
        .identifier = members.text_or("identifier", ""),
        .name = members.text_or("name", ""),
        .address = members.text_or("address", ""),
        .mail = members.text_or("mail", ""),
        .reason = members.text("reason"),
    };
    TRY(members.check());
    TRY(const auto id,
        desk.workplace.db.write([&](Transaction& tx) { return ask_bundle(tx, acting_of(desk, caller), made); }));
    return services::json(Json{{"id", id}}.dump(), 202);
}

/// A POST: fetching is told to the log.
Result<Response> fetch(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto bundle, desk.workplace.db.write([&](Transaction& tx) {
        return fetch_bundle(tx, acting_of(desk, caller), request.id_parameter("id"));
    }));
    auto response = original_response(desk.files, bundle.file, "application/zip", "persondata.zip");
    response.set("cache-control", "no-store");
    return response;
}

Result<Response> put_party(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    PartyCorrection made;
    made.party = core::PartyId{request.id_parameter("id")};
    made.name = members.text("name");
    made.identifier = members.text_or("identifier", "");
    made.kind = members.one_of("kind", core::identifier_kind_named, core::IdentifierKind::none);
    made.address = members.text_or("address", "");
    made.reason = members.text("reason");
    TRY(members.check());
    TRY(const auto party,
        desk.workplace.db.write([&](Transaction& tx) { return correct_party(tx, acting_of(desk, caller), made); }));
    return services::json(to_json(party).dump());
}

}  // namespace

void add_privacy_api(Router& router, Identity& identity, const PrivacyDesk& desk) {
    const ForSignedIn<PrivacyDesk> add{router, identity, desk};
    add(Method::get, "/api/v1/erasures", list_erasures);
    add(Method::post, "/api/v1/erasures", post_erasure);
    add(Method::post, "/api/v1/erasures/{id:id}/decision", post_decision);
    add(Method::get, "/api/v1/persons/bundles", list_bundles);
    add(Method::post, "/api/v1/persons/bundles", post_bundle);
    add(Method::post, "/api/v1/persons/bundles/{id:id}/file", fetch);
    add(Method::put, "/api/v1/parties/{id:id}", put_party);
    add(Method::post, "/persondata/{id:id}/hent", fetch);
}

}  // namespace services
