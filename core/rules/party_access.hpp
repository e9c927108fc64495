#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/model/attachment.hpp"
#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"

/// What a case's own parties see of it by themselves, without asking: the one policy of "Mine sager".
///
/// Parties have a right to their case's documents when they ask (forvaltningsloven §§ 9-15), and may let somebody act
/// for them (§ 8). What is shown without anybody having been asked is kept narrower: what was sent to them, what came
/// from them, and what a caseworker has released. The store says the same in SQL (services/store/citizen_store.hpp).
namespace core {

/// Who somebody is by a public register: a person or an organisation. Never a place of production, which has no say.
struct CitizenNumber {
    IdentifierKind kind{};  ///< cpr or cvr
    std::string digits;
    friend auto operator<=>(const CitizenNumber&, const CitizenNumber&) = default;
};

/// Somebody acts for somebody: given by the party, for one case or for all of them (forvaltningsloven § 8, stk. 1).
struct PowerOfAttorney {
    std::int64_t id{};
    CitizenNumber giver;
    CitizenNumber attorney;
    std::optional<CaseId> in_case{};  ///< absent: all of the giver's cases
    Date last_day{};                  ///< Danish date
    bool is_withdrawn{};
};

/// What the policy asks of a party.
struct PartyStanding {
    PartyRole role{};
    CitizenNumber number;
    bool is_kept_back{};  ///< a caseworker has said that this party does not see the case here
};

/// What the policy asks of a case.
struct PartyCase {
    CaseId id;
    Confidentiality confidentiality{};
    bool is_kept_back{};  ///< from all its parties
    std::vector<PartyStanding> parties;
};

/// As whom somebody looks at a case: as the party, or for it.
struct Standpoint {
    CitizenNumber party;
    std::int64_t power{};  ///< by which they act; 0: they are the party
    friend auto operator<=>(const Standpoint&, const Standpoint&) = default;
};

/// Whether the party can sign in to see its case at all: it is one in law, and known by a number.
bool can_see_own_case(const Party& party);

/// Whether the party sees the case: as one in law, not as sender or receiver of a letter, unless it is kept back, or
/// kept more closely than `most`.
bool is_shown_to(const PartyCase& one, const CitizenNumber& party, Confidentiality most);

/// Whether the power holds for a case on that day.
bool holds(const PowerOfAttorney& power, CaseId in_case, Date today);

/// All that somebody may look at the case as, sorted; nothing: there is no such case for them. Whoever acts for a party
/// can't let others act for it.
std::vector<Standpoint> standpoints(
    const CitizenNumber& who,
    const PartyCase& one,
    const std::vector<PowerOfAttorney>& powers,
    Date today,
    Confidentiality most
);

/// Why a party sees a document.
enum class PartyGround {
    written,  ///< it came from the party
    sent,     ///< it was sent to the party
    released  ///< a caseworker has said so
};

/// A ground for one party to see a document.
struct GivenGround {
    PartyGround ground{};
    CitizenNumber party;
    Timestamp at{};                           ///< of what was sent: when that was ordered
    std::vector<AttachmentId> attachments{};  ///< of what was released: those that were released with it
};

/// What the policy asks of a document: whom it has which ground for.
struct PartyDocument {
    CaseId in_case;
    Direction direction{};
    bool is_withdrawn{};
    std::vector<GivenGround> grounds;
};

/// Why the party sees the document of that case, the first ground first; nothing: it does not. What is internal and
/// what was withdrawn is never shown.
std::optional<PartyGround> ground_to_show(const PartyDocument& one, CaseId in_case, const CitizenNumber& party);

/// Why the party sees what belongs to that document: it went out with it, or was released with it. What was added later
/// went nowhere, and nobody has said that the party sees it. Nothing: it does not.
std::optional<PartyGround> ground_to_show(
    const PartyDocument& one, CaseId in_case, const CitizenNumber& party, AttachmentId attachment, Timestamp added_at
);

std::string_view name_of(PartyGround ground);
std::optional<PartyGround> party_ground_named(std::string_view name);

}  // namespace core
