#include "services/cases/document_api.hpp"

#include "services/api/content_response.hpp"
#include "services/api/json.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/mail_threads.hpp"
#include "services/identity/for_signed_in.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

Result<Response> get_document(const CaseApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto one, read_document(tx, caller.principal, core::DocumentId{request.id_parameter("id")}));
        return services::json(to_json(one).dump());
    });
}

Result<Response> get_thread(const CaseApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto one, read_document_content(tx, caller.principal, core::DocumentId{request.id_parameter("id")}));
        return services::json(Json{{"items", thread_json(tx, caller.principal, one.content)}}.dump());
    });
}

Result<Response> post_withdrawal(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto reason = members.text("reason");
    TRY(members.check());
    const core::DocumentId id{request.id_parameter("id")};
    TRY(const auto withdrawn, api.db.write([&](Transaction& tx) {
        return withdraw_document(tx, {caller.principal, api.clock.now()}, id, reason);
    }));
    return services::json(to_json(withdrawn).dump());
}

Result<Response> post_note(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewNote made{members.text("title"), members.text("text"), members.text_or("late_reason", "")};
    TRY(members.check());
    const core::CaseId on{request.id_parameter("id")};
    TRY(const auto note, journal_note(api.db, api.files, {caller.principal, api.clock.now()}, on, made));
    auto response = services::json(to_json(note).dump(), 201);
    response.set("location", "/api/v1/documents/" + std::to_string(note.id.value));
    return response;
}

/// A handler for one of a document's forms, once the policy has let the caller at it.
template <class Answer>
CallerHandler of_document(const CaseApi& api, Answer answer) {
    return [api, answer](const Request& request, const Caller& caller) -> Result<Response> {
        return api.db.read([&](Transaction& tx) -> Result<Response> {
            TRY(const auto document,
                read_document_content(tx, caller.principal, core::DocumentId{request.id_parameter("id")}));
            return answer(tx, document);
        });
    };
}

}  // namespace

void add_document_api(Router& router, Identity& identity, const CaseApi& api) {
    const auto add = [&](std::string_view pattern, CallerHandler handler) {
        router.add(Method::get, pattern, signed_in(identity, std::move(handler)));
    };
    const auto& files = api.files;
    add("/api/v1/documents/{id:id}",
        [api](const Request& request, const Caller& caller) { return get_document(api, request, caller); });
    add("/api/v1/documents/{id:id}/original",
        of_document(api, [&files](Transaction&, const core::Document& one) -> Result<Response> {
            return original_response(files, one.content, one.media_type, one.file_name);
        }));
    add("/api/v1/documents/{id:id}/pdf", of_document(api, [&files](Transaction& tx, const core::Document& one) {
            return pdf_response(tx, files, one.content, one.title + ".pdf");
        }));
    add("/api/v1/documents/{id:id}/text",
        of_document(api, [](Transaction& tx, const core::Document& one) { return text_response(tx, one.content); }));
    const ForSignedIn add_act{router, identity, api};
    add_act(Method::get, "/api/v1/documents/{id:id}/thread", get_thread);
    add_act(Method::post, "/api/v1/documents/{id:id}/withdraw", post_withdrawal);
    add_act(Method::post, "/api/v1/cases/{id:id}/notes", post_note);
}

}  // namespace services
