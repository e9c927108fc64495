#pragma once

#include <cstdint>
#include <vector>

#include "core/id.hpp"
#include "core/rules/access.hpp"
#include "services/store/event_log.hpp"

/// What other systems hear of: the event log, as far as someone may read the things that it tells of.
namespace services {

/// Whether a kind of event tells of casework. Who signed in, and what was set, stays in the house.
bool is_heard_outside(EventKind kind);

struct HeardEvents {
    std::vector<Event> events;  ///< oldest first
    core::EventId position;     ///< how far the log was looked through; the next look begins after it
    bool is_at_end{};           ///< there was nothing after `position`
};

/// The events after `after` that concern a case or an incoming item which `who` may read now, at most `limit` of them.
/// One look goes through a bounded stretch of the log, so that few or no events may come with a position further on.
HeardEvents heard_events(Transaction& tx, const core::Principal& who, core::EventId after, std::int64_t limit);

}  // namespace services
