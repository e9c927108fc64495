#include "core/rules/identifiers.hpp"
#include "services/api/content_response.hpp"
#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/sending/sending_pages.hpp"
#include "services/store/content_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::Sending;
using Json = nlohmann::json;

namespace {

Json to_json(const Sending& one) {
    const bool has_number = one.receiver_kind != core::IdentifierKind::none;
    return {
        {"id", one.id.value},
        {"document", one.document.value},
        {"case", one.in_case.value},
        {"channel", core::name_of(one.channel)},
        {"state", core::name_of(one.state)},
        {"receiver", has_number ? core::shown_identifier(one.receiver_kind, one.receiver) : one.receiver},
        {"receiver_name", one.receiver_name},
        {"label", one.label},
        {"message_id", one.message_id},
        {"attempts", one.attempts},
        {"reason", one.reason},
        {"reply", one.reply},
        {"proof", one.proof.empty() ? Json(nullptr) : Json(one.proof.text())},
        {"ordered_by", one.ordered_by.value},
        {"ordered_at", core::iso_time(one.ordered_at)},
        {"ended_at", one.ended_at ? Json(core::iso_time(*one.ended_at)) : Json(nullptr)},
    };
}

Result<Response> get_sendings(const SendingDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto all, read_sendings(tx, caller.principal, core::DocumentId{request.id_parameter("id")}));
        auto items = Json::array();
        for (const auto& one : all) items.push_back(to_json(one));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_sending(const SendingDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewSending made;
    const auto channel = members.maybe_one_of("channel", core::sending_channel_named);
    made.address = members.text_or("address", "");
    made.party = members.maybe_id<core::PartyId>("party").value_or(core::PartyId{});
    made.label = members.text("label");
    made.text = members.text_or("text", "");
    made.knows_of_number = members.maybe_truth("knows_of_number").value_or(false);
    TRY(members.check());
    if (!channel) return Error{ErrorCode::invalid_input, "channel is mail or digital_post", "channel"};
    made.channel = *channel;
    const core::DocumentId id{request.id_parameter("id")};
    TRY(const auto ordered, desk.workplace.db.write([&](Transaction& tx) {
        return order_sending(tx, {caller.principal, desk.workplace.clock.now()}, desk.configured, id, made);
    }));
    auto response = services::json(to_json(ordered).dump(), 201);
    response.set("location", "/api/v1/sendings/" + std::to_string(ordered.id.value));
    return response;
}

Result<Response> get_sending(const SendingDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto one, read_sending(tx, caller.principal, core::SendingId{request.id_parameter("id")}));
        return services::json(to_json(one).dump());
    });
}

Result<Response> post_retry(const SendingDesk& desk, const Request& request, const Caller& caller) {
    const core::SendingId id{request.id_parameter("id")};
    TRY(const auto one, desk.workplace.db.write([&](Transaction& tx) {
        return retry_sending(tx, {caller.principal, desk.workplace.clock.now()}, id);
    }));
    return services::json(to_json(one).dump());
}

Result<Response> post_receipt(const SendingDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const Receipt receipt{members.truth("delivered"), members.text_or("reply", "")};
    TRY(members.check());
    const core::SendingId id{request.id_parameter("id")};
    TRY(const auto one, desk.workplace.db.write([&](Transaction& tx) {
        return take_receipt(tx, {caller.principal, desk.workplace.clock.now()}, id, receipt);
    }));
    return services::json(to_json(one).dump());
}

/// The message as it was sent. It holds the receiver's number and the document: for those who may send from the case.
Result<Response> get_message(const SendingDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto one, read_sending(tx, caller.principal, core::SendingId{request.id_parameter("id")}));
        TRY(const auto on, read_case(tx, caller.principal, one.in_case));
        if (!core::may(caller.principal, core::Action::journal, {on.unit, on.access_group}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to journal on the case"};
        const auto proof = ContentStore{tx}.find(one.proof);
        if (!proof) return Error{ErrorCode::not_found, "the message has not been sent"};
        const auto* ending = one.channel == core::SendingChannel::mail ? ".eml" : ".xml";
        return original_response(desk.files, one.proof, proof->media_type, one.message_id + ending);
    });
}

}  // namespace

void add_sending_api(Router& router, Identity& identity, const SendingDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/api/v1/documents/{id:id}/sendings", get_sendings);
    add(Method::post, "/api/v1/documents/{id:id}/sendings", post_sending);
    add(Method::get, "/api/v1/sendings/{id:id}", get_sending);
    add(Method::get, "/api/v1/sendings/{id:id}/message", get_message);
    add(Method::post, "/api/v1/sendings/{id:id}/retry", post_retry);
    add(Method::post, "/api/v1/sendings/{id:id}/receipt", post_receipt);
}

}  // namespace services
