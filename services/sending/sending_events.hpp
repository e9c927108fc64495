#pragma once

#include <optional>

#include "core/model/sending.hpp"
#include "services/store/event_log.hpp"

namespace services {

/// What happened to a sending, on its document and case: by which channel, the proof's hash, and why it was not sent.
/// Neither receiver nor text goes into the log.
void append_sending_event(
    Transaction& tx, EventKind kind, const core::Sending& one, core::Timestamp now, std::optional<core::UserId> actor
);

}  // namespace services
