#include "services/cli/house.hpp"

#include <filesystem>
#include <stdexcept>

#include "services/store/postgres/postgres_database.hpp"
#include "services/store/sqlite/sqlite_database.hpp"

namespace services {

namespace {

Config with_folders(Config config) {
    std::filesystem::create_directories(config.data.directory);
    return config;
}

CaseTypes read_types(const Config& config) {
    auto types = CaseTypes::with_own(own_case_types(config));
    if (types.has_error()) throw std::runtime_error(types.error().detail);
    return std::move(types.value());
}

std::unique_ptr<Database> open_database(const Config& config) {
    if (!config.database.url.empty()) return open_postgres(config.database.url);
    return open_sqlite(config.data.directory / "saglig.db");
}

}  // namespace

std::filesystem::path own_case_types(const Config& config) {
    return config.data.directory / "case_types";
}

House::House(Config settings, std::string_view part)
    : config(with_folders(std::move(settings))),
      node(config.data.directory / "nodes", part),
      types(read_types(config)),
      db(open_database(config)),
      files(config.data.file_folder),
      identity(*db, clock, {.session_length = config.identity.session, .idle_limit = config.identity.idle}),
      intake(*db, files, clock) {
    files.claim_uploads(node.name());
}

}  // namespace services
