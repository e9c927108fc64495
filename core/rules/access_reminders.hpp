#pragma once

#include <optional>
#include <string_view>

#include "core/rules/access_clock.hpp"

/// When somebody is reminded that a request for access must be answered.
namespace core {

enum class AccessReminder {
    soon,   ///< three working days are left, or fewer
    today,  ///< it is the last working day
    late    ///< the day is over: a leader is told
};

inline constexpr std::int64_t reminded_before = 3;  ///< working days

/// What is to be said today, if it was not said of this day yet. Nothing of what waits for the asker or has ended.
std::optional<AccessReminder> reminder_of(const AccessClock& clock);

std::string_view name_of(AccessReminder stage);
std::optional<AccessReminder> access_reminder_named(std::string_view name);

}  // namespace core
