#pragma once

#include <string_view>
#include <vector>

#include "core/model/case.hpp"
#include "core/result.hpp"
#include "core/rules/explanation.hpp"
#include "services/store/database.hpp"

/// Who may read a case, and why.
namespace services {

/// Why the asker may. Errors: not_found.
core::Result<core::ReadingExplanation> why_readable(Transaction& tx, const core::Principal& who, core::CaseId id);

struct CaseReader {
    core::UserId user;
    core::ReadingExplanation why;
};
/// Everybody who may read it, and those who are blocked. For whoever may change who does, for auditors and for
/// administrators, who need not be able to read it themselves. Errors: not_found.
core::Result<std::vector<CaseReader>> readers_of_case(Transaction& tx, const core::Principal& who, core::CaseId id);

}  // namespace services
