#pragma once

#include <nlohmann/json_fwd.hpp>

#include "services/cases/case_api.hpp"

/// Parts of cases, moved documents and merged cases under /api/v1.
namespace services {

void add_filing_api(Router& router, Identity& identity, const CaseApi& api);

/// `sub_files`, `moved_documents` and `merged` of a case that `who` may read; with its documents listed, where each
/// lies. What `who` may not read of the other cases is null.
void put_filing(Transaction& tx, const core::Principal& who, core::CaseId id, nlohmann::json& one_case);

}  // namespace services
