#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/rules/case_access.hpp"

/// Why someone may read a case, in the rules of access.hpp and case_access.hpp: the same answer as may_read_case(),
/// with its grounds. A person is told them, and so is an auditor.
namespace core {

enum class ReadingGround {
    staff,           ///< the case is open to all staff, and the person handles cases somewhere
    unit_role,       ///< the case is its unit's, and the person handles cases there or above it
    caseworker,      ///< of the case
    leader,          ///< of the case's unit or one above it
    personal_grant,  ///< to the person
    unit_grant       ///< to a unit in which, or above which, the person handles cases
};

struct ReadingReason {
    ReadingGround ground{};
    std::optional<RoleInUnit> held;   ///< the role that it rests on; absent for a personal grant
    std::optional<CaseAccess> grant;  ///< for the two kinds of grant
    std::optional<UserId> through;    ///< whom the person stands in for; absent: it is their own
};

struct ReadingExplanation {
    std::optional<CaseAccess> block;     ///< that keeps the person out whatever else holds
    std::vector<ReadingReason> reasons;  ///< of each ground one, the person's own first; empty: they may not read it
};

/// `asker` is the person and then those they stand in for.
ReadingExplanation explain_reading(
    const CaseReaders& readers, std::span<const Persona> asker, std::span<const UnitNode> units
);

}  // namespace core
