#include "core/rules/party_access.hpp"

#include <algorithm>

#include "core/names.hpp"

namespace core {

namespace {

constexpr Names grounds{{
    std::pair<PartyGround, std::string_view>{PartyGround::written, "written"},
    {PartyGround::sent, "sent"},
    {PartyGround::released, "released"},
}};

}  // namespace

bool can_see_own_case(const Party& party) {
    const bool is_in_law = party.role == PartyRole::primary || party.role == PartyRole::other;
    const bool is_known = party.identifier_kind == IdentifierKind::cpr || party.identifier_kind == IdentifierKind::cvr;
    return is_in_law && is_known && !party.identifier.empty();
}

bool is_shown_to(const PartyCase& one, const CitizenNumber& party, Confidentiality most) {
    if (one.is_kept_back || one.confidentiality > most || party.digits.empty()) return false;
    if (party.kind != IdentifierKind::cpr && party.kind != IdentifierKind::cvr) return false;
    bool is_party = false;
    for (const auto& standing : one.parties) {
        if (standing.number != party) continue;
        if (standing.is_kept_back) return false;
        is_party = is_party || standing.role == PartyRole::primary || standing.role == PartyRole::other;
    }
    return is_party;
}

bool holds(const PowerOfAttorney& power, CaseId in_case, Date today) {
    return !power.is_withdrawn && today <= power.last_day && (!power.in_case || *power.in_case == in_case);
}

std::vector<Standpoint> standpoints(
    const CitizenNumber& who,
    const PartyCase& one,
    const std::vector<PowerOfAttorney>& powers,
    Date today,
    Confidentiality most
) {
    std::vector<Standpoint> found;
    if (is_shown_to(one, who, most)) found.push_back({who, 0});
    for (const auto& power : powers)
        if (power.attorney == who && holds(power, one.id, today) && is_shown_to(one, power.giver, most))
            found.push_back({power.giver, power.id});
    std::ranges::sort(found);
    return found;
}

std::optional<PartyGround> ground_to_show(const PartyDocument& one, CaseId in_case, const CitizenNumber& party) {
    if (one.in_case != in_case || one.is_withdrawn || one.direction == Direction::internal) return std::nullopt;
    std::optional<PartyGround> best;
    for (const auto& given : one.grounds)
        if (given.party == party && (!best || given.ground < *best)) best = given.ground;
    return best;
}

std::optional<PartyGround> ground_to_show(
    const PartyDocument& one, CaseId in_case, const CitizenNumber& party, AttachmentId attachment, Timestamp added_at
) {
    std::optional<PartyGround> best;
    if (!ground_to_show(one, in_case, party)) return best;
    for (const auto& given : one.grounds) {
        const bool was_sent = given.ground == PartyGround::sent && added_at <= given.at;
        const bool was_released = given.ground == PartyGround::released &&
                                  std::ranges::find(given.attachments, attachment) != given.attachments.end();
        if (given.party == party && (was_sent || was_released) && (!best || given.ground < *best)) best = given.ground;
    }
    return best;
}

std::string_view name_of(PartyGround ground) {
    return grounds.of(ground);
}
std::optional<PartyGround> party_ground_named(std::string_view name) {
    return grounds.find(name);
}

}  // namespace core
