#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/http/message.hpp"

namespace services {

/// Fills client, id and is_tls: from the connection, and from X-Forwarded-For, X-Forwarded-Proto and X-Request-Id where
/// the connection comes from a trusted proxy. The client is the last address of the chain that is not itself a trusted
/// proxy; what stands before it could have been written by anybody.
void tell_peer(Request& request, const std::string& peer, bool is_tls, const std::vector<std::string>& trusted_proxies);

}  // namespace services
