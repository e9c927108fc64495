#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/identity/identity.hpp"
#include "services/store/database.hpp"
#include "services/web/csv.hpp"

/// Lists that somebody takes out of the house as files for a spreadsheet: all of the list, as it is at one moment, and
/// nothing that the one who asks may not read.
namespace services {

struct ListExport {
    std::string_view list;  ///< cases, documents, tasks or mailroom, for the log
    std::string name;       ///< of the file
    CsvCells headings;
    std::optional<core::CaseId> in_case{};
};

/// `write` adds all rows, in one transaction, and none that `caller` may not read. The log tells who took how many rows
/// of which list, but not what they filtered by, since that may be the name of a person. Errors: those of `write`, and
/// out_of_space.
core::Result<Response> export_list(
    Database& db,
    const std::filesystem::path& folder,
    core::Timestamp now,
    const Caller& caller,
    const ListExport& wanted,
    const std::function<core::Result<void>(Transaction&, CsvFile&)>& write
);

/// Adds a list that is read a page at a time, which `list()` does from `filter` on: all of it, the cells of each row as
/// `cells` has them. Errors: those of `list`, and out_of_space.
template <class Filter, class List, class Cells>
core::Result<void> add_all(CsvFile& file, Filter& filter, List list, Cells cells) {
    constexpr std::int64_t rows_at_once = 1000;
    filter.limit = rows_at_once;
    for (;;) {
        TRY(const auto listed, list());
        for (const auto& one : listed.rows) {
            TRY(file.add(cells(one)));
        }
        if (!listed.next) return core::done();
        filter.after = listed.next;
    }
}

}  // namespace services
