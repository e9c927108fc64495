#include <nlohmann/json.hpp>

#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/cases/documents.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/gate_pages.hpp"
#include "services/post_list/post_list.hpp"
#include "services/post_list/public_slice.hpp"
#include "services/post_list/publishing.hpp"
#include "services/post_list/recheck.hpp"
#include "services/post_list/takedown.hpp"
#include "services/store/document_store.hpp"
#include "services/store/post_gate_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t review_length = 200;

Result<void> require_reviewer(const Caller& caller) {
    if (core::may_anywhere(caller.principal, core::Action::review_post_list)) return core::done();
    return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list"};
}

Json findings_json(std::string_view kept) {
    auto list = Json::array();
    for (const auto& one : findings_from_json(kept))
        list.push_back({{"what", one.what}, {"where", one.where}, {"page", one.page}, {"count", one.count}});
    return list;
}

Json entry_json(Transaction& tx, const PostListEntry& entry) {
    const auto listed = PostListStore{tx}.listed_entry(entry.id);
    const auto document = DocumentStore{tx}.find(entry.document);
    return {
        {"id", entry.id.value},
        {"number", number_of(*listed)},
        {"document", entry.document.value},
        {"state", name_of(entry.state)},
        {"title", entry.title},
        {"correspondent", entry.correspondent},
        {"document_public", entry.document_public},
        {"listed_on", core::iso_date(entry.listed_on)},
        {"findings", findings_json(entry.reason)},
        {"seen", fingerprint_of(tx, entry, *document)},
    };
}

/// GET /api/v1/post-list/review?limit=&after=
Result<Response> list_review(const PostListPages& api, const Request& request, const Caller& caller) {
    TRY(require_reviewer(caller));
    const auto limit = core::whole_number(request.query_value("limit").value_or(std::to_string(review_length)));
    if (!limit || *limit < 1 || *limit > review_length)
        return Error{ErrorCode::invalid_input, "limit is from 1 to 200", "limit"};
    const auto place = place_from(request.query_value("after").value_or(""));
    if (place.has_error()) return Error{ErrorCode::invalid_input, "after is what next said", "after"};
    HeldPlace after;
    if (place.value()) after = {place.value()->listed_on, core::PostListId{place.value()->id}};
    return api.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        Json held = Json::array();
        Json next = nullptr;
        auto waiting = PostListStore{tx}.held(caller.id(), *limit + 1, after);
        if (std::ssize(waiting) > *limit) {
            waiting.pop_back();
            next = text_of({waiting.back().entry.listed_on, waiting.back().entry.id.value});
        }
        for (const auto& one : waiting) held.push_back(entry_json(tx, one.entry));
        Json alerts = Json::array();
        for (const auto& one : PostGateStore{tx}.alerts(caller.id(), review_length)) {
            auto entry = entry_json(tx, *PostListStore{tx}.find(one.entry));
            entry["findings"] = findings_json(one.findings);
            entry["found_at"] = core::iso_time(one.found_at);
            alerts.push_back(std::move(entry));
        }
        return services::json(
            Json{{"held", std::move(held)}, {"next", std::move(next)}, {"public_now", std::move(alerts)}}.dump()
        );
    });
}

/// The entry as one sees it who may decide on it, with a tag that changes whenever that does.
Result<Response> told(Transaction& tx, const Caller& caller, core::PostListId id) {
    const auto entry = PostListStore{tx}.find(id);
    if (!entry) return Error{ErrorCode::not_found, "there is no such entry"};
    TRY(const auto document, read_document(tx, caller.principal, entry->document));
    if (!core::may(caller.principal, core::Action::review_post_list, {entry->unit, document.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list in this unit"};
    auto body = entry_json(tx, *entry);
    auto response = services::json(body.dump());
    response.set("etag", "\"" + body["seen"].get<std::string>() + "\"");
    return response;
}

/// GET /api/v1/post-list/{id}
Result<Response> show_entry(const PostListPages& api, const Request& request, const Caller& caller) {
    return api.workplace.db.read([&](Transaction& tx) {
        return told(tx, caller, core::PostListId{request.id_parameter("id")});
    });
}

/// What was seen: by If-Match, or the member "seen".
Result<std::string> seen_of(const Request& request, Members& members) {
    auto seen = members.text_or("seen", "");
    if (!seen.empty()) return seen;
    const auto tag = request.header("if-match");
    if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"') return std::string{tag.substr(1, tag.size() - 2)};
    return Error{ErrorCode::invalid_input, "name what was seen, by If-Match or as a member", "seen"};
}

/// POST /api/v1/post-list/{id}/decision
Result<Response> post_decision(const PostListPages& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    PostDecision decision{
        .state = PostState::withheld,
        .seen = {},
        .title = members.maybe_text("title"),
        .correspondent = members.maybe_text("correspondent"),
        .publish_document = members.maybe_truth("publish_document").value_or(true),
        .exemption = members.text_or("exemption", ""),
        .reason = members.text_or("reason", ""),
    };
    const auto state = members.text("state");
    TRY(decision.seen, seen_of(request, members));
    TRY(members.check());
    if (state != "published" && state != "withheld")
        return Error{ErrorCode::invalid_input, "state is published or withheld", "state"};
    if (state == "published") decision.state = PostState::published;
    const core::PostListId id{request.id_parameter("id")};
    return api.workplace.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(decide_post(tx, {caller.principal, api.workplace.clock.now()}, id, decision));
        return told(tx, caller, id);
    });
}

/// POST /api/v1/post-list/{id}/keep, /reopen and /draw
template <auto act>
Result<Response> with_reason(const PostListPages& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto reason = members.text("reason");
    TRY(members.check());
    const core::PostListId id{request.id_parameter("id")};
    return api.workplace.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(act(tx, {caller.principal, api.workplace.clock.now()}, id, reason));
        return told(tx, caller, id);
    });
}

Result<Response> post_draw(const PostListPages& api, const Request& request, const Caller& caller) {
    const core::PostListId id{request.id_parameter("id")};
    return api.workplace.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(draw_again(tx, {caller.principal, api.workplace.clock.now()}, id));
        return told(tx, caller, id);
    });
}

}  // namespace

void add_review_api(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::get, "/api/v1/post-list/review", list_review);
    add(Method::get, "/api/v1/post-list/{id:id}", show_entry);
    add(Method::post, "/api/v1/post-list/{id:id}/decision", post_decision);
    add(Method::post, "/api/v1/post-list/{id:id}/keep", with_reason<keep_public>);
    add(Method::post, "/api/v1/post-list/{id:id}/reopen", with_reason<reopen_post>);
    add(Method::post, "/api/v1/post-list/{id:id}/draw", post_draw);
}

}  // namespace services
