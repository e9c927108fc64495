#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "services/api/json.hpp"
#include "services/citizens/releases.hpp"
#include "services/citizens/staff_desk.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/attachment_store.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

Json to_json(Transaction& tx, const PartyDocumentNote& one) {
    auto places = Json::array();
    for (const auto& attached : AttachmentStore{tx}.of_document(one.document))
        if (std::ranges::find(one.attachments, attached.id) != one.attachments.end()) places.push_back(attached.place);
    return {
        {"attachments", std::move(places)},
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

/// Numbers of attachments; none if absent.
Result<std::vector<std::int64_t>> places_in(Members& members, const Json& body) {
    std::vector<std::int64_t> places;
    if (!members.has("attachments")) return places;
    const auto& list = body.at("attachments");
    const auto is_number = [](const Json& one) { return one.is_number_integer(); };
    if (!list.is_array() || !std::ranges::all_of(list, is_number))
        return core::Error{core::ErrorCode::invalid_input, "must be a list of numbers", "attachments"};
    for (const auto& one : list) places.push_back(one.get<std::int64_t>());
    return places;
}

Result<Response> get_releases(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto notes, read_releases(tx, caller.principal, core::DocumentId{request.id_parameter("id")}));
        auto items = Json::array();
        for (const auto& one : notes) items.push_back(to_json(tx, one));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_release(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewRelease made;
    made.party = members.maybe_id<core::PartyId>("party").value_or(core::PartyId{});
    made.title = members.text("title");
    TRY(made.attachments, places_in(members, body));
    TRY(members.check());
    const core::DocumentId id{request.id_parameter("id")};
    TRY(const auto released, desk.workplace.db.write([&](Transaction& tx) -> Result<std::string> {
        TRY(const auto note, release_document(tx, {caller.principal, desk.workplace.clock.now()}, id, made));
        return to_json(tx, note).dump();
    }));
    return services::json(released, 201);
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
