#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/store/database.hpp"

/// The signed count of each day, kept when the day is over, and whether what is kept still agrees with the list.
namespace services {

/// Keeps the statement of every day that is over and has none; to begin with, of yesterday. Called again and again.
void close_days(Database& db, core::Timestamp now);

/// What is wrong with the post list's numbers, counts, signatures and tombstones, a sentence each; nothing where all is
/// as it was signed. `said` is called with what is being looked at.
std::vector<std::string> post_list_faults(Transaction& tx);

}  // namespace services
