#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/case.hpp"
#include "core/result.hpp"
#include "core/rules/case_access.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"

/// Grants and blocks on single cases. Reading is all that a grant gives: acting still asks for a role in the case's
/// unit.
namespace services {

struct NewCaseAccess {
    core::CaseAccessKind kind{};
    std::optional<core::UserId> user;  ///< either this
    std::optional<core::UnitId> unit;  ///< or that, for a grant
    std::string reason;                ///< 1 to 500 characters, one line
    std::optional<core::Date> until;   ///< the last day on which it holds; absent: until it is taken back
};

/// The grants and blocks that hold. Only for those who may change them: a reason may be a person's own affair. Errors:
/// not_found, forbidden.
core::Result<std::vector<core::CaseAccess>> case_access(Transaction& tx, const core::Principal& who, core::CaseId id);

/// Errors: not_found, forbidden, invalid_input with its field, conflict where the person or unit has one of that kind
/// already, or where nobody would be left who may read the case and change who reads it.
core::Result<core::CaseAccess> give_case_access(
    Transaction& tx, const Acting& acting, core::CaseId id, const NewCaseAccess& made
);
/// Errors: not_found, forbidden.
core::Result<void> take_back_case_access(
    Transaction& tx, const Acting& acting, core::CaseId id, core::CaseAccessId access
);

/// Whether the person may grant reading of this case, or block someone from it.
bool may_manage_access(const core::Principal& who, const core::Case& one);

}  // namespace services
