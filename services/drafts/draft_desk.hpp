#pragma once

#include <nlohmann/json_fwd.hpp>

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
