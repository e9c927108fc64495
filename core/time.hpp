#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// A point in time, UTC.
using Timestamp = std::chrono::sys_seconds;
/// A legal date, as on a letter: no time of day, no zone.
using Date = std::chrono::sys_days;

/// The only way the house learns the time, so that a test can set it.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Timestamp now() const override;
};

/// "2026-11-03"
std::string iso_date(Date date);
/// Reads "2026-11-03"; nothing else, and only dates that exist.
std::optional<Date> parse_iso_date(std::string_view text);
/// "2026-11-03T08:14:00Z" (RFC 3339)
std::string iso_time(Timestamp time);

/// Danish wall time: UTC+1, and UTC+2 from the last Sunday of March 01:00 UTC to the last Sunday of
/// October 01:00 UTC (EU directive 2000/84/EC). g++ 12 has no time-zone database, so the rule is
/// written out here, once.
std::chrono::local_seconds danish_time(Timestamp time);
/// The date in Denmark at that moment: what "today" means for every deadline.
Date danish_date(Timestamp time);
/// Midnight in Denmark at the beginning of that date.
Timestamp danish_midnight(Date date);

/// A week by ISO 8601: begins on Monday, and belongs to the year that its Thursday is in.
struct IsoWeek {
    int year{};
    int number{};
    friend bool operator==(const IsoWeek&, const IsoWeek&) = default;
};
IsoWeek iso_week(Date date);
Date monday_of(IsoWeek week);
/// "2026-W45"
std::string iso_week_text(IsoWeek week);
/// Reads "2026-W45"; nothing else, and only weeks that exist.
std::optional<IsoWeek> parse_iso_week(std::string_view text);

}  // namespace core
