#pragma once

#include <string_view>
#include <vector>

#include "core/rules/finding.hpp"

/// Finds civil registration numbers (CPR: DDMMYY and four digits) in text, so that they can be held back from the
/// public. A number that slips through is worse than one that a person looks at in vain: whatever has the shape and a
/// date that exists is found, and `certain` only says how sure it is.
///
/// A finding is not certain where something speaks against it: misread letters, letters right beside it, or a word
/// nearby that says it is another number (P-number, invoice, order, account).
///
/// The shape: ten digits, alone or parted after the sixth by a space, hyphen or dash of any width, dot, slash or line
/// end; also with the date in three parts (25.12.48-4916), with every digit apart, or in a box of its own (2 5 1 2 4 8
/// - 4 9 1 6, 2|5|1|2 …), or broken over a line anywhere. Letters that are misread digits count as digits (O for 0, l
/// or I for 1, S for 5), three at most. Marks that cannot be seen are passed over. The day may be 61 to 91
/// (administrative numbers). Modulus 11 never rejects: numbers that fail it have been given out since 2007
/// (CPR-kontoret); it is a hint at most.
namespace core {

/// In order, and never overlapping. `text` need not be valid UTF-8.
std::vector<Finding> find_cpr(std::string_view text);

}  // namespace core
