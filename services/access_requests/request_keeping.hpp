#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "core/model/access_request.hpp"
#include "services/cases/cases.hpp"

/// What the use cases of access requests share: the event on the request's case, and what the case shows of it.
namespace services {

inline constexpr const char* access_case_type = "access_request";

void append_access_event(
    Transaction& tx,
    EventKind kind,
    const core::AccessRequest& one,
    std::optional<core::UserId> actor,
    core::Timestamp now,
    nlohmann::json payload
);

/// Brings what the case shows in line, as the house itself: whoever may work on the request may do that. A case that
/// can't be changed any more keeps what it says.
void keep_access_sheet(
    Transaction& tx, const CaseSettings& settings, const core::AccessRequest& one, core::Timestamp now
);

/// Each once and in order; offentlighedsloven where none is named.
std::vector<core::AccessLaw> tidied(std::vector<core::AccessLaw> laws);

}  // namespace services
