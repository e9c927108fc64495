#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/model/hearing.hpp"
#include "core/result.hpp"
#include "services/participation/gate.hpp"
#include "services/web/translation.hpp"

/// How hearings are spoken of.
namespace services {

std::string spoken(Language language, core::HearingPhase phase);
std::string spoken(Language language, core::HearingState state);
std::string spoken(Language language, core::AnswerShowing state);
/// "good", "busy" or "": of a chip
std::string tone_of(core::HearingPhase phase);
std::string tone_of(core::AnswerShowing state);
/// "Åben for svar til og med 12. december 2026 · 5 dage tilbage" and the like.
std::string spoken_time(Language language, const core::Hearing& one, core::Date today);
/// What is wrong with what was typed, for its field.
std::string said_of_hearing(Language language, const core::Error& error);
/// By what it was taken down: "Taget ned den 3. november 2026 efter offentlighedslovens § 30, nr. 1".
std::string spoken_takedown(Language language, const std::optional<core::Timestamp>& at, const std::string& exemption);
/// What the gate found, as pages show it: [{place, what, before, hit, after, is_certain}].
nlohmann::json gate_json(Language language, const GateReport& report);

}  // namespace services
