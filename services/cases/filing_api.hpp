#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "core/model/sub_file.hpp"
#include "services/cases/case_api.hpp"

/// Parts of cases, moved documents and merged cases under /api/v1.
namespace services {

void add_filing_api(Router& router, Identity& identity, const CaseApi& api);

/// In which part of a case its documents lie; those that lie in none are not named.
using SubFileOfDocument = std::map<core::DocumentId, core::SubFileId>;

/// Puts `sub_files`, `moved_documents` and `merged` of a case that `who` may read. What `who` may not read of the other
/// cases is null. Gives where its documents lie, unless it has no parts.
std::optional<SubFileOfDocument> put_filing(
    Transaction& tx, const core::Principal& who, core::CaseId id, nlohmann::json& one_case
);

}  // namespace services
