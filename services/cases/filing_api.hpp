#pragma once

#include <map>
#include <optional>

#include "core/model/sub_file.hpp"
#include "services/api/json_text.hpp"
#include "services/cases/case_api.hpp"

/// Parts of cases, moved documents and merged cases under /api/v1.
namespace services {

void add_filing_api(Router& router, Identity& identity, const CaseApi& api);

/// In which part of a case its documents lie; those that lie in none are not named.
using SubFileOfDocument = std::map<core::DocumentId, core::SubFileId>;

/// Writes `sub_files`, `moved_documents` and `merged` of a case that `who` may read. What `who` may not read of the
/// other cases is null. Gives where its documents lie, unless it has no parts.
std::optional<SubFileOfDocument> write_filing(
    Transaction& tx, const core::Principal& who, core::CaseId id, JsonText& out
);

}  // namespace services
