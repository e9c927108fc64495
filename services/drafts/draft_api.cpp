#include "services/api/content_response.hpp"
#include "services/api/json.hpp"
#include "services/cases/documents.hpp"
#include "services/drafts/approvals.hpp"
#include "services/drafts/draft_desk.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/draft_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t drafts_max = 200;

template <class Id>
Json or_null(const std::optional<Id>& id) {
    return id ? Json(id->value) : Json(nullptr);
}

template <class Made>
Json by_and_at(const std::optional<Made>& made) {
    if (!made) return nullptr;
    return {{"by", made->by.value}, {"at", core::iso_time(made->at)}};
}

Json facts_json(Transaction& tx, const core::Draft& draft) {
    auto asked = by_and_at(draft.asked);
    if (draft.asked) asked["approver"] = draft.asked->of.value;
    return {
        {"id", draft.id.value},
        {"case", draft.in_case.value},
        {"state", core::name_of(draft.state)},
        {"title", draft.title},
        {"public_title", draft.public_title},
        {"direction", core::name_of(draft.direction)},
        {"correspondent", draft.correspondent},
        {"public_correspondent", draft.public_correspondent},
        {"letter_date", draft.letter_date ? Json(core::iso_date(*draft.letter_date)) : Json(nullptr)},
        {"publication", core::name_of(draft.publication)},
        {"author", draft.author.value},
        {"made_at", core::iso_time(draft.made_at)},
        {"changed_at", core::iso_time(draft.changed_at)},
        {"newest", draft.newest},
        {"checked_out", by_and_at(draft.checked_out)},
        {"by_two", draft.by_two},
        {"needs_second_person", needs_second_person(tx, draft)},
        {"asked", std::move(asked)},
        {"approved", by_and_at(draft.approved)},
        {"returned_reason", draft.returned_reason.empty() ? Json(nullptr) : Json(draft.returned_reason)},
        {"replaces", or_null(draft.replaces)},
        {"document", or_null(draft.document)},
        {"version", draft.version},
    };
}

Json version_json(const core::DraftVersion& one) {
    return {
        {"number", one.number},
        {"file_name", one.file_name},
        {"media_type", one.media_type},
        {"size_bytes", one.size_bytes},
        {"sha256", one.content.text()},
        {"page_count", one.page_count},
        {"note", one.note},
        {"made_by", one.made_by.value},
        {"made_at", core::iso_time(one.made_at)},
    };
}

Json versions_json(Transaction& tx, core::DraftId id) {
    auto list = Json::array();
    for (const auto& one : DraftStore{tx}.versions(id)) list.push_back(version_json(one));
    return list;
}

core::CaseId case_in_path(const Request& request) {
    return core::CaseId{request.id_parameter("id")};
}

bool is_form(const Request& request) {
    return request.header("content-type").starts_with("multipart/form-data");
}

/// The fields of a form as the members of an object, so that both are read alike.
Result<Json> members_of(const Request& request) {
    if (!is_form(request)) return json_body(request);
    auto object = Json::object();
    for (const auto& part : request.parts) {
        if (!part.file.empty()) continue;
        if (part.name == "by_two")
            object[part.name] = part.value == "true" ? Json(true) : part.value == "false" ? Json(false) : Json("");
        else if (part.name == "replaces" && core::parse_iso_date(part.value) == std::nullopt)
            object[part.name] = std::strtoll(part.value.c_str(), nullptr, 10);
        else
            object[part.name] = part.value;
    }
    return object;
}

Result<NewDraft> new_draft_from(const Json& object) {
    Members members{object};
    NewDraft made;
    made.title = members.text("title");
    made.public_title = members.text_or("public_title", "");
    made.direction = members.one_of("direction", core::direction_named, core::Direction::outgoing);
    made.correspondent = members.text_or("correspondent", "");
    made.public_correspondent = members.text_or("public_correspondent", "");
    made.letter_date = members.maybe_date("letter_date");
    made.publication = members.one_of("publication", core::publication_named, core::Publication::entry);
    made.by_two = members.maybe_truth("by_two").value_or(false);
    made.replaces = members.maybe_id<core::DocumentId>("replaces");
    TRY(members.check());
    return made;
}

/// The uploaded file in the store, once the policy has let the caller draft on the case; nothing where there is none.
Result<std::optional<KeptFile>> kept_file(const DraftApi& api, const Request& request, const Caller& caller) {
    const auto* part = file_in(request);
    if (part == nullptr) return std::optional<KeptFile>{};
    TRY(api.db.read([&](Transaction& tx) { return case_to_draft_on(tx, caller.principal, case_in_path(request)); }));
    return std::optional{keep_upload(api.files, part->file, *core::ContentHash::parse(part->sha256), part->file_name)};
}

Result<Response> list_drafts(const DraftApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto on, read_case(tx, caller.principal, case_in_path(request)));
        const DraftStore drafts{tx};
        auto items = Json::array();
        for (const auto& one : drafts.of_case(on.id, drafts_max)) items.push_back(facts_json(tx, one));
        const Json body{{"items", std::move(items)}, {"case_by_two", drafts.case_needs_two(on.id)}};
        return services::json(body.dump());
    });
}

Result<Response> post_draft(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, members_of(request));
    TRY(const auto made, new_draft_from(body));
    TRY(const auto file, kept_file(api, request, caller));
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        const Acting acting{caller.principal, api.clock.now()};
        TRY(const auto begun, begin_draft(tx, acting, case_in_path(request), made, file ? &*file : nullptr));
        auto response = draft_response(tx, begun, 201);
        response.set("location", request.path + "/" + std::to_string(begun.id.value));
        return response;
    });
}

Result<Response> get_draft(const DraftApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        return draft_response(tx, draft);
    });
}

Result<Response> patch_draft(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    TRY(const auto version, expected_version(request, members));
    DraftChange change;
    change.title = members.maybe_text("title");
    change.public_title = members.maybe_text("public_title");
    change.direction = members.maybe_one_of("direction", core::direction_named);
    change.correspondent = members.maybe_text("correspondent");
    change.public_correspondent = members.maybe_text("public_correspondent");
    if (members.has("letter_date")) change.letter_date = members.maybe_date("letter_date");
    change.publication = members.maybe_one_of("publication", core::publication_named);
    change.by_two = members.maybe_truth("by_two");
    TRY(members.check());
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(const auto changed, change_draft(tx, {caller.principal, api.clock.now()}, draft, version, change));
        return draft_response(tx, changed);
    });
}

Result<Response> delete_draft(const DraftApi& api, const Request& request, const Caller& caller) {
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(discard_draft(tx, {caller.principal, api.clock.now()}, draft));
        return Response{.status = 204, .headers = {}, .body = std::string{}};
    });
}

Result<Response> put_check_out(const DraftApi& api, const Request& request, const Caller& caller) {
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(const auto changed, check_out_draft(tx, {caller.principal, api.clock.now()}, draft));
        return draft_response(tx, changed);
    });
}

Result<Response> post_release(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto reason = members.text_or("reason", "");
    TRY(members.check());
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(const auto changed, release_draft(tx, {caller.principal, api.clock.now()}, draft, reason));
        return draft_response(tx, changed);
    });
}

Result<Response> post_version(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto file, kept_file(api, request, caller));
    if (!file) return Error{ErrorCode::invalid_input, "send the file as the multipart field 'file'", "file"};
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        const Acting acting{caller.principal, api.clock.now()};
        TRY(const auto done, check_in_draft(tx, acting, draft, *file, request.form_value("note")));
        const Json body{
            {"draft", draft_json(tx, done.draft)},
            {"is_new", done.is_new},
            {"same_as", done.same_as ? Json(*done.same_as) : Json(nullptr)},
        };
        return services::json(body.dump(), done.is_new ? 201 : 200);
    });
}

/// A handler for one of a version's forms, once the policy has let the caller at it.
template <class Answer>
void add_version_form(Router& router, Identity& identity, const DraftApi& api, std::string_view form, Answer answer) {
    const auto handler = [api, answer](const Request& request, const Caller& caller) -> Result<Response> {
        return api.db.read([&](Transaction& tx) -> Result<Response> {
            TRY(const auto draft, draft_in_path(tx, request, caller));
            TRY(const auto version, read_draft_version(tx, caller.principal, draft, request.id_parameter("number")));
            return answer(tx, version);
        });
    };
    const auto pattern = "/api/v1/cases/{id:id}/drafts/{draft:id}/versions/{number:id}/" + std::string{form};
    router.add(Method::get, pattern, signed_in(identity, handler));
}

/// What a journaled document was before, and which documents it stands between.
Result<Response> get_history(const DraftApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        const core::DocumentId id{request.id_parameter("id")};
        TRY(const auto document, read_document(tx, caller.principal, id));
        const DraftStore drafts{tx};
        const auto draft = drafts.of_document(document.id);
        auto replaced_by = Json::array();
        for (const auto one : drafts.replacements(document.id))
            if (read_document(tx, caller.principal, one)) replaced_by.push_back(one.value);
        const Json body{
            {"draft", draft ? draft_json(tx, *draft) : Json(nullptr)},
            {"replaces", draft ? or_null(draft->replaces) : Json(nullptr)},
            {"replaced_by", std::move(replaced_by)},
        };
        return services::json(body.dump());
    });
}

}  // namespace

Json draft_json(Transaction& tx, const core::Draft& draft) {
    auto object = facts_json(tx, draft);
    object["versions"] = versions_json(tx, draft.id);
    object["attachments"] = attachments_json(AttachmentStore{tx}.of_draft(draft.id));
    return object;
}

Response draft_response(Transaction& tx, const core::Draft& draft, int status) {
    auto response = services::json(draft_json(tx, draft).dump(), status);
    response.set("etag", '"' + std::to_string(draft.version) + '"');
    return response;
}

Result<core::Draft> draft_in_path(Transaction& tx, const Request& request, const Caller& caller) {
    return read_draft(tx, caller.principal, case_in_path(request), core::DraftId{request.id_parameter("draft")});
}

const FormPart* file_in(const Request& request, std::string_view name) {
    for (const auto& part : request.parts) {
        if (part.name != name || part.file.empty()) continue;
        // A browser's way to say that none was picked.
        if (part.file_name.empty() && part.size_bytes == 0) continue;
        return &part;
    }
    return nullptr;
}

void add_draft_api(Router& router, Identity& identity, const DraftApi& api) {
    const ForSignedIn add{router, identity, api};
    constexpr std::string_view all = "/api/v1/cases/{id:id}/drafts";
    constexpr std::string_view one = "/api/v1/cases/{id:id}/drafts/{draft:id}";
    const auto beneath = [&](const char* rest) { return std::string{one} + rest; };
    add(Method::get, all, list_drafts);
    add(Method::post, all, post_draft, BodyLimit::upload);
    add(Method::get, one, get_draft);
    add(Method::patch, one, patch_draft);
    add(Method::delete_, one, delete_draft);
    add(Method::put, beneath("/check-out"), put_check_out);
    add(Method::post, beneath("/release"), post_release);
    add(Method::post, beneath("/versions"), post_version, BodyLimit::upload);
    add(Method::get, "/api/v1/documents/{id:id}/history", get_history);
    const auto& files = api.files;
    using Version = const core::DraftVersion&;
    add_version_form(router, identity, api, "original", [&files](Transaction&, Version v) -> Result<Response> {
        return original_response(files, v.content, v.media_type, v.file_name);
    });
    add_version_form(router, identity, api, "pdf", [&files](Transaction& tx, Version v) {
        return pdf_response(tx, files, v.content, v.file_name + ".pdf");
    });
    add_version_form(router, identity, api, "text", [](Transaction& tx, Version v) {
        return text_response(tx, v.content);
    });
    add_approval_api(router, identity, api);
    add_attachment_api(router, identity, api);
}

}  // namespace services
