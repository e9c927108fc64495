#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/case_types/case_type.hpp"
#include "services/store/party_hearing_store.hpp"
#include "services/web/words.hpp"

/// What a party is told of what happens next in its case, and when: from the case's state, deadline and phase, and the
/// sentences that the file of its type has for parties. Tasks tell their day, never their words: those are the staff's.
namespace services {

/// The step of the type that the case has come to: words of the type's file, which name nobody. Empty: none.
std::string told_step(Transaction& tx, const CaseTypes& types, const core::Case& on, Language language);

/// In the order in which they matter; never empty while the case is open. `hearing`: the one that waits for the party.
std::vector<std::string> told_next(
    Transaction& tx,
    const CaseTypes& types,
    const core::Case& on,
    const std::optional<PartyHearing>& hearing,
    Language language,
    core::Date today
);

/// When the next thing is expected, in one sentence for the list; empty: nobody has said so.
std::string told_expected(
    Transaction& tx, const CaseTypes& types, const core::Case& on, Language language, core::Date today
);

}  // namespace services
