#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"

namespace core {

/// How far a case has come, in the words of OIO Sag (`fremdrift`): opstået, oplyst, afgjort,
/// bestilt, udført, afsluttet.
enum class CaseState { opened, informed, decided, ordered, executed, closed };

struct Case {
    CaseId id;
    std::string number;        ///< by the configured pattern, without gaps, e.g. "2026-000123"
    std::string title;         ///< the real title; may hold what the public must not see
    std::string public_title;  ///< what post lists and the public may be shown
    std::string subject;       ///< KLE subject number, "27.35.00"
    std::string facet;         ///< KLE facet, "P19"
    CaseState state{};
    UnitId unit;
    std::optional<UserId> caseworker;
    Confidentiality confidentiality{};
    GroupId access_group;
    Timestamp opened_at{};
    Timestamp changed_at{};
    std::optional<Timestamp> closed_at;
    std::optional<Date> deadline{};  ///< Danish date by which it should be closed; overdue from the day after
    std::string waiting_for{};       ///< what it waits for ("høringssvar fra naboer"); empty: for nothing
    std::int64_t version{1};         ///< grows with every change; a writer names the one that was read
};

/// How a case stands to another, seen from the first: it mentions it, continues it, or is continued by it.
enum class CaseRelation { see_also, follows, precedes };

/// What a party is to the case; sender and receiver are those of its letters who are no party in law.
enum class PartyRole { primary, other, representative, sender, receiver };

/// Which register a party's number is from.
enum class IdentifierKind {
    none,     ///< known by name and address alone
    cpr,      ///< a person, 10 digits
    cvr,      ///< a legal unit, 8 digits
    p_number  ///< a place of production, 10 digits
};

/// A person or organisation with a part in a case.
struct Party {
    PartyId id;
    CaseId in_case;
    PartyRole role{};
    std::string name;
    std::string identifier;  ///< digits only, as the kind says; empty for none
    std::string address;
    IdentifierKind identifier_kind{IdentifierKind::none};
};

std::string_view name_of(CaseState state);
std::optional<CaseState> case_state_named(std::string_view name);
std::string_view name_of(CaseRelation relation);
std::optional<CaseRelation> case_relation_named(std::string_view name);
std::string_view name_of(PartyRole role);
std::optional<PartyRole> party_role_named(std::string_view name);
std::string_view name_of(IdentifierKind kind);
std::optional<IdentifierKind> identifier_kind_named(std::string_view name);

}  // namespace core
