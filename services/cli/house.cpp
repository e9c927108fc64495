#include "services/cli/house.hpp"

#include <filesystem>

#include "services/store/postgres/postgres_database.hpp"
#include "services/store/sqlite/sqlite_database.hpp"

namespace services {

namespace {

Config with_folders(Config config) {
    std::filesystem::create_directories(config.data.directory);
    return config;
}

std::unique_ptr<Database> open_database(const Config& config) {
    if (!config.database.url.empty()) return open_postgres(config.database.url);
    return open_sqlite(config.data.directory / "saglig.db");
}

}  // namespace

House::House(Config settings, std::string_view part)
    : config(with_folders(std::move(settings))),
      node(config.data.directory / "nodes", part),
      db(open_database(config)),
      files(config.data.file_folder),
      identity(*db, clock, {.session_length = config.identity.session, .idle_limit = config.identity.idle}),
      intake(*db, files, clock) {
    files.claim_uploads(node.name());
}

}  // namespace services
