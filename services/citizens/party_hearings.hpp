#pragma once

#include <string>
#include <vector>

#include "services/citizens/releases.hpp"
#include "services/letters/letters.hpp"
#include "services/store/party_hearing_store.hpp"

/// Hearing a party before a decision: it must know what the authority builds on that is to its disadvantage, and have a
/// chance to comment (forvaltningsloven § 19).
namespace services {

struct NewPartyHearing {
    core::PartyId party;
    std::vector<core::DocumentId> documents{};  ///< to comment on; each is released under its own title
    core::Date due{};                           ///< Danish date, after today and within a year
    std::string text;                           ///< of the letter
};

/// Journals the letter, shows it and the documents to the party, and gives the caseworker a task for the day that it
/// is due. Errors: not_found, forbidden, conflict, invalid_input ("party", "documents", "due", "text").
core::Result<PartyHearing> begin_party_hearing(
    const LetterDesk& desk, const Acting& acting, core::CaseId id, const NewPartyHearing& made
);

/// What the letter says where nobody has written another.
std::string suggested_hearing_text(const core::Case& on, core::Date due);

}  // namespace services
