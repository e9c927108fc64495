#include "services/cli/house.hpp"

#include <filesystem>

#include "services/store/sqlite/sqlite_database.hpp"

namespace services {

namespace {

Config with_folders(Config config) {
    std::filesystem::create_directories(config.data.directory);
    return config;
}

}  // namespace

House::House(Config settings)
    : config(with_folders(std::move(settings))),
      db(open_sqlite(config.data.directory / "saglig.db")),
      files(config.data.directory / "files"),
      identity(*db, clock, {.session_length = config.identity.session, .idle_limit = config.identity.idle}),
      intake(*db, files, clock) {}

}  // namespace services
