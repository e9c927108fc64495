#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "core/model/case.hpp"
#include "services/cases/cases.hpp"

/// What a change makes of a case, for one and for many alike.
namespace services {

/// The case as the change leaves it, apart from its access group and version.
core::Case changed(const core::Case& before, const CaseChange& change, core::Timestamp now);

/// Which fields differ, by name; titles themselves stay out of the log.
nlohmann::json changed_fields(const core::Case& before, const core::Case& after);

/// The unit and people that a case is to have must be there. Errors: invalid_input with its field.
core::Result<void> check_people(Transaction& tx, core::UnitId unit, std::optional<core::UserId> caseworker);

}  // namespace services
