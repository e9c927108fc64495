#include "core/utf8.hpp"
#include "services/api/content_response.hpp"
#include "services/api/json.hpp"
#include "services/cases/documents.hpp"
#include "services/drafts/attachments.hpp"
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

/// Several files at once are several attachments, in their order.
Result<Response> post_attachments(const DraftApi& api, const Request& request, const Caller& caller) {
    TRY(const auto files, kept_attachments(api.db, api.files, request, caller));
    if (files.empty()) return Error{ErrorCode::invalid_input, "send the file as the multipart field 'file'", "file"};
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, attach_all(tx, request, {caller.principal, api.clock.now()}, caller, files));
        return draft_response(tx, draft, 201);
    });
}

Result<Response> delete_attachment(const DraftApi& api, const Request& request, const Caller& caller) {
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(remove_attachment(tx, {caller.principal, api.clock.now()}, draft, request.id_parameter("number")));
        return Response{.status = 204, .headers = {}, .body = std::string{}};
    });
}

Result<Response> post_move_up(const DraftApi& api, const Request& request, const Caller& caller) {
    return api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(move_attachment_up(tx, {caller.principal, api.clock.now()}, draft, request.id_parameter("number")));
        TRY(const auto moved, draft_in_path(tx, request, caller));
        return draft_response(tx, moved);
    });
}

Result<Response> list_of_document(const DraftApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        const core::DocumentId id{request.id_parameter("id")};
        TRY(read_document(tx, caller.principal, id));
        return services::json(Json{{"items", attachments_json(AttachmentStore{tx}.of_document(id))}}.dump());
    });
}

}  // namespace

Json attachments_json(const std::vector<core::Attachment>& all) {
    auto list = Json::array();
    for (const auto& one : all)
        list.push_back({
            {"number", one.place},
            {"title", one.title},
            {"file_name", one.file_name},
            {"media_type", one.media_type},
            {"size_bytes", one.size_bytes},
            {"sha256", one.content.text()},
            {"page_count", one.page_count},
            {"added_by", one.added_by.value},
            {"added_at", core::iso_time(one.added_at)},
        });
    return list;
}

Result<std::vector<KeptFile>> kept_attachments(
    Database& db, FileStore& files, const Request& request, const Caller& caller
) {
    const core::CaseId on{request.id_parameter("id")};
    TRY(db.read([&](Transaction& tx) { return case_to_draft_on(tx, caller.principal, on); }));
    std::vector<KeptFile> kept;
    for (const auto& part : request.parts) {
        if (part.name != "file" || part.file.empty() || (part.file_name.empty() && part.size_bytes == 0)) continue;
        kept.push_back(keep_upload(files, part.file, *core::ContentHash::parse(part.sha256), part.file_name));
    }
    return kept;
}

Result<core::Draft> attach_all(
    Transaction& tx,
    const Request& request,
    const Acting& acting,
    const Caller& caller,
    const std::vector<KeptFile>& files
) {
    TRY(auto draft, draft_in_path(tx, request, caller));
    // A title is that of one file; several are called by their names.
    const auto title = files.size() == 1 ? core::on_one_line(request.form_value("title")) : std::string{};
    for (const auto& file : files) {
        TRY(add_attachment(tx, acting, draft, file, title));
        TRY(draft, draft_in_path(tx, request, caller));
    }
    return draft;
}

void add_attachment_routes(Router& router, Identity& identity, Database& db, FileStore& files, const AttachedAt& at) {
    using Found = Result<core::Attachment>;
    const auto add = [&](const std::string& pattern, auto find, auto answer) {
        const auto handler = [&db, find, answer](const Request& request, const Caller& caller) -> Result<Response> {
            return db.read([&](Transaction& tx) -> Result<Response> {
                TRY(const auto one, find(tx, request, caller));
                return answer(tx, one);
            });
        };
        router.add(Method::get, pattern, signed_in(identity, handler));
    };
    const auto of_draft = [](Transaction& tx, const Request& request, const Caller& caller) -> Found {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        return attachment_of_draft(tx, caller.principal, draft, request.id_parameter("number"));
    };
    const auto of_document = [](Transaction& tx, const Request& request, const Caller& caller) -> Found {
        const core::DocumentId document{request.id_parameter("id")};
        return attachment_of_document(tx, caller.principal, document, request.id_parameter("number"));
    };
    using One = const core::Attachment&;
    const auto original = [&files](Transaction&, One one) -> Result<Response> {
        return original_response(files, one.content, one.media_type, one.file_name);
    };
    const auto pdf = [&files](Transaction& tx, One one) {
        return pdf_response(tx, files, one.content, one.title + ".pdf");
    };
    const auto text = [](Transaction& tx, One one) { return text_response(tx, one.content); };
    for (const bool is_draft : {true, false}) {
        const auto one = std::string{is_draft ? at.draft : at.document} + "/{number:id}/";
        const auto add_form = [&](std::string_view form, auto answer) {
            if (is_draft)
                add(one + std::string{form}, of_draft, answer);
            else
                add(one + std::string{form}, of_document, answer);
        };
        add_form("original", original);
        add_form("pdf", pdf);
        add_form(at.text, text);
    }
}

void add_attachment_api(Router& router, Identity& identity, const DraftApi& api) {
    const ForSignedIn add{router, identity, api};
    const std::string of_draft = "/api/v1/cases/{id:id}/drafts/{draft:id}/attachments";
    add(Method::post, of_draft, post_attachments, BodyLimit::upload);
    add(Method::delete_, of_draft + "/{number:id}", delete_attachment);
    add(Method::post, of_draft + "/{number:id}/up", post_move_up);
    add(Method::get, "/api/v1/documents/{id:id}/attachments", list_of_document);
    add_attachment_routes(
        router, identity, api.db, api.files, {of_draft, "/api/v1/documents/{id:id}/attachments", "text"}
    );
}

}  // namespace services
