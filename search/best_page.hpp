#pragma once

#include <xapian.h>

#include "search/pattern.hpp"
#include "search/stored_entry.hpp"

namespace search {

/// The page of an entry on which most of the query's words stand, together if they were asked for together; the first
/// of several. Null, if none of them stands on a page. Found from the words' positions, without reading the pages.
const PagePlace* best_page(
    const Xapian::Database& database, Xapian::docid document, const StoredEntry& entry, const Matcher& matcher
);

}  // namespace search
