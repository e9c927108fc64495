#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "services/api/json.hpp"
#include "services/citizens/releases.hpp"
#include "services/citizens/staff_desk.hpp"
#include "services/identity/for_signed_in.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

Json to_json(const PartyDocumentNote& one) {
    return {
        {"id", one.id},
        {"document", one.document.value},
        {"case", one.in_case.value},
        {"party_number", core::shown_identifier(one.party.kind, one.party.digits)},
        {"ground", core::name_of(one.ground)},
        {"title", one.title},
        {"by", one.noted_by ? Json(one.noted_by->value) : Json(nullptr)},
        {"at", core::iso_time(one.noted_at)},
    };
}

Result<Response> get_releases(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto notes, read_releases(tx, caller.principal, core::DocumentId{request.id_parameter("id")}));
        auto items = Json::array();
        for (const auto& one : notes) items.push_back(to_json(one));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_release(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewRelease made;
    made.party = members.maybe_id<core::PartyId>("party").value_or(core::PartyId{});
    made.title = members.text("title");
    TRY(members.check());
    const core::DocumentId id{request.id_parameter("id")};
    TRY(const auto note, desk.workplace.db.write([&](Transaction& tx) {
        return release_document(tx, {caller.principal, desk.workplace.clock.now()}, id, made);
    }));
    return services::json(to_json(note).dump(), 201);
}

Result<Response> post_taking_back(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto reason = members.text("reason");
    TRY(members.check());
    const core::DocumentId id{request.id_parameter("id")};
    const auto release = request.id_parameter("release");
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return take_back_release(tx, {caller.principal, desk.workplace.clock.now()}, id, release, reason);
    }));
    return Response{.status = 204, .headers = {}, .body = {}};
}

}  // namespace

void add_release_api(Router& router, Identity& identity, const PartyViewDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/api/v1/documents/{id:id}/releases", get_releases);
    add(Method::post, "/api/v1/documents/{id:id}/releases", post_release);
    add(Method::post, "/api/v1/documents/{id:id}/releases/{release:id}/take-back", post_taking_back);
}

}  // namespace services
