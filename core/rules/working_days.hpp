#pragma once

#include <cstdint>
#include <string_view>

#include "core/time.hpp"

namespace core {

/// A Danish public holiday (helligdag): New Year's Day, Maundy Thursday to Easter Monday, Ascension Day, Whit Sunday
/// and Monday, 25 and 26 December, and until 2023 Store Bededag, the fourth Friday after Easter, which lov nr. 214 af
/// 7/3/2023 took away.
bool is_public_holiday(Date date);
/// "Skærtorsdag"; empty for a day that is none. Danish, as calendars print it.
std::string_view public_holiday_name(Date date);

/// Whether an authority's own deadline counts the day: Monday to Friday, except public holidays. Constitution Day, 24
/// and 31 December count, for they are no holidays by law: the deadline is then rather early than late.
bool is_working_day(Date date);

/// The `count`th working day after `from`, which is itself not counted (offentlighedslovens § 36: "inden 7 arbejdsdage
/// efter modtagelsen"); before it where `count` is negative; `from` itself for 0.
Date working_days_from(Date from, std::int64_t count);

}  // namespace core
