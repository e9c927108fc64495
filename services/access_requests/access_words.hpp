#pragma once

#include <string>
#include <vector>

#include "core/model/access_request.hpp"
#include "services/web/translation.hpp"

/// How requests for access are spoken of.
namespace services {

/// "offentlighedsloven"
std::string name_of_law(Language language, core::AccessLaw law);
/// What it gives a right to, for the form: "Offentlighedsloven: enhver kan bede om at se …"
std::string explained_law(Language language, core::AccessLaw law);
/// Where its time stands: "offentlighedslovens § 36, stk. 2"
std::string paragraph_of(Language language, core::AccessLaw law);
std::string spoken(Language language, core::AskerKind kind);
std::string spoken(Language language, core::AskChannel channel);
std::string spoken(Language language, core::AccessState state);
std::string spoken(Language language, core::AccessOutcome outcome);
std::string spoken(Language language, core::AccessDecision decision);
std::string spoken(Language language, core::AccessSize size);

/// "Svares senest fredag den 5. april 2024", "Skulle have været besvaret …", and the like: one line.
std::string spoken_due(Language language, const core::AccessClock& clock);
/// "3 arbejdsdage tilbage", "I dag", "2 arbejdsdage over fristen", "Venter på ansøgeren"
std::string spoken_left(Language language, const core::AccessClock& clock);
/// "good", "warn", "bad", "busy": of a chip
std::string tone_of(const core::AccessClock& clock);
/// Each step of the clock as a sentence, in order.
std::vector<std::string> explained(Language language, const core::AccessClock& clock);

}  // namespace services
