#include "services/cases/filing_api.hpp"

#include <algorithm>
#include <map>

#include "services/api/json.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/filing.hpp"
#include "services/identity/for_signed_in.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t moved_max = 1000;

Json to_json(const core::SubFile& one) {
    return {
        {"id", one.id.value},
        {"place", one.place},
        {"title", one.title},
        {"made_at", core::iso_time(one.made_at)},
        {"made_by", one.made_by.value},
    };
}

template <class IdType>
Json id_or_null(const std::optional<IdType>& id) {
    return id ? Json(id->value) : Json(nullptr);
}

Response no_content() {
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Json former_json(Transaction& tx, const core::Principal& who, const core::FormerPlace& left) {
    const auto now = read_document(tx, who, left.document);
    const bool may_read = now.has_value();
    return {
        {"number", left.number},
        {"document", may_read ? Json(left.document.value) : Json(nullptr)},
        {"case", may_read ? Json(now.value().in_case.value) : Json(nullptr)},
        {"case_number", may_read ? Json(now.value().number) : Json(nullptr)},
        {"moved_at", core::iso_time(left.moved_at)},
        {"moved_by", left.moved_by.value},
        {"reason", left.reason},
    };
}

Json merge_json(Transaction& tx, const core::Principal& who, const core::CaseMerge& merge) {
    const bool may_read = read_case(tx, who, merge.into).has_value();
    return {
        {"into", may_read ? Json(merge.into.value) : Json(nullptr)},
        {"at", core::iso_time(merge.merged_at)},
        {"by", merge.merged_by.value},
        {"reason", merge.reason},
    };
}

core::CaseId case_in(const Request& request) {
    return core::CaseId{request.id_parameter("id")};
}
core::SubFileId sub_file_in(const Request& request) {
    return core::SubFileId{request.id_parameter("sub")};
}

Result<Response> list_sub_files(const CaseApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(read_case(tx, caller.principal, case_in(request)));
        auto items = Json::array();
        for (const auto& one : FilingStore{tx}.of_case(case_in(request))) items.push_back(to_json(one));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_sub_file(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto title = members.text("title");
    TRY(members.check());
    TRY(const auto made, api.db.write([&](Transaction& tx) {
        return add_sub_file(tx, {caller.principal, api.clock.now()}, case_in(request), title);
    }));
    return services::json(to_json(made).dump(), 201);
}

Result<Response> patch_sub_file(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const SubFileChange change{members.maybe_text("title"), members.maybe_number("place")};
    TRY(members.check());
    TRY(const auto changed, api.db.write([&](Transaction& tx) {
        const Acting acting{caller.principal, api.clock.now()};
        return change_sub_file(tx, acting, case_in(request), sub_file_in(request), change);
    }));
    return services::json(to_json(changed).dump());
}

Result<Response> delete_sub_file(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(api.db.write([&](Transaction& tx) {
        return remove_sub_file(tx, {caller.principal, api.clock.now()}, case_in(request), sub_file_in(request));
    }));
    return no_content();
}

Result<Response> get_by_number(const CaseApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto found, find_by_number(tx, caller.principal, case_in(request), request.id_parameter("number")));
        TRY(const auto one, read_document(tx, caller.principal, found.document));
        auto body = services::to_json(one);
        body["former"] = found.former ? former_json(tx, caller.principal, *found.former) : Json(nullptr);
        return services::json(body.dump());
    });
}

Result<Response> post_move(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    DocumentMove move;
    move.to = members.maybe_id<core::CaseId>("case");
    move.in = members.maybe_id<core::SubFileId>("sub_file");
    move.reason = members.text_or("reason", "");
    TRY(members.check());
    const core::DocumentId id{request.id_parameter("id")};
    TRY(const auto moved, api.db.write([&](Transaction& tx) {
        return move_document(tx, {caller.principal, api.clock.now()}, id, move);
    }));
    auto answer = services::to_json(moved);
    answer["sub_file"] = id_or_null(move.in);
    return services::json(answer.dump());
}

Json to_json(const MergePreview& preview) {
    auto obstacles = Json::array();
    for (const auto one : preview.obstacles) obstacles.push_back(name_of(one));
    return {
        {"from", preview.from.id.value},
        {"into", preview.into.id.value},
        {"obstacles", std::move(obstacles)},
        {"documents", preview.documents},
        {"parties", preview.parties},
        {"double_parties", preview.double_parties},
        {"open_tasks", preview.tasks},
        {"sub_files", preview.sub_files},
    };
}

Result<Response> get_merge(const CaseApi& api, const Request& request, const Caller& caller) {
    const core::CaseId into{std::strtoll(request.query_value("into").value_or("").c_str(), nullptr, 10)};
    if (into.value <= 0) return Error{ErrorCode::invalid_input, "into is the id of the other case", "into"};
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto preview, preview_merge(tx, {caller.principal, api.clock.now()}, case_in(request), into));
        return services::json(to_json(preview).dump());
    });
}

Result<Response> post_merge(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const core::CaseId into{members.number("into")};
    const auto reason = members.text("reason");
    TRY(members.check());
    TRY(const auto merged, api.db.write([&](Transaction& tx) {
        return merge_cases(tx, {caller.principal, api.clock.now()}, case_in(request), into, reason);
    }));
    return services::json(to_json(merged).dump());
}

Result<Response> delete_merge(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto opened, api.db.write([&](Transaction& tx) {
        return undo_merge(tx, {caller.principal, api.clock.now()}, case_in(request));
    }));
    return services::json(services::to_json(opened).dump());
}

}  // namespace

std::optional<SubFileOfDocument> write_filing(
    Transaction& tx, const core::Principal& who, core::CaseId id, JsonText& out
) {
    const FilingStore store{tx};
    const auto had = store.had_by(id);
    out.key("sub_files");
    out.begin_array();
    if (had.sub_files)
        for (const auto& one : store.of_case(id)) out.value(to_json(one));
    out.end_array();
    out.key("moved_documents");
    out.begin_array();
    if (had.former_documents)
        for (const auto& left : store.left_from(id, moved_max)) out.value(former_json(tx, who, left));
    out.end_array();
    const auto merge = had.merge ? store.merge_of(id) : std::nullopt;
    out.member("merged", merge ? std::optional{merge_json(tx, who, *merge)} : std::nullopt);
    if (!had.sub_files) return std::nullopt;
    SubFileOfDocument lying;
    for (const auto& one : store.lying_on(id)) lying.emplace(one.document, one.in);
    return lying;
}

void add_filing_api(Router& router, Identity& identity, const CaseApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::get, "/api/v1/cases/{id:id}/sub-files", list_sub_files);
    add(Method::post, "/api/v1/cases/{id:id}/sub-files", post_sub_file);
    add(Method::patch, "/api/v1/cases/{id:id}/sub-files/{sub:id}", patch_sub_file);
    add(Method::delete_, "/api/v1/cases/{id:id}/sub-files/{sub:id}", delete_sub_file);
    add(Method::get, "/api/v1/cases/{id:id}/documents/{number:id}", get_by_number);
    add(Method::post, "/api/v1/documents/{id:id}/move", post_move);
    add(Method::get, "/api/v1/cases/{id:id}/merge", get_merge);
    add(Method::post, "/api/v1/cases/{id:id}/merge", post_merge);
    add(Method::delete_, "/api/v1/cases/{id:id}/merge", delete_merge);
}

}  // namespace services
