#pragma once

#include <string_view>
#include <vector>

#include "core/rules/finding.hpp"

/// Finds telephone numbers: Danish ones of eight digits in their usual groups (12345678, 12 34 56 78, 1234 5678,
/// 123 45 678 …), with or without +45, and foreign ones behind a plus. The Danish plan begins a subscriber's number
/// with 2 to 9 (bekendtgørelse om den samlede danske nummerplan). Not found are dates, years, amounts of money, and
/// numbers that the words before them call something else (CVR, EAN, invoice, case, account). As for CPR numbers,
/// recall goes before precision: `certain` is true only behind a plus, behind a word for telephone, or in pairs or
/// fours.
namespace core {

/// In order, and never overlapping. `text` need not be valid UTF-8.
std::vector<Finding> find_phone_numbers(std::string_view text);

}  // namespace core
