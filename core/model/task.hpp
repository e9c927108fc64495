#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/id.hpp"
#include "core/time.hpp"

namespace core {

using TaskId = Id<struct TaskTag>;

/// Something that is to be done by a day: by one person, or by whoever in the unit takes it.
struct Task {
    TaskId id;
    std::optional<CaseId> in_case;  ///< absent: it stands by itself
    std::string title;
    UnitId unit;
    std::optional<UserId> person;
    Date due{};        ///< Danish date; overdue from the day after
    Date remind_on{};  ///< from this day it is pointed out to the person
    GroupId access_group;
    Timestamp made_at{};
    UserId made_by;
    struct Done {
        Timestamp at{};
        UserId by;
    };
    std::optional<Done> done;
    std::int64_t version{1};  ///< grows with every change; a writer names the one that was read
};

}  // namespace core
