#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rules/work_calendar.hpp"
#include "core/time.hpp"

/// When a request for access to files must be answered, and why on that day.
namespace core {

/// By which law someone asks. One request may stand on several; each is answered in its own time.
enum class AccessLaw {
    public_access,  ///< offentlighedsloven: anyone, to anything
    party_access,   ///< forvaltningsloven: a party, to its own case
    own_data,       ///< databeskyttelsesforordningen, article 15: a person, to what is held on them
    environment     ///< miljøoplysningsloven: anyone, to what is known of the environment
};

/// Time in which the authority waits for the one who asked (what is wanted is not clear, or who asks is not). The days
/// after `from`, up to and with `to`, are not counted: as with a receipt, counting begins on the day after.
struct AccessPause {
    Date from{};
    std::optional<Date> to{};  ///< absent: it still waits
    std::string reason;
};

/// The one who asked has been told that the answer takes longer, until when, and why.
struct AccessExtension {
    Date told_on{};
    Date until{};
    std::string reason;
};

/// All that the clock goes by.
struct AccessCourse {
    std::vector<AccessLaw> laws;  ///< at least one
    Date received{};
    std::vector<AccessPause> pauses{};
    std::vector<AccessExtension> extensions{};
    std::optional<Date> ended{};  ///< answered, or withdrawn
};

enum class ClockStanding { running, paused, late, ended_in_time, ended_late };

/// One thing that had a say in the date; together, in order, they explain it.
struct ClockStep {
    enum class Kind {
        received,      ///< `date` is not counted
        working_days,  ///< `count` of them by `law`
        months,        ///< `count` of them by `law`
        day_off,       ///< `date` was not counted: `words` is its name
        pause,         ///< from `date` to `until`, `count` days not counted, because of `words`
        due,           ///< so that it falls on `date`
        extension      ///< told on `date`, until `until`, because of `words`; `is_late` if told after it was due
    };
    Kind kind{};
    Date date{};
    std::optional<Date> until{};
    std::int64_t count{};
    AccessLaw law{};
    std::string words{};
    bool is_late{};
};

struct AccessClock {
    AccessLaw law{};  ///< the one that is due first
    Date lawful{};    ///< what the law gives, with pauses, before extensions
    Date due{};       ///< what holds now; the last day on which an answer is in time
    ClockStanding standing{};
    std::int64_t working_days_left{};  ///< until `due`; negative: so many since
    /// From this day the time used may be complained of by itself (offentlighedslovens § 39: after 14 working days);
    /// by other laws there is none.
    std::optional<Date> slowness_from{};
    std::vector<ClockStep> steps;
};

/// Offentlighedslovens § 36, stk. 2 and forvaltningslovens § 16, stk. 2: within seven working days of receipt, else
/// tell why and until when. Databeskyttelsesforordningens art. 12, stk. 3: one month, and two more if told within the
/// first. Environmental information (directive 2003/4/EC, art. 3(2)): one month, two for what is large and complex.
/// Months end on the same date, or on the last of a shorter month; they are not moved from a weekend, which is early
/// rather than late. While a pause lasts, it is counted as ending `today`.
AccessClock access_clock(const AccessCourse& course, const WorkCalendar& calendar, Date today);

/// The last day to which an answer by these laws can be put off: by own_data three months from receipt, by environment
/// two, with what was paused; the others name none.
std::optional<Date> latest_extension(const AccessCourse& course, Date today);

/// How large a request is, by the yardsticks of the preparatory work as the Ombudsman counts them (FOB 2021-1): simple
/// ones 2 working days, normal ones 7, those with many documents 14, quite special ones 40.
enum class AccessSize { simple, normal, large, very_large };
Date expected_by(AccessSize size, Date received, const WorkCalendar& calendar);

/// A complaint is sent on within seven working days of its receipt (offentlighedslovens § 37).
Date complaint_due(Date received, const WorkCalendar& calendar);

/// Above it, work may be called disproportionate (offentlighedslovens § 9, stk. 2, nr. 1: about 25 hours).
inline constexpr std::int64_t disproportionate_hours = 25;

std::string_view name_of(AccessLaw law);
std::optional<AccessLaw> access_law_named(std::string_view name);
std::string_view name_of(AccessSize size);
std::optional<AccessSize> access_size_named(std::string_view name);
std::string_view name_of(ClockStanding standing);

}  // namespace core
