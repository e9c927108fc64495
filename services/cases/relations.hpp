#pragma once

#include <vector>

#include "services/cases/cases.hpp"
#include "services/store/casework_store.hpp"

/// Cases that belong together: one mentions, continues or is continued by another.
namespace services {

/// Only those that the asker may read. Errors: not_found.
core::Result<std::vector<RelatedCase>> related_cases(Transaction& tx, const core::Principal& who, core::CaseId of);

/// The one who relates may change `one` and read `other`; both cases' histories tell of it. Errors: not_found,
/// forbidden, invalid_input (field case: the case itself), conflict where the two are related already.
core::Result<void> relate_cases(
    Transaction& tx, const Acting& acting, core::CaseId one, core::CaseRelation relation, core::CaseId other
);
/// Errors: not_found, forbidden.
core::Result<void> unrelate_cases(Transaction& tx, const Acting& acting, core::CaseId one, core::CaseId other);

}  // namespace services
