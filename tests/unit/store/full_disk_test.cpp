#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "services/store/sqlite/sqlite_database.hpp"
#include "store_fixture.hpp"

using core::Result;
using services::Database;
using services::DatabaseError;
using services::Transaction;

namespace {

constexpr std::string_view put_sql = "INSERT INTO scheme (number, kind, title) VALUES ($1, 'subject', $2)";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM scheme";
constexpr std::string_view small_sql = "PRAGMA max_page_count = 400";
constexpr std::string_view large_sql = "PRAGMA max_page_count = 1000000";

Result<void> put(Database& db, int n) {
    return db.write_with([n](Transaction& tx) -> Result<void> {
        tx.run(put_sql, {std::to_string(n), std::string(10'000, 'x')});
        return core::done();
    });
}

std::int64_t count(Database& db) {
    return db.read([](Transaction& tx) -> Result<std::int64_t> { return tx.run(count_sql).front().number(0); }).value();
}

/// Writes until the database is full; how many rows were acknowledged.
int fill(Database& db, int from) {
    constexpr int far_too_many = 5000;
    for (int n = from; n < from + far_too_many; ++n) {
        try {
            if (put(db, n).has_error()) return -1;
        } catch (const DatabaseError& error) {
            CHECK(error.kind() == DatabaseError::Kind::full);
            return n;
        }
    }
    return -1;
}

/// A small volume of memory; empty where the test may not mount one.
class SmallVolume {
  public:
    SmallVolume() {
        is_there_ = ::mount("tmpfs", folder_.path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=4m") == 0;
    }
    SmallVolume(const SmallVolume&) = delete;
    SmallVolume& operator=(const SmallVolume&) = delete;
    ~SmallVolume() {
        if (is_there_) ::umount2(folder_.path().c_str(), MNT_DETACH);
    }
    bool is_there() const { return is_there_; }
    const std::filesystem::path& path() const { return folder_.path(); }

  private:
    store_tests::Folder folder_;
    bool is_there_{false};
};

}  // namespace

SCENARIO("a database that may not grow refuses writers and keeps what it has", "[store][full]") {
    store_tests::Folder folder;
    const auto db = services::open_sqlite(folder.path() / "saglig.db");
    (void)db->write_with([](Transaction& tx) -> Result<void> {
        tx.run(small_sql);
        return core::done();
    });
    const int kept = fill(*db, 0);
    REQUIRE(kept > 0);
    CHECK(count(*db) == kept);
    CHECK_THROWS_AS(put(*db, kept + 1), DatabaseError);
    WHEN("it may grow again") {
        (void)db->write_with([](Transaction& tx) -> Result<void> {
            tx.run(large_sql);
            return core::done();
        });
        THEN("writers go on") {
            CHECK(put(*db, kept).has_value());
            CHECK(count(*db) == kept + 1);
        }
    }
}

SCENARIO("a full disk refuses writers, loses nothing, and is forgotten when there is room", "[store][full]") {
    const SmallVolume volume;
    if (!volume.is_there()) {
        WARN("not tested here: a full disk, because this user may not mount one");
        return;
    }
    auto db = services::open_sqlite(volume.path() / "saglig.db");
    REQUIRE(put(*db, 0).has_value());
    {
        // Takes most of the room; it is given back later, as an administrator would.
        std::ofstream ballast{volume.path() / "ballast", std::ios::binary};
        ballast << std::string(2'000'000, 'b');
    }
    const int kept = fill(*db, 1);
    REQUIRE(kept > 1);
    CHECK(count(*db) == kept);
    CHECK_THROWS_AS(put(*db, kept + 1), DatabaseError);
    CHECK(count(*db) == kept);
    std::filesystem::remove(volume.path() / "ballast");
    WHEN("there is room again") {
        THEN("the same database writes on") {
            CHECK(put(*db, kept).has_value());
            CHECK(count(*db) == kept + 1);
        }
    }
    WHEN("the program is started again") {
        db.reset();
        db = services::open_sqlite(volume.path() / "saglig.db");
        THEN("all that was acknowledged is there") {
            CHECK(count(*db) == kept);
        }
    }
}
