#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"

namespace services {

/// What a receiver checks to know that we sent a body, and when: "t=SECONDS,v1=HEX", where HEX is the HMAC-SHA-256
/// (RFC 2104), keyed with the webhook's secret, of SECONDS, a full stop and the body. SECONDS is the time of sending,
/// so that an old message can't be sent again by others.
std::string webhook_signature(std::string_view secret, core::Timestamp at, std::string_view body);

}  // namespace services
