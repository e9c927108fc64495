#pragma once

#include <optional>
#include <string>

#include "core/model/case.hpp"
#include "core/rules/party_access.hpp"
#include "services/web/words.hpp"

/// A case as one tells of it to somebody who has never worked in an office.
namespace services {

/// Where it stands, as a sentence.
std::string told_state(Language language, core::CaseState state);
/// In a word or two, for the list: "I gang".
std::string told_state_briefly(Language language, core::CaseState state);
/// When the authority means to be done; empty where it is, or has not said so.
std::string told_deadline(Language language, const core::Case& one, core::Date today);
/// "Sendt til dig". `by_power`: the reader acts for the party.
std::string told_ground(Language language, core::PartyGround ground, bool by_power);

}  // namespace services
