#include "core/rules/access_reminders.hpp"

namespace core {

std::optional<AccessReminder> reminder_of(const AccessClock& clock) {
    if (clock.standing == ClockStanding::late) return AccessReminder::late;
    if (clock.standing != ClockStanding::running) return std::nullopt;
    // A month may end on a Saturday: the Friday before it is the last day on which anybody can answer.
    if (clock.working_days_left <= 0) return AccessReminder::today;
    if (clock.working_days_left <= reminded_before) return AccessReminder::soon;
    return std::nullopt;
}

std::string_view name_of(AccessReminder stage) {
    switch (stage) {
        case AccessReminder::soon:
            return "soon";
        case AccessReminder::today:
            return "today";
        case AccessReminder::late:
            return "late";
    }
    return {};
}

std::optional<AccessReminder> access_reminder_named(std::string_view name) {
    for (const auto stage : {AccessReminder::soon, AccessReminder::today, AccessReminder::late})
        if (name == name_of(stage)) return stage;
    return std::nullopt;
}

}  // namespace core
