#pragma once

#include <cstddef>
#include <string>

#include "core/model/case.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"

/// What the use cases of cases check alike.
namespace services {

core::Error invalid_field(std::string field, std::string detail);

/// One line of at most 255 characters: KOMBIT's index takes no longer titles (SF1470). Errors: invalid_input.
core::Result<void> check_line(const std::string& text, const char* field, bool may_be_empty = false);

/// Text that may have several lines, of at most `limit` characters, and something to read in it. Errors: invalid_input.
core::Result<void> check_text(const std::string& text, const char* field, std::size_t limit);

/// Why something is done: 1 to 1,000 characters. Errors: invalid_input.
inline constexpr std::size_t reason_limit = 1000;

/// Errors: not_found where the case may not be read, forbidden.
core::Result<void> require_on_case(const core::Principal& who, core::Action action, const core::Case& on);

}  // namespace services
