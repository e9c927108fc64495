#include "services/api/json.hpp"
#include "services/drafts/approvals.hpp"
#include "services/drafts/draft_desk.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/draft_store.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t waiting_max = 200;

Result<Response> post_asking(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const core::UserId approver{members.number("approver")};
    TRY(members.check());
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(const auto asked, ask_for_approval(tx, {caller.principal, api.clock.now()}, draft, approver));
        return draft_response(tx, asked);
    });
}

Result<Response> post_approval(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(const auto approved, approve_draft(tx, {caller.principal, api.clock.now()}, draft, version));
        return draft_response(tx, approved);
    });
}

Result<Response> post_sending_back(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto reason = members.text_or("reason", "");
    TRY(members.check());
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(const auto returned, send_back_draft(tx, {caller.principal, api.clock.now()}, draft, reason));
        return draft_response(tx, returned);
    });
}

Result<Response> post_journal(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    TRY(const auto version, expected_version(request, members));
    const auto late_reason = members.text_or("late_reason", "");
    TRY(members.check());
    TRY(const auto journaled, api.db.write([&](Transaction& tx) -> Result<core::Document> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        return journal_draft(tx, {caller.principal, api.clock.now()}, draft, version, late_reason);
    }));
    auto response = services::json(to_json(journaled).dump(), 201);
    response.set("location", "/api/v1/documents/" + std::to_string(journaled.id.value));
    return response;
}

Result<Response> put_case_approval(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const bool by_two = members.truth("by_two");
    TRY(members.check());
    TRY(api.db.write([&](Transaction& tx) {
        const core::CaseId on{request.id_parameter("id")};
        return set_case_approval(tx, {caller.principal, api.clock.now()}, on, by_two);
    }));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Result<Response> get_waiting(const DraftApi& api, const Request&, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        auto asked = caller.principal.stands_in_for;
        asked.insert(asked.begin(), caller.id());
        auto items = Json::array();
        for (const auto& one : DraftStore{tx}.waiting_for(caller.id(), asked, waiting_max))
            items.push_back(draft_json(tx, one));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

}  // namespace

void add_approval_api(Router& router, Identity& identity, const DraftApi& api) {
    const ForSignedIn add{router, identity, api};
    const auto beneath = [](const char* rest) { return "/api/v1/cases/{id:id}/drafts/{draft:id}" + std::string{rest}; };
    add(Method::post, beneath("/ask-for-approval"), post_asking);
    add(Method::post, beneath("/approve"), post_approval);
    add(Method::post, beneath("/send-back"), post_sending_back);
    add(Method::post, beneath("/journal"), post_journal);
    add(Method::put, "/api/v1/cases/{id:id}/approval", put_case_approval);
    add(Method::get, "/api/v1/me/approvals", get_waiting);
}

}  // namespace services
