#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/gate_pages.hpp"
#include "services/post_list/phrases.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/store/post_gate_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Json phrase_json(const StoredPhrase& one) {
    return {
        {"id", one.id.value},
        {"kind", core::name_of(one.phrase.kind)},
        {"text", one.phrase.text},
        {"added_by", one.added_by.value},
        {"added_at", core::iso_time(one.added_at)},
    };
}

Json recheck_json(const PostRecheck& walk) {
    return {
        {"begun_at", core::iso_time(walk.begun_at)},
        {"ended_at", walk.ended_at ? Json(core::iso_time(*walk.ended_at)) : Json(nullptr)},
        {"checked", walk.checked},
        {"found", walk.found},
    };
}

Result<Response> list_phrases(const PostListPages& api, const Request&, const Caller& caller) {
    TRY(const auto phrases, api.workplace.db.read([&](Transaction& tx) { return read_phrases(tx, caller.principal); }));
    TRY(const auto walk, api.workplace.db.read([](Transaction& tx) -> Result<std::optional<PostRecheck>> {
        return PostGateStore{tx}.last_recheck();
    }));
    auto items = Json::array();
    for (const auto& one : phrases) items.push_back(phrase_json(one));
    return services::json(
        Json{{"items", std::move(items)}, {"recheck", walk ? recheck_json(*walk) : Json(nullptr)}}.dump()
    );
}

Result<Response> post_phrase(const PostListPages& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto kind = members.text("kind");
    core::WatchedPhrase made{{}, members.text("text")};
    TRY(members.check());
    const auto known = core::watched_kind_named(kind);
    if (!known) return Error{ErrorCode::invalid_input, "kind is word, name, address or allowed", "kind"};
    made.kind = *known;
    TRY(const auto added, api.workplace.db.write([&](Transaction& tx) {
        return add_phrase(tx, {caller.principal, api.workplace.clock.now()}, made);
    }));
    return services::json(phrase_json(added).dump(), 201);
}

Result<Response> delete_phrase(const PostListPages& api, const Request& request, const Caller& caller) {
    const WatchedPhraseId id{request.id_parameter("id")};
    TRY(api.workplace.db.write([&](Transaction& tx) {
        return remove_phrase(tx, {caller.principal, api.workplace.clock.now()}, id);
    }));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

}  // namespace

void add_post_list_api(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::get, "/api/v1/post-list/phrases", list_phrases);
    add(Method::post, "/api/v1/post-list/phrases", post_phrase);
    add(Method::delete_, "/api/v1/post-list/phrases/{id:id}", delete_phrase);
    add_review_api(router, identity, pages);
}

}  // namespace services
