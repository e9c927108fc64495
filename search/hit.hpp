#pragma once

#include <xapian.h>

#include "search/pattern.hpp"
#include "search/query.hpp"

namespace search {

/// What is shown of a match: its metadata, its best page and a piece of that page.
Hit make_hit(const Xapian::Database& database, Xapian::docid document, const Matcher& matcher);

}  // namespace search
