#pragma once

#include <xapian.h>

#include "search/query.hpp"

namespace search {

/// The words trimmed to what the asker may see and has narrowed down to. An empty `words` stands for everything.
/// `query.groups` is not empty.
Xapian::Query filtered(const Xapian::Query& words, const Query& query);

}  // namespace search
