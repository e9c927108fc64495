#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/model/attachment.hpp"
#include "core/time.hpp"
#include "services/cases/case_desk.hpp"
#include "services/drafts/drafts.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// What the routes for programs stand on.
struct DraftApi {
    Database& db;
    FileStore& files;
    const core::Clock& clock;
};
/// Drafts under /api/v1/cases/{id}/drafts, what waits for one's approval, and the history of documents.
void add_draft_api(Router& router, Identity& identity, const DraftApi& api);
/// A part of it: the way from a draft to the journal.
void add_approval_api(Router& router, Identity& identity, const DraftApi& api);

/// A part of it: what belongs to a draft or a document.
void add_attachment_api(Router& router, Identity& identity, const DraftApi& api);

/// Where attachments are found, by patterns with `{id}` and, for those of a draft, `{draft}`.
struct AttachedAt {
    std::string_view draft;
    std::string_view document;
    std::string_view text;  ///< what their text is called: "text", "tekst"
};
/// Their bytes: beneath each of the places {number}/original, /pdf and the text.
void add_attachment_routes(Router& router, Identity& identity, Database& db, FileStore& files, const AttachedAt& at);
nlohmann::json attachments_json(const std::vector<core::Attachment>& all);
/// The uploaded files in the store, once the policy has let the caller draft on the case. Errors: not_found, forbidden.
core::Result<std::vector<KeptFile>> kept_attachments(
    Database& db, FileStore& files, const Request& request, const Caller& caller
);
/// Adds them to the draft in the path, and reads it anew. Errors: as add_attachment.
core::Result<core::Draft> attach_all(
    Transaction& tx,
    const Request& request,
    const Acting& acting,
    const Caller& caller,
    const std::vector<KeptFile>& files
);

/// Drafts at /sager/{id}/kladder.
void add_draft_pages(Router& router, Identity& identity, const CaseDesk& desk);

/// As the API tells of a draft, with its versions.
nlohmann::json draft_json(Transaction& tx, const core::Draft& draft);
/// The answer with the draft's version as ETag.
Response draft_response(Transaction& tx, const core::Draft& draft, int status = 200);
/// The draft in the path, `{id}` of the case and `{draft}`. Errors: not_found.
core::Result<core::Draft> draft_in_path(Transaction& tx, const Request& request, const Caller& caller);

/// The part of a form that holds the file, unless none was picked.
const FormPart* file_in(const Request& request, std::string_view name = "file");

}  // namespace services
