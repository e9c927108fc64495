#pragma once

#include "services/access_requests/access_requests.hpp"

/// The authority's working days, where they are other than the law's. A change moves the days of open requests at once,
/// and each of them tells why.
namespace services {

/// By administrators. Takes the place of what was said of that day. Errors: forbidden, invalid_input (name, date: a
/// weekend, or as the law has it already).
core::Result<void> change_calendar(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, const core::CalendarChange& change
);
/// Errors: forbidden, not_found.
core::Result<void> undo_calendar_change(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, std::int64_t id
);

}  // namespace services
