#pragma once

#include <nlohmann/json.hpp>

#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/web/translation.hpp"

/// What the authority has signed about a day of its post list, in words that everybody can recount by.
namespace services {

/// As post_list/figures wants it; null for a day that has not come yet. Where the day was closed it is what was
/// signed then, and what has changed since; else it is what can be counted now.
nlohmann::json day_figures(Transaction& tx, core::Date day, core::Timestamp now, Language language);

}  // namespace services
