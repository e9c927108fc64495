#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"

/// Who may read one case, when more than its level decides: grants to single people and units, blocks
/// (forvaltningsloven § 3: whoever is disqualified takes no part), and substitutes. A block beats everything else.
namespace core {

enum class CaseAccessKind {
    grant,  ///< a person, or those who handle cases in a unit or above it, may read the case
    block   ///< a person may not, whatever their roles are
};

/// A grant or block on one case.
struct CaseAccess {
    CaseAccessId id;
    CaseId in_case;
    CaseAccessKind kind{};
    std::optional<UserId> user;  ///< either this
    std::optional<UnitId> unit;  ///< or that; a block names a person
    std::string reason;
    UserId given_by;
    Timestamp given_at{};
    std::optional<Timestamp> ends_at;  ///< from then on it is as if it had never been; absent: until it is taken back
};

/// All that decides who reads a case.
struct CaseReaders {
    Confidentiality level{};
    UnitId unit;
    std::optional<UserId> caseworker;
    std::vector<CaseAccess> access;  ///< those that hold now
};

/// As whom someone asks: themselves, or a person they stand in for.
struct Persona {
    UserId user;
    std::vector<RoleInUnit> roles;
};

/// A period in which one person acts with the roles of another.
struct Substitution {
    SubstitutionId id;
    UserId absent, substitute;
    Timestamp begins_at{};
    Timestamp ends_at{};  ///< the first second in which it does not hold any more
    UserId named_by;
    Timestamp named_at{};
};

/// What a substitute gets of the roles of the absent one: those that handle cases. Administrators and auditors are
/// followed by people who were made so themselves.
std::vector<RoleInUnit> roles_passed_on(std::span<const RoleInUnit> roles);

/// Whether the person may say who stands in for someone with these roles: for themselves, or as the leader of all units
/// in which the absent one handles cases.
bool may_name_substitute(const Principal& principal, UserId absent, std::span<const RoleInUnit> roles);

/// The group that reads the case: that of its level, or one of its own where grants or blocks hold.
AccessGroup group_of_case(CaseId id, const CaseReaders& readers);

/// Whether someone belongs to a group that is not a case's own. `asker` is the person and then those they stand in for.
bool is_member(const AccessGroup& group, std::span<const Persona> asker, std::span<const UnitNode> units);

/// Whether someone may read the case. `asker` is the person and then those they stand in for; empty for one who is not
/// active. Someone who is blocked does not read by way of another, and no one reads by way of someone who is blocked.
bool may_read_case(const CaseReaders& readers, std::span<const Persona> asker, std::span<const UnitNode> units);

std::string_view name_of(CaseAccessKind kind);
std::optional<CaseAccessKind> case_access_kind_named(std::string_view name);

}  // namespace core
