#pragma once

#include <string>
#include <string_view>

#include "services/store/event_log.hpp"
#include "services/web/translation.hpp"

namespace services {

/// What an event holds, a line for a person: "Enhed: 3 → 4 · Frist: – → 2026-11-03". A pair is what was before and what
/// came after, in events that tell of changes so; else it is a list of two. Empty for an empty object; text that is no
/// JSON as it is.
std::string payload_text(Language language, EventKind kind, std::string_view payload);

}  // namespace services
