#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

/// How cases are numbered. There is no national format: it must be a text of at most 50 characters that is unique in
/// the authority (KOMBIT Sags- og Dokumentindeks), so the pattern is a setting. Its placeholders:
///
///     {year} 2026   {yy} 26   {number} 123   {number:6} 000123   {subject} 27.35.00   {facet} P19
///
/// A number longer than its width is written whole. The running number restarts with the year, the subject and the
/// facet, each if the pattern shows it: what it counts in is its series.
namespace core {

inline constexpr std::string_view default_case_pattern = "{year}-{number:6}";
/// As journals were numbered before there were computers: "27.35.00-P19-123-26".
inline constexpr std::string_view journal_pattern = "{subject}-{facet}-{number}-{yy}";

struct NumberParts {
    int year{};
    std::string_view subject;
    std::string_view facet;
    std::int64_t number{};
};

/// Errors: invalid_input, with a sentence that names what is wrong: not exactly one number, an unknown placeholder, a
/// brace without its other half, a control character, or numbers that could pass 50 characters.
Result<void> validate_pattern(std::string_view pattern);

/// The case's number by a pattern that validate_pattern accepts. In any other one, what is no placeholder is text.
std::string case_number(std::string_view pattern, const NumberParts& parts);

/// The name of the series that the number is counted in, e.g. "case:2026"; `parts.number` is not read.
std::string series_of(std::string_view pattern, const NumberParts& parts);

}  // namespace core
