#pragma once

#include <vector>

#include "core/result.hpp"
#include "core/rules/case_access.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"

/// Who stands in for whom. A substitute is in the groups of the absent one and acts with the roles that handle cases,
/// for a period; the log names who really acted.
namespace services {

struct NewSubstitution {
    core::UserId absent, substitute;
    core::Date first{}, last{};  ///< whole Danish days
};

inline constexpr std::chrono::days substitution_limit{366};

/// Errors: invalid_input with its field, forbidden unless it is for oneself or as leader of the absent one.
core::Result<core::Substitution> name_substitute(Transaction& tx, const Acting& acting, const NewSubstitution& made);
/// By either of the two, or who might name it. Errors: not_found, forbidden.
core::Result<void> end_substitution(Transaction& tx, const Acting& acting, core::SubstitutionId id);
/// Those that run or are to come and that the person may see: their own, and those of the people they lead; an
/// administrator sees all.
std::vector<core::Substitution> substitutions_seen(Transaction& tx, const core::Principal& who);

}  // namespace services
