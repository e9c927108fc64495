#pragma once

#include <string>
#include <vector>

#include "services/citizens/own_cases.hpp"

/// Letting somebody act in one's cases (forvaltningsloven § 8): given by the party itself, and taken back at any time.
/// Each is told in the history of the cases that it is about.
namespace services {

struct NewPower {
    std::string number;                     ///< CPR or CVR, as typed
    std::string name;                       ///< as the giver calls them, one line
    std::optional<core::CaseId> in_case{};  ///< absent: all of the giver's cases
    core::Date last_day{};
};
inline constexpr std::chrono::days longest_power{3 * 366};

/// Errors: invalid_input ("number", "name", "last_day", "in_case": not the giver's own).
core::Result<GivenPower> give_power(
    Transaction& tx, const Citizen& who, const CitizenRules& rules, core::Timestamp now, const NewPower& made
);
/// By the one who gave it, or the one who has it. Errors: not_found.
core::Result<void> withdraw_power(
    Transaction& tx, const Citizen& who, const CitizenRules& rules, core::Timestamp now, std::int64_t id
);

}  // namespace services
