#pragma once

#include <optional>
#include <string>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/http/message.hpp"
#include "services/store/public_list_store.hpp"
#include "services/web/translation.hpp"

/// Which part of the public post list somebody asks for. The same words name it as a page, a feed and a file, so that
/// each page has its feed and each feed its page.
namespace services {

struct PublicFilter {
    std::optional<core::Date> day{};
    std::optional<core::IsoWeek> week{};
    std::optional<core::Date> from{}, to{};  ///< inclusive; also of a day and of a week
    std::optional<core::UnitId> unit{};
    bool unit_alone{};      ///< without the units below it
    std::string subject{};  ///< "27", "27.35" or "27.35.00"
    std::string words{};

    bool is_everything() const { return !day && !week && !from && !to && !unit && subject.empty() && words.empty(); }
    /// The full-text index is asked for what no single index of the database holds.
    bool needs_search() const { return !words.empty() || (unit && !subject.empty()); }
};

/// The units that are asked for: the one that is named, and those below it unless it is asked for alone. Empty where
/// none is named.
std::vector<core::UnitId> units_in(Transaction& tx, const PublicFilter& filter);
PostScope scope_of(Transaction& tx, const PublicFilter& filter);

/// Of the query: dag, uge, from, to, enhed, kun (the unit alone), emne, q; what is empty was not asked. Errors:
/// invalid_input with its field.
core::Result<PublicFilter> filter_of(const Request& request);
/// The same, of a day or week in an address: "2026-11-03", "2026-45" or "2026-W45".
core::Result<PublicFilter> filter_of_day(std::string_view text);
core::Result<PublicFilter> filter_of_week(std::string_view text);
/// "2026-45"
std::string week_in_address(core::IsoWeek week);
bool is_subject_or_group(std::string_view text);

/// "/postliste/uge/2026-45": the address that stays, of the page that shows it.
std::string page_path(const PublicFilter& filter);
/// "/postliste.atom?uge=2026-45"; `ending` is ".atom", ".json" or ".csv".
std::string feed_path(std::string_view ending, const PublicFilter& filter);

}  // namespace services
