#pragma once

#include <string_view>

#include "core/rules/explanation.hpp"

namespace services {

/// As the API and the log write it.
std::string_view name_of(core::ReadingGround ground);

}  // namespace services
