#include "core/rules/case_access.hpp"

#include <algorithm>

#include "core/names.hpp"

namespace core {

namespace {

constexpr Names kinds{{
    std::pair<CaseAccessKind, std::string_view>{CaseAccessKind::grant, "grant"},
    {CaseAccessKind::block, "block"},
}};

bool is_blocked(const CaseReaders& readers, UserId user) {
    return std::ranges::any_of(readers.access, [&](const CaseAccess& one) {
        return one.kind == CaseAccessKind::block && one.user == user;
    });
}

bool is_granted(const CaseReaders& readers, const Persona& persona, std::span<const UnitNode> units) {
    return std::ranges::any_of(readers.access, [&](const CaseAccess& one) {
        if (one.kind != CaseAccessKind::grant) return false;
        if (one.user) return one.user == persona.user;
        return is_member({GroupKind::unit, one.unit, std::nullopt}, persona.user, persona.roles, units);
    });
}

}  // namespace

std::vector<RoleInUnit> roles_passed_on(std::span<const RoleInUnit> roles) {
    std::vector<RoleInUnit> passed;
    std::ranges::copy_if(roles, std::back_inserter(passed), handles_cases, &RoleInUnit::role);
    return passed;
}

bool may_name_substitute(const Principal& principal, UserId absent, std::span<const RoleInUnit> roles) {
    if (principal.user == absent) return true;
    const auto passed = roles_passed_on(roles);
    const auto leads = [&](const RoleInUnit& held) {
        return std::ranges::any_of(principal.roles, [&](const RoleInUnit& own) {
            return own.role == Role::leader && is_at_or_above(own.unit, held.unit, principal.units);
        });
    };
    return !passed.empty() && std::ranges::all_of(passed, leads);
}

AccessGroup group_of_case(CaseId id, const CaseReaders& readers) {
    if (readers.access.empty()) return group_for(readers.level, readers.unit, readers.caseworker);
    return {GroupKind::case_own, std::nullopt, std::nullopt, id};
}

bool is_member(const AccessGroup& group, std::span<const Persona> asker, std::span<const UnitNode> units) {
    return std::ranges::any_of(asker, [&](const Persona& persona) {
        return is_member(group, persona.user, persona.roles, units);
    });
}

bool may_read_case(const CaseReaders& readers, std::span<const Persona> asker, std::span<const UnitNode> units) {
    if (asker.empty() || is_blocked(readers, asker.front().user)) return false;
    const auto by_level = group_for(readers.level, readers.unit, readers.caseworker);
    return std::ranges::any_of(asker, [&](const Persona& persona) {
        return !is_blocked(readers, persona.user) &&
               (is_member(by_level, persona.user, persona.roles, units) || is_granted(readers, persona, units));
    });
}

std::string_view name_of(CaseAccessKind kind) {
    return kinds.of(kind);
}
std::optional<CaseAccessKind> case_access_kind_named(std::string_view name) {
    return kinds.find(name);
}

}  // namespace core
