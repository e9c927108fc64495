#include "core/rules/access.hpp"

#include <algorithm>
#include <array>

#include "core/names.hpp"

namespace core {

namespace {

struct Right {
    Role role;
    Action action;
};

/// Which role carries which right in its unit. What is not here is denied.
constexpr std::array rights{
    Right{Role::registrar, Action::open_case},
    Right{Role::registrar, Action::edit_case},
    Right{Role::registrar, Action::journal},
    Right{Role::registrar, Action::sort_mail},
    Right{Role::registrar, Action::review_post_list},
    Right{Role::caseworker, Action::open_case},
    Right{Role::caseworker, Action::edit_case},
    Right{Role::caseworker, Action::journal},
    Right{Role::caseworker, Action::sort_mail},
    Right{Role::leader, Action::open_case},
    Right{Role::leader, Action::edit_case},
    Right{Role::leader, Action::journal},
    Right{Role::leader, Action::sort_mail},
    Right{Role::leader, Action::review_post_list},
    Right{Role::leader, Action::oversee_drafts},
    Right{Role::leader, Action::manage_access},
    Right{Role::auditor, Action::read_log},
    Right{Role::administrator, Action::administer},
};

/// Whether the person is, or stands in for, the case's caseworker, and still handles cases.
bool is_caseworker(const Principal& principal, std::optional<UserId> caseworker) {
    if (!caseworker) return false;
    const bool is_it = principal.user == *caseworker || std::ranges::count(principal.stands_in_for, *caseworker) > 0;
    return is_it && std::ranges::any_of(principal.roles, handles_cases, &RoleInUnit::role);
}

constexpr Names roles{{
    std::pair<Role, std::string_view>{Role::registrar, "registrar"},
    {Role::caseworker, "caseworker"},
    {Role::leader, "leader"},
    {Role::archivist, "archivist"},
    {Role::politician, "politician"},
    {Role::auditor, "auditor"},
    {Role::administrator, "administrator"},
}};

constexpr Names levels{{
    std::pair<Confidentiality, std::string_view>{Confidentiality::open, "open"},
    {Confidentiality::unit, "unit"},
    {Confidentiality::restricted, "restricted"},
}};

constexpr Names kinds{{
    std::pair<GroupKind, std::string_view>{GroupKind::staff, "staff"},
    {GroupKind::unit, "unit"},
    {GroupKind::registrars, "registrars"},
    {GroupKind::confidants, "confidants"},
    {GroupKind::case_own, "case_own"},
}};

}  // namespace

bool handles_cases(Role role) {
    return role == Role::registrar || role == Role::caseworker || role == Role::leader || role == Role::archivist;
}

bool is_at_or_above(UnitId holder, UnitId unit, std::span<const UnitNode> units) {
    std::optional<UnitId> at = unit;
    // A tree of n units is at most n deep; the bound also ends a walk over a tree that was damaged
    // into a ring.
    for (std::size_t depth = 0; at && depth <= units.size(); ++depth) {
        if (*at == holder) return true;
        const auto node = std::ranges::find(units, *at, &UnitNode::id);
        at = node == units.end() ? std::nullopt : node->parent;
    }
    return false;
}

AccessGroup group_for(Confidentiality level, UnitId unit, std::optional<UserId> caseworker) {
    switch (level) {
        case Confidentiality::open:
            return {GroupKind::staff, std::nullopt, std::nullopt};
        case Confidentiality::unit:
            return {GroupKind::unit, unit, std::nullopt};
        case Confidentiality::restricted:
            break;
    }
    return {GroupKind::confidants, unit, caseworker};
}

bool is_member(
    const AccessGroup& group, UserId user, std::span<const RoleInUnit> roles_held, std::span<const UnitNode> units
) {
    const auto holds = [&](auto&& carries) {
        return std::ranges::any_of(roles_held, [&](const RoleInUnit& held) {
            return carries(held.role) && (!group.unit || is_at_or_above(held.unit, *group.unit, units));
        });
    };
    switch (group.kind) {
        case GroupKind::staff:
        case GroupKind::unit:
            return holds(handles_cases);
        case GroupKind::registrars:
            return holds([](Role role) { return role == Role::registrar; });
        case GroupKind::confidants: {
            // Someone who has left all casework no longer reads the cases they once had.
            const bool is_the_caseworker =
                group.user == user && std::ranges::any_of(roles_held, handles_cases, &RoleInUnit::role);
            return is_the_caseworker || holds([](Role role) { return role == Role::leader; });
        }
        case GroupKind::case_own:
            break;
    }
    return false;
}

bool may(const Principal& principal, Action action, const Resource& resource) {
    if (resource.group && !std::ranges::binary_search(principal.groups, *resource.group)) return false;
    if (action == Action::read) return resource.group.has_value();
    if (action == Action::manage_access && is_caseworker(principal, resource.caseworker)) return true;
    return std::ranges::any_of(principal.roles, [&](const RoleInUnit& held) {
        const bool carries = std::ranges::any_of(rights, [&](const Right& right) {
            return right.role == held.role && right.action == action;
        });
        return carries && (!resource.unit || is_at_or_above(held.unit, *resource.unit, principal.units));
    });
}

bool may_anywhere(const Principal& principal, Action action) {
    if (action == Action::read) return !principal.groups.empty();
    return may(principal, action, Resource{});
}

std::string_view name_of(Role role) {
    return roles.of(role);
}
std::optional<Role> role_named(std::string_view name) {
    return roles.find(name);
}
std::string_view name_of(Confidentiality level) {
    return levels.of(level);
}
std::optional<Confidentiality> confidentiality_named(std::string_view name) {
    return levels.find(name);
}
std::string_view name_of(GroupKind kind) {
    return kinds.of(kind);
}
std::optional<GroupKind> group_kind_named(std::string_view name) {
    return kinds.find(name);
}

}  // namespace core
