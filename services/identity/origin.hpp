#pragma once

#include <string>
#include <string_view>

#include "services/http/message.hpp"

/// Where a request comes from, and where a person may be sent on to.
namespace services {

/// Whether the method is one that may change something: anything but GET, HEAD and OPTIONS (RFC 9110 § 9.2.1).
bool changes_something(const Request& request);

/// Whether the browser says that another site had it sent: by Sec-Fetch-Site, else by Origin. Clients that say nothing
/// are no browsers of today.
bool is_cross_site(const Request& request);

/// A path of ours to go on to: begins with one '/', and no browser takes it for another host ("//host", "/\host", with
/// or without tabs and line breaks, which browsers drop). Anything else gives an empty text.
std::string local_path(std::string_view path);

/// "/log-ind?next=…", coming back to the path, if it is ours, afterwards.
std::string sign_in_path(std::string_view next);

/// The answer to a request whose address is the key: nobody else is to keep or find it.
Response kept_private(Response response);

}  // namespace services
