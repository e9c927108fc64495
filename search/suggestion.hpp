#pragma once

#include <xapian.h>

#include <string>

#include "search/parse.hpp"
#include "search/query.hpp"

namespace search {

/// What may have been meant by a query that found nothing: the text with words that the asker may not see anywhere
/// replaced by near ones that they may. Empty, if that would find nothing either.
std::string suggest(const Xapian::Database& database, const ParsedText& parsed, const Query& query);

/// How many letters must be changed, added, left out or swapped with their neighbour; `limit + 1` if more than limit.
unsigned distance(std::u32string_view one, std::u32string_view other, unsigned limit);

}  // namespace search
