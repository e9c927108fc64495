#pragma once

#include "core/rules/access.hpp"
#include "core/time.hpp"

namespace services {

/// Who acts, and when.
struct Acting {
    const core::Principal& who;
    core::Timestamp now{};
};

}  // namespace services
