#pragma once

#include <filesystem>
#include <memory>

#include "services/store/database.hpp"

namespace services {

/// Opens (or makes) the database file and brings it to the newest migration. Only one process may write: a second one
/// that opens it for serving shares the file by SQLite's own locks, but each has a writer of its own.
std::unique_ptr<Database> open_sqlite(const std::filesystem::path& file);

}  // namespace services
