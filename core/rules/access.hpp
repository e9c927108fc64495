#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/id.hpp"

/// Who may see and do what: the one policy of the house.
///
/// Everything that can be read carries the id of one *access group*. A person's groups follow from
/// their roles in units (groups_of), and are kept in the table group_members, so that SQL
/// (`access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)`) and search (a
/// filter term for each group) ask the very same question as may_read(). Nothing is granted that is
/// not granted here.
namespace core {

enum class Role { registrar, caseworker, leader, archivist, politician, auditor, administrator };

/// A role held in a unit holds in all units beneath it.
struct RoleInUnit {
    Role role{};
    UnitId unit;
    friend bool operator==(const RoleInUnit&, const RoleInUnit&) = default;
};

struct UnitNode {
    UnitId id;
    std::optional<UnitId> parent;
};

/// How closely a case is kept.
enum class Confidentiality {
    open,       ///< every member of staff may read it
    unit,       ///< those with a role in the unit may
    restricted  ///< its caseworker and the unit's leaders may
};

enum class GroupKind {
    staff,       ///< everyone with a role that handles cases, anywhere
    unit,        ///< caseworkers, registrars and leaders of a unit and of those above it
    registrars,  ///< registrars of a unit and of those above it: its unsorted post
    confidants,  ///< one caseworker, and the leaders of the unit and of those above it
    case_own     ///< the readers of one case with grants or blocks (case_access.hpp)
};

/// What a group is; equal for every asker, and the key under which the store finds its id.
struct AccessGroup {
    GroupKind kind{};
    std::optional<UnitId> unit;       ///< absent for staff and case_own
    std::optional<UserId> user;       ///< present for confidants, if the case has a caseworker
    std::optional<CaseId> in_case{};  ///< present for case_own
    friend bool operator==(const AccessGroup&, const AccessGroup&) = default;
};

/// The group that may read a case or document.
AccessGroup group_for(Confidentiality level, UnitId unit, std::optional<UserId> caseworker);

/// Whether a role held in `holder` holds in `unit` too. `units` is the whole tree.
bool is_at_or_above(UnitId holder, UnitId unit, std::span<const UnitNode> units);

/// Roles that handle cases, and so belong to staff and to their unit's group. Politicians, auditors and administrators
/// do not: they read what is granted to them elsewhere.
bool handles_cases(Role role);

/// Whether someone with these roles belongs to a group. `units` is the whole tree. Never for case_own, which depends on
/// more: may_read_case() in case_access.hpp answers it.
bool is_member(
    const AccessGroup& group, UserId user, std::span<const RoleInUnit> roles, std::span<const UnitNode> units
);

enum class Action {
    read,
    open_case,         ///< create a case in the unit
    edit_case,         ///< change a case, its parties and state
    journal,           ///< journal a document or an incoming item
    sort_mail,         ///< see the mailroom, hand items on, upload
    oversee_drafts,    ///< free a draft that another has checked out; let a case's documents go with one approver again
    review_post_list,  ///< release or withhold an entry of the public post list
    manage_access,     ///< grant the reading of one case to someone, or block someone from it
    read_log,          ///< read the event log
    administer         ///< users, units, failed jobs
};

/// Someone who is signed in, as the policy sees them.
struct Principal {
    UserId user;
    std::vector<RoleInUnit> roles;        ///< with those of the people they stand in for
    std::vector<GroupId> groups;          ///< sorted; what may be read
    std::vector<UnitNode> units;          ///< the unit tree at sign-in
    std::vector<UserId> stands_in_for{};  ///< whose substitute they are now
};

/// What is asked for: where it belongs and who may read it.
struct Resource {
    std::optional<UnitId> unit;    ///< absent: the authority as a whole
    std::optional<GroupId> group;  ///< absent: nothing to read, only an act in the unit
    /// Of a case; only manage_access asks.
    std::optional<UserId> caseworker{};
};

/// The whole policy in one question. Reading asks the group alone; acting asks for a role that
/// carries the right, held in the resource's unit or above it, and for the resource to be readable. Who may read a case
/// is also a matter for its own caseworker (manage_access).
bool may(const Principal& principal, Action action, const Resource& resource);

/// Whether the person holds the right anywhere: decides what a menu shows, never what is done.
bool may_anywhere(const Principal& principal, Action action);

std::string_view name_of(Role role);
std::optional<Role> role_named(std::string_view name);
std::string_view name_of(Confidentiality level);
std::optional<Confidentiality> confidentiality_named(std::string_view name);
std::string_view name_of(GroupKind kind);
std::optional<GroupKind> group_kind_named(std::string_view name);

}  // namespace core
