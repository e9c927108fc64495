#include "services/store/sqlite/sqlite_database.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

#include "services/store/migrations.hpp"
#include "services/store/sqlite/connection.hpp"

namespace services {

namespace {

using sqlite::Connection;
using sqlite::ConnectionTransaction;
using sqlite::Mode;

/// Reading connections, one for each reader at work.
class Readers {
  public:
    explicit Readers(std::filesystem::path file) : file_(std::move(file)) {}

    core::Result<void> run(const Work& work) {
        auto connection = take();
        auto outcome = in_snapshot(*connection, work);  // a connection that threw is not given back
        const std::lock_guard lock{mutex_};
        free_.push_back(std::move(connection));
        return outcome;
    }

  private:
    std::unique_ptr<Connection> take() {
        {
            const std::lock_guard lock{mutex_};
            if (!free_.empty()) {
                auto connection = std::move(free_.back());
                free_.pop_back();
                return connection;
            }
        }
        return std::make_unique<Connection>(file_, Mode::read);
    }

    static core::Result<void> in_snapshot(Connection& connection, const Work& work) {
        static constexpr std::string_view begin = "BEGIN";
        static constexpr std::string_view commit = "COMMIT";
        connection.run(begin, {});
        ConnectionTransaction tx{connection};
        auto outcome = work(tx);
        connection.run(commit, {});
        return outcome;
    }

    std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> free_;
};

/// One caller's work on its way through the writer.
struct Pending {
    const Work* work;
    core::Result<void> outcome{core::done()};
    std::exception_ptr exception{};
    std::binary_semaphore finished{0};
};

/// The one thread that writes. All that waits when it is free goes into one transaction and shares its sync; a
/// savepoint each keeps one's failure from the others.
class Writer {
  public:
    explicit Writer(const std::filesystem::path& file) : connection_(file, Mode::write) {
        migrate(connection_);
        thread_ = std::jthread{[this](const std::stop_token& stop) { loop(stop); }};
    }

    core::Result<void> run(const Work& work) {
        Pending pending{&work};
        {
            const std::lock_guard lock{mutex_};
            queue_.push_back(&pending);
        }
        wake_.notify_one();
        pending.finished.acquire();
        if (pending.exception) std::rethrow_exception(pending.exception);
        return pending.outcome;
    }

    std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }

  private:
    static constexpr std::size_t batch_limit = 256;

    static constexpr std::string_view begin_sql = "BEGIN IMMEDIATE";
    static constexpr std::string_view commit_sql = "COMMIT";
    static constexpr std::string_view rollback_sql = "ROLLBACK";
    static constexpr std::string_view savepoint_sql = "SAVEPOINT one";
    static constexpr std::string_view release_sql = "RELEASE one";
    static constexpr std::string_view undo_sql = "ROLLBACK TO one";

    void loop(const std::stop_token& stop) {
        std::vector<Pending*> batch;
        for (;;) {
            {
                std::unique_lock lock{mutex_};
                if (!wake_.wait(lock, stop, [this] { return !queue_.empty(); })) return;
                while (!queue_.empty() && batch.size() < batch_limit) {
                    batch.push_back(queue_.front());
                    queue_.pop_front();
                }
            }
            run_batch(batch);
            for (auto* pending : batch) pending->finished.release();
            batch.clear();
        }
    }

    void run_batch(const std::vector<Pending*>& batch) {
        try {
            connection_.run(begin_sql, {});
            for (auto* pending : batch) run_one(*pending);
            connection_.run(commit_sql, {});
            commits_.fetch_add(1, std::memory_order_release);
        } catch (...) {
            // Nothing of this batch is on disk, so nobody in it may be told that it is.
            for (auto* pending : batch)
                if (!pending->exception) pending->exception = std::current_exception();
            if (connection_.in_transaction()) connection_.run(rollback_sql, {});
        }
    }

    /// Throws only if the whole transaction is lost.
    void run_one(Pending& pending) {
        connection_.run(savepoint_sql, {});
        try {
            ConnectionTransaction tx{connection_};
            pending.outcome = (*pending.work)(tx);
        } catch (...) {
            pending.exception = std::current_exception();
        }
        if (!connection_.in_transaction()) {
            // Its neighbours in the batch are lost with it, and are told the same reason.
            if (pending.exception) std::rethrow_exception(pending.exception);
            throw DatabaseError{DatabaseError::Kind::broken, "the transaction was ended"};
        }
        if (pending.exception || pending.outcome.has_error()) connection_.run(undo_sql, {});
        connection_.run(release_sql, {});
    }

    Connection connection_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Pending*> queue_;
    std::atomic<std::uint64_t> commits_{0};
    std::jthread thread_;
};

class SqliteDatabase final : public Database {
  public:
    explicit SqliteDatabase(const std::filesystem::path& file) : writer_(file), readers_(file) {}

    core::Result<void> write_with(const Work& work) override { return writer_.run(work); }
    core::Result<void> read_with(const Work& work) override { return readers_.run(work); }
    std::uint64_t commits() const override { return writer_.commits(); }

  private:
    Writer writer_;
    Readers readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::filesystem::path& file) {
    return std::make_unique<SqliteDatabase>(file);
}

}  // namespace services
