#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace services {

/// A table that was moved and found to be the same on both sides. The hash is over its rows in the order of the primary
/// key, each cell as 'n', 'i' and the number, or 't', the length in bytes, ':' and the text, each ended by '\n'.
struct MovedTable {
    std::string name;
    std::int64_t rows{};
    std::string sha256;
};

struct MoveSettings {
    std::int64_t rows_at_once{5000};
    /// Hears what is done ("copied", "compared"), of which table, and how many rows of it; false stops.
    std::function<bool(std::string_view what, const std::string& table, std::int64_t rows)> progress;
};

/// Copies an SQLite database to PostgreSQL, table by table, and proves that both hold the same. While it runs nobody
/// else writes to the source. Stopped at any point it goes on from there the next time; until it has come to its end
/// the target is refused by whoever would serve from it. Nothing where `progress` stopped it.
///
/// Throws DatabaseError, among others where the target holds something else, where there is no server, and where the
/// source has text that PostgreSQL can't hold.
std::optional<std::vector<MovedTable>> move_to_postgres(
    const std::filesystem::path& file, const std::string& url, const MoveSettings& settings
);

}  // namespace services
