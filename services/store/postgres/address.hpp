#pragma once

#include <string>
#include <string_view>

namespace services::postgres {

/// The text with the password left out, where it is the address of a database: "postgres://…" or "key=value …". To be
/// shown and logged.
std::string without_password(std::string_view text);

}  // namespace services::postgres
