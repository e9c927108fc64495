#include "services/store/migrations.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <set>
#include <string>

#include "core/embedded.hpp"

namespace core {
std::span<const Embedded> migration_files();
}

namespace services {

namespace {

constexpr std::string_view make_table_sql =
    "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)";
constexpr std::string_view applied_sql = "SELECT number FROM migrations ORDER BY number";
constexpr std::string_view record_sql = "INSERT INTO migrations (number, name, applied_at) VALUES ($1, $2, $3)";

/// "0007_add_disposal.sql" is 7.
std::int64_t number_of(std::string_view name) {
    std::int64_t number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    return number;
}

/// "0007_name.sql" is for every engine, "0007_name.postgres.sql" for one.
bool is_for(std::string_view engine, std::string_view name) {
    name.remove_suffix(std::string_view{".sql"}.size());
    const auto dot = name.find('.');
    return dot == std::string_view::npos || name.substr(dot + 1) == engine;
}

}  // namespace

void migrate(EngineConnection& connection, std::string_view engine) {
    connection.begin();
    connection.run(make_table_sql, {});
    std::set<std::int64_t> applied;
    const auto rows = connection.run(applied_sql, {});
    for (std::size_t i = 0; i < rows.size(); ++i) applied.insert(rows[i].number(0));

    // Before anything is changed: a newer database may lack what this program would add.
    std::int64_t newest = 0;
    for (const auto& file : core::migration_files()) newest = std::max(newest, number_of(file.name));
    if (!applied.empty() && *applied.rbegin() > newest)
        throw DatabaseError{
            DatabaseError::Kind::broken,
            "the database was made by a newer Saglig (migration " + std::to_string(*applied.rbegin()) +
                "); start that version, or restore the backup from before the upgrade"};

    for (const auto& file : core::migration_files()) {
        const auto number = number_of(file.name);
        if (applied.contains(number) || !is_for(engine, file.name)) continue;
        connection.run_script(std::string{file.bytes()});
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        const std::array<Parameter, 3> record{
            Parameter{number},
            Parameter{file.name},
            Parameter{std::chrono::duration_cast<std::chrono::seconds>(now).count()}};
        connection.run(record_sql, record);
    }
    connection.commit();
}

}  // namespace services
