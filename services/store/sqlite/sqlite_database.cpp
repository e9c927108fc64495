#include "services/store/sqlite/sqlite_database.hpp"

#include "services/store/group_writer.hpp"
#include "services/store/migrations.hpp"
#include "services/store/reader_pool.hpp"
#include "services/store/sqlite/connection.hpp"

namespace services {

namespace {

using sqlite::Connection;
using sqlite::Mode;

std::unique_ptr<Connection> migrated(const std::filesystem::path& file) {
    auto connection = std::make_unique<Connection>(file, Mode::write);
    migrate(*connection, "sqlite");
    return connection;
}

class SqliteDatabase final : public Database {
  public:
    explicit SqliteDatabase(const std::filesystem::path& file)
        : writer_(migrated(file)), readers_([file] { return std::make_unique<Connection>(file, Mode::read); }) {}

    core::Result<void> write_with(const Work& work) override { return writer_.run(work); }
    core::Result<void> read_with(const Work& work) override { return readers_.run(work); }
    std::uint64_t commits() const override { return writer_.commits(); }

  private:
    GroupWriter writer_;
    ReaderPool readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::filesystem::path& file) {
    return std::make_unique<SqliteDatabase>(file);
}

}  // namespace services
