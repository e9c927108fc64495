#pragma once

#include <vector>

#include "core/model/content.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

namespace services {

/// Files that were put into the store for a piece of work that came to nothing: they are unwanted from now on, and go
/// when the house tidies up (services/privacy/upkeep.hpp), unless something else has come to need the same bytes.
void give_up_files(Database& db, const std::vector<core::ContentHash>& files, core::Timestamp now);

}  // namespace services
