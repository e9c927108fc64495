#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace core {

/// A day that is other than the law's holidays and weekends have it: one off that they do not know ("Juleaftensdag,
/// lukket"), or a holiday that is none any more.
struct CalendarChange {
    Date date{};
    std::string name;
    bool is_off{true};
};

/// Which days an authority works: Monday to Friday but for public holidays (working_days.hpp), with the changes that
/// have been made to that.
class WorkCalendar {
  public:
    WorkCalendar() = default;
    /// Of two changes of one day the later one holds.
    explicit WorkCalendar(std::vector<CalendarChange> changes);

    bool is_working_day(Date date) const;
    /// What a Monday to Friday that is not worked is called; empty for a working day and a weekend.
    std::string name_of_day_off(Date date) const;
    /// The `count`th working day after `from`, which is itself not counted; `from` for 0. `count` is not negative.
    Date working_days_from(Date from, std::int64_t count) const;
    /// Working days after `from` up to and with `to`; 0 where `to` is not later.
    std::int64_t working_days_between(Date from, Date to) const;

  private:
    const CalendarChange* change_of(Date date) const;

    std::vector<CalendarChange> changes_;  ///< by date
};

}  // namespace core
