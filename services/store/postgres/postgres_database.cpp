#include "services/store/postgres/postgres_database.hpp"

#include <atomic>
#include <thread>

#include "services/store/group_writer.hpp"
#include "services/store/migrations.hpp"
#include "services/store/pause.hpp"
#include "services/store/postgres/connection.hpp"
#include "services/store/reader_pool.hpp"

namespace services {

namespace {

using namespace std::chrono_literals;
using postgres::Connection;
using postgres::Mode;

std::unique_ptr<Connection> migrated(const std::string& url) {
    static constexpr std::string_view has_moving_sql =
        "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'moving'";
    auto connection = std::make_unique<Connection>(url, Mode::write);
    connection->begin();
    const bool is_half_moved = !connection->run(has_moving_sql, {}).empty();
    connection->commit();
    if (is_half_moved)
        throw DatabaseError{
            DatabaseError::Kind::broken,
            "an installation is being moved to this database and has not arrived; run `saglig migrate-to` to its end"};
    migrate(*connection, "postgres");
    return connection;
}

/// Looks for what other processes commit: the number of the next transaction grows with each that wrote something.
class Lookout {
  public:
    explicit Lookout(ReaderPool& readers)
        : readers_(readers), thread_([this](const std::stop_token& stop) { loop(stop); }) {}

    std::uint64_t changes() const { return changes_.load(std::memory_order_acquire); }

  private:
    static constexpr auto glance = 200ms;
    static constexpr std::string_view next_sql =
        "SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)";

    void loop(const std::stop_token& stop) {
        std::int64_t seen = 0;
        while (!stop.stop_requested()) {
            pause(stop, glance);
            try {
                const auto looked = readers_.run([&](Transaction& tx) -> core::Result<void> {
                    const auto next = tx.run(next_sql).front().number(0);
                    if (next != seen) changes_.fetch_add(1, std::memory_order_release);
                    seen = next;
                    return core::done();
                });
                static_cast<void>(looked);  // there is no other outcome
            } catch (const DatabaseError&) {
                pause(stop, 1s);  // those who need the database tell that it is away
            }
        }
    }

    ReaderPool& readers_;
    std::atomic<std::uint64_t> changes_{0};
    std::jthread thread_;
};

class PostgresDatabase final : public Database {
  public:
    explicit PostgresDatabase(const std::string& url)
        : writer_(migrated(url)), readers_([url] { return std::make_unique<Connection>(url, Mode::read); }) {}

    core::Result<void> write_with(const Work& work) override { return writer_.run(work); }
    core::Result<void> read_with(const Work& work) override { return readers_.run(work); }
    std::uint64_t commits() const override { return writer_.commits() + lookout_.changes(); }

  private:
    GroupWriter writer_;
    ReaderPool readers_;
    Lookout lookout_{readers_};
};

}  // namespace

std::unique_ptr<Database> open_postgres(const std::string& url) {
    return std::make_unique<PostgresDatabase>(url);
}

}  // namespace services
