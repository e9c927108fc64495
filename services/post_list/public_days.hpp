#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "services/store/post_list_store.hpp"
#include "services/store/public_list_store.hpp"
#include "services/web/translation.hpp"

/// The public post list as pages draw it: sections of a day each, as post_list/days wants them.
namespace services {

/// What one row says of a published entry.
nlohmann::json shown_post(const PublicPost& post, Language language);

/// Published entries in the order in which they come; each day says how many of them it has here.
nlohmann::json by_day(const std::vector<PublicPost>& posts, Language language);

/// Whole days: what is published, and a row that says why for each number that is not shown. A day says how many it
/// has, and how many of them are left out, also where not all of them are among `listed`.
nlohmann::json whole_days(
    const std::vector<ListedPost>& listed,
    const std::vector<PublicPost>& posts,
    const std::vector<PublicListStore::DayTotal>& totals,
    Language language
);

}  // namespace services
