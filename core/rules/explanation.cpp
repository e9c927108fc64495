#include "core/rules/explanation.hpp"

#include <algorithm>

namespace core {

namespace {

const CaseAccess* block_of(const CaseReaders& readers, UserId user) {
    const auto found = std::ranges::find_if(readers.access, [&](const CaseAccess& one) {
        return one.kind == CaseAccessKind::block && one.user == user;
    });
    return found == readers.access.end() ? nullptr : &*found;
}

bool is_leader(Role role) {
    return role == Role::leader;
}

/// The first role that carries, held in the unit, or else above it, or with no unit anywhere.
std::optional<RoleInUnit> role_held(
    const Persona& persona, bool (*carries)(Role), std::optional<UnitId> unit, std::span<const UnitNode> units
) {
    std::optional<RoleInUnit> above;
    for (const auto& held : persona.roles) {
        if (!carries(held.role)) continue;
        if (!unit || held.unit == *unit) return held;
        if (!above && is_at_or_above(held.unit, *unit, units)) above = held;
    }
    return above;
}

void explain_level(
    std::vector<ReadingReason>& out, const CaseReaders& readers, const Persona& persona, std::span<const UnitNode> units
) {
    const auto add = [&](ReadingGround ground, const std::optional<RoleInUnit>& held) {
        if (held) out.push_back({ground, held, std::nullopt, std::nullopt});
    };
    switch (readers.level) {
        case Confidentiality::open:
            return add(ReadingGround::staff, role_held(persona, handles_cases, std::nullopt, units));
        case Confidentiality::unit:
            return add(ReadingGround::unit_role, role_held(persona, handles_cases, readers.unit, units));
        case Confidentiality::restricted:
            break;
    }
    if (readers.caseworker == persona.user)
        add(ReadingGround::caseworker, role_held(persona, handles_cases, std::nullopt, units));
    add(ReadingGround::leader, role_held(persona, is_leader, readers.unit, units));
}

void explain_grants(
    std::vector<ReadingReason>& out, const CaseReaders& readers, const Persona& persona, std::span<const UnitNode> units
) {
    for (const auto& one : readers.access) {
        if (one.kind != CaseAccessKind::grant) continue;
        if (one.user == persona.user) out.push_back({ReadingGround::personal_grant, std::nullopt, one, std::nullopt});
        if (!one.unit) continue;
        if (const auto held = role_held(persona, handles_cases, one.unit, units))
            out.push_back({ReadingGround::unit_grant, held, one, std::nullopt});
    }
}

}  // namespace

ReadingExplanation explain_reading(
    const CaseReaders& readers, std::span<const Persona> asker, std::span<const UnitNode> units
) {
    ReadingExplanation explanation;
    if (asker.empty()) return explanation;
    if (const auto* block = block_of(readers, asker.front().user)) {
        explanation.block = *block;
        return explanation;
    }
    for (const auto& persona : asker) {
        if (block_of(readers, persona.user)) continue;
        const auto begin = explanation.reasons.size();
        explain_level(explanation.reasons, readers, persona, units);
        explain_grants(explanation.reasons, readers, persona, units);
        if (persona.user == asker.front().user) continue;
        for (auto i = begin; i < explanation.reasons.size(); ++i) explanation.reasons[i].through = persona.user;
    }
    return explanation;
}

}  // namespace core
