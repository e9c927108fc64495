#pragma once

#include "services/http/message.hpp"

namespace services {

/// A problem the transport itself answers with, whose status no ErrorCode has: 405, 408, 431, 500, 501, 505; others are
/// described by the error's code.
Response problem_with_status(int status, const core::Error& error, const Request& request);

}  // namespace services
