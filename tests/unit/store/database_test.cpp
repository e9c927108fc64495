#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <chrono>
#include <future>
#include <latch>
#include <thread>

#include "store_fixture.hpp"

using core::Result;
using services::DatabaseError;
using services::Transaction;
using store_tests::StoreFixture;

namespace {

constexpr std::string_view count_sql = "SELECT COUNT(*) FROM cursors";
constexpr std::string_view put_sql = "INSERT INTO cursors (name, position) VALUES ($1, $2)";
constexpr std::string_view get_sql = "SELECT position FROM cursors WHERE name = $1";
constexpr std::string_view migrations_sql = "SELECT COUNT(*) FROM migrations";
constexpr std::string_view from_the_future_sql =
    "INSERT INTO migrations (number, name, applied_at) VALUES (9999, 'from the future', 0)";
constexpr std::string_view echo_sql = "SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS TEXT)";
constexpr std::string_view wrong_sql = "SELECT nothing FROM nowhere";

std::int64_t count(Transaction& tx) {
    return tx.run(count_sql).front().number(0);
}

/// Lets `threads` writers queue up behind one that holds the writing thread, and runs `work(n)` in each.
template <class F>
void crowd(services::Database& db, int threads, F work) {
    std::latch ready{threads};
    std::vector<std::jthread> crowd;
    std::promise<void> holding;
    std::jthread holder{[&] {
        (void)db.write_with([&](Transaction&) -> Result<void> {
            holding.set_value();
            ready.wait();
            return core::done();
        });
    }};
    holding.get_future().wait();
    for (int n = 0; n < threads; ++n)
        crowd.emplace_back([&, n] {
            ready.count_down();
            work(n);
        });
}

}  // namespace

SCENARIO_METHOD(StoreFixture, "a database is migrated once and stays as it is", "[store]") {
    const auto migrations = read([](Transaction& tx) { return tx.run(migrations_sql).front().number(0); });
    REQUIRE(migrations >= 1);
    write([](Transaction& tx) { tx.run(put_sql, {"kept", std::int64_t{42}}); });
    WHEN("it is opened again") {
        reopen();
        THEN("nothing is migrated a second time, and what was written is there") {
            CHECK(read([](Transaction& tx) { return tx.run(migrations_sql).front().number(0); }) == migrations);
            CHECK(read([](Transaction& tx) { return tx.run(get_sql, {"kept"}).front().number(0); }) == 42);
        }
    }
    WHEN("a newer Saglig has migrated it further") {
        write([](Transaction& tx) { tx.run(from_the_future_sql); });
        db.reset();
        THEN("it is refused with a sentence that says so") {
            CHECK_THROWS_WITH(store_tests::open_database(place), Catch::Contains("newer") && Catch::Contains("9999"));
        }
    }
}

SCENARIO_METHOD(StoreFixture, "a write happens whole or not at all", "[store]") {
    WHEN("the work gives an error") {
        const auto outcome = db->write([](Transaction& tx) -> Result<int> {
            tx.run(put_sql, {"a", std::int64_t{1}});
            return core::Error{core::ErrorCode::conflict, "no"};
        });
        THEN("the error comes back and nothing was written") {
            REQUIRE(outcome.has_error());
            CHECK(outcome.error().code == core::ErrorCode::conflict);
            CHECK(read(count) == 0);
        }
    }
    WHEN("the work throws") {
        CHECK_THROWS_AS(
            db->write_with([](Transaction& tx) -> Result<void> {
                tx.run(put_sql, {"a", std::int64_t{1}});
                throw std::out_of_range{"as a test"};
            }),
            std::out_of_range
        );
        THEN("nothing was written, and the next one writes") {
            CHECK(read(count) == 0);
            write([](Transaction& tx) { tx.run(put_sql, {"b", std::int64_t{1}}); });
            CHECK(read(count) == 1);
        }
    }
    WHEN("a statement is wrong") {
        CHECK_THROWS_AS(write([](Transaction& tx) { tx.run(wrong_sql); }), DatabaseError);
        CHECK_THROWS_AS(read([](Transaction& tx) { tx.run(wrong_sql); }), DatabaseError);
        THEN("others go on") {
            CHECK(read(count) == 0);
        }
    }
    WHEN("a constraint is violated and the work goes on as if nothing was") {
        CHECK_THROWS_AS(
            db->write_with([](Transaction& tx) -> Result<void> {
                tx.run(put_sql, {"a", std::int64_t{1}});
                CHECK_THROWS_AS(tx.run(put_sql, {"a", std::int64_t{2}}), DatabaseError);
                CHECK_THROWS_AS(tx.run(put_sql, {"b", std::int64_t{2}}), DatabaseError);
                return core::done();
            }),
            DatabaseError
        );
        THEN("nothing of it stands") {
            CHECK(read(count) == 0);
        }
    }
    WHEN("a statement that was to run later fails") {
        CHECK_THROWS_AS(
            db->write_with([](Transaction& tx) -> Result<void> {
                tx.run_later(put_sql, {"a", std::int64_t{1}});
                tx.run_later(put_sql, {"a", std::int64_t{2}});
                return core::done();
            }),
            DatabaseError
        );
        THEN("nothing of the work stands, and the next one writes") {
            CHECK(read(count) == 0);
            write([](Transaction& tx) { tx.run_later(put_sql, {"b", std::int64_t{1}}); });
            CHECK(read(count) == 1);
        }
    }
    WHEN("many statements are to run later") {
        constexpr int statements = 1000;
        write([&](Transaction& tx) {
            for (int n = 0; n < statements; ++n) tx.run_later(put_sql, {std::to_string(n), std::int64_t{n}});
            CHECK(count(tx) == statements);
        });
        THEN("all have run") {
            CHECK(read(count) == statements);
        }
    }
}

SCENARIO_METHOD(StoreFixture, "a reader cannot write", "[store]") {
    CHECK_THROWS_AS(read([](Transaction& tx) { tx.run(put_sql, {"a", std::int64_t{1}}); }), DatabaseError);
    CHECK(read(count) == 0);
}

SCENARIO_METHOD(StoreFixture, "values come back as they were bound", "[store]") {
    using namespace std::string_literals;
    const std::vector<std::string> texts{"", "æøå '; DROP TABLE cases; --", std::string(100'000, 'x'), "a\\b\n\x01"};
    for (const auto& text : texts) {
        const auto rows = read([&](Transaction& tx) {
            return tx.run(echo_sql, {text, std::int64_t{-9'223'372'036'854'775'807}, std::nullopt});
        });
        REQUIRE(rows.size() == 1);
        CHECK(rows.front().text(0) == text);
        CHECK(rows.front().number(1) == -9'223'372'036'854'775'807);
        CHECK(rows.front().is_null(2));
    }
    CHECK(read([](Transaction& tx) {
              return tx.run(echo_sql, {std::string_view{}, std::int64_t{0}, std::nullopt}).front().text(0);
          }).empty());
}

SCENARIO_METHOD(StoreFixture, "text that PostgreSQL can't keep is refused by both engines alike", "[store]") {
    using namespace std::string_literals;
    const auto unfit = GENERATE(values<std::string>({"a\0b"s, "a\xFF"s, "\xED\xA0\x80"s}));
    const auto put = [&](Transaction& tx) -> Result<void> {
        tx.run(put_sql, {"before", std::int64_t{1}});
        tx.run(put_sql, {unfit, std::int64_t{1}});
        return core::done();
    };
    const auto written = db->write_with(put);
    REQUIRE(written.has_error());
    CHECK(written.error().code == core::ErrorCode::invalid_input);
    const auto sought =
        db->read([&](Transaction& tx) -> Result<std::size_t> { return tx.run(get_sql, {unfit}).size(); });
    REQUIRE(sought.has_error());
    CHECK(sought.error().code == core::ErrorCode::invalid_input);
    CHECK(read(count) == 0);
}

SCENARIO_METHOD(StoreFixture, "texts are ordered by their bytes", "[store]") {
    constexpr std::string_view names_sql = "SELECT name FROM cursors WHERE name < $1 ORDER BY name";
    write([](Transaction& tx) {
        for (const auto* name : {"å", "a", "B", "b", "Z", "_", "æ", "10", "9", "a b", "ab"})
            tx.run(put_sql, {name, std::int64_t{1}});
    });
    std::string names;
    read([&](Transaction& tx) {
        const auto rows = tx.run(names_sql, {"å"});
        for (std::size_t i = 0; i < rows.size(); ++i) names += rows[i].text(0) + ",";
    });
    CHECK(names == "10,9,B,Z,_,a,a b,ab,b,");
}

SCENARIO_METHOD(StoreFixture, "one that fails in a batch harms none of the others", "[store]") {
    constexpr int threads = 48;
    std::array<std::atomic<int>, threads> outcomes{};  // 1 written, 2 refused, 3 threw
    crowd(*db, threads, [&](int n) {
        try {
            const auto outcome = db->write_with([n](Transaction& tx) -> Result<void> {
                tx.run(put_sql, {"writer " + std::to_string(n), std::int64_t{n}});
                if (n % 4 == 1) return core::Error{core::ErrorCode::invalid_input, "refused"};
                if (n % 4 == 2) tx.run(put_sql, {"writer " + std::to_string(n), std::int64_t{n}});  // not unique
                if (n % 4 == 3) throw std::runtime_error{"as a test"};
                return core::done();
            });
            outcomes[static_cast<std::size_t>(n)] = outcome.has_value() ? 1 : 2;
        } catch (const std::runtime_error&) {
            outcomes[static_cast<std::size_t>(n)] = 3;
        }
    });
    constexpr std::array expected{1, 2, 3, 3};
    for (int n = 0; n < threads; ++n) {
        CAPTURE(n);
        CHECK(outcomes[static_cast<std::size_t>(n)] == expected[static_cast<std::size_t>(n % 4)]);
        const auto rows = read([n](Transaction& tx) { return tx.run(get_sql, {"writer " + std::to_string(n)}); });
        CHECK(rows.size() == (n % 4 == 0 ? 1 : 0));
    }
}

SCENARIO_METHOD(StoreFixture, "writers that come at the same time share a commit", "[store]") {
    constexpr int threads = 64;
    constexpr int rounds = 5;
    std::uint64_t fewest = threads;
    // How many come in time to share is the scheduler's to say: one good round is enough.
    for (int round = 0; round < rounds; ++round) {
        const auto before = db->commits();
        crowd(*db, threads, [&](int n) {
            (void)db->write_with([&](Transaction& tx) -> Result<void> {
                tx.run(put_sql, {std::to_string(round) + "/" + std::to_string(n), std::int64_t{n}});
                return core::done();
            });
        });
        CHECK(db->commits() > before);
        fewest = std::min(fewest, db->commits() - before);
    }
    CHECK(fewest < threads / 2);
    reopen();
    CHECK(read(count) == threads * rounds);
}

SCENARIO_METHOD(StoreFixture, "a reader does not wait for a writer, and sees one moment", "[store]") {
    write([](Transaction& tx) { tx.run(put_sql, {"first", std::int64_t{1}}); });
    WHEN("a write is under way") {
        std::promise<void> written;
        std::promise<void> may_end;
        auto writing = std::async(std::launch::async, [&] {
            return db->write_with([&](Transaction& tx) -> Result<void> {
                tx.run(put_sql, {"second", std::int64_t{2}});
                written.set_value();
                may_end.get_future().wait();
                return core::done();
            });
        });
        written.get_future().wait();
        THEN("a reader is answered before it ends, without its changes") {
            CHECK(read(count) == 1);
            CHECK(writing.wait_for(std::chrono::seconds{0}) == std::future_status::timeout);
        }
        may_end.set_value();
        CHECK(writing.get().has_value());
        CHECK(read(count) == 2);
    }
    WHEN("something is committed while a reader is at work") {
        read([&](Transaction& tx) {
            const auto before = count(tx);
            write([](Transaction& other) { other.run(put_sql, {"third", std::int64_t{3}}); });
            THEN("the reader still sees the moment when it began") {
                CHECK(count(tx) == before);
            }
        });
        CHECK(read(count) == 2);
    }
}

SCENARIO_METHOD(StoreFixture, "many readers and writers at once disturb nobody", "[store]") {
    constexpr int threads = 8;
    constexpr int rounds = 50;
    std::atomic<int> faults{0};
    {
        std::vector<std::jthread> all;
        for (int n = 0; n < threads; ++n)
            all.emplace_back([&, n] {
                for (int round = 0; round < rounds; ++round) {
                    const auto name = std::to_string(n) + "/" + std::to_string(round);
                    const auto outcome = db->write_with([&](Transaction& tx) -> Result<void> {
                        tx.run(put_sql, {name, std::int64_t{round}});
                        return core::done();
                    });
                    const auto seen = db->read([&](Transaction& tx) -> Result<std::size_t> {
                        return tx.run(get_sql, {name}).size();
                    });
                    // What was acknowledged is seen by the next one who reads.
                    if (outcome.has_error() || seen.has_error() || seen.value() != 1) ++faults;
                }
            });
    }
    CHECK(faults == 0);
    CHECK(read(count) == threads * rounds);
}
