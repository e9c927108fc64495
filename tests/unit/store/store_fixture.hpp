#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/model/incoming_item.hpp"
#include "services/store/database.hpp"
#include "tests/support/postgres_cluster.hpp"

/// What the contract suite of the stores stands on. It runs once per engine, each time on an empty, migrated database.
namespace store_tests {

/// A folder of the test's own, gone with it.
class Folder {
  public:
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// PostgreSQL where the tests have a cluster (tests/support/postgres_cluster.hpp), else SQLite.
enum class Engine { sqlite, postgres };
Engine tested_engine();

/// Where a test's database is.
struct Place {
    Folder folder{};
    std::optional<tests::FreshDatabase> postgres{};
};

std::unique_ptr<services::Database> open_database(const Place& place);

/// On PostgreSQL, an empty one of today's shape, for FreshDatabase to copy; made once.
const std::string& migrated_database();

struct StoreFixture {
    StoreFixture();

    Engine engine = tested_engine();
    Place place{};
    std::unique_ptr<services::Database> db;

    /// Closes the database and opens it again, as after a restart.
    void reopen() {
        db.reset();
        db = open_database(place);
    }

    /// What `work` gives in a write that must succeed. On the test's own thread only.
    template <class F>
    auto write(F&& work) {
        return succeed(&services::Database::write_with, std::forward<F>(work));
    }
    template <class F>
    auto read(F&& work) {
        return succeed(&services::Database::read_with, std::forward<F>(work));
    }

  private:
    template <class F>
    auto succeed(core::Result<void> (services::Database::*how)(const services::Work&), F&& work) {
        using Value = std::invoke_result_t<F, services::Transaction&>;
        if constexpr (std::is_void_v<Value>) {
            const auto outcome = (db.get()->*how)([&](services::Transaction& tx) -> core::Result<void> {
                work(tx);
                return core::done();
            });
            REQUIRE(outcome.has_value());
        } else {
            std::optional<Value> value;
            const auto outcome = (db.get()->*how)([&](services::Transaction& tx) -> core::Result<void> {
                value.emplace(work(tx));
                return core::done();
            });
            REQUIRE(outcome.has_value());
            return std::move(*value);
        }
    }
};

/// 22 November 2026, 08:00 in Denmark.
core::Timestamp morning();

core::UserId add_user(
    services::Transaction& tx, const std::string& name, const std::vector<core::RoleInUnit>& roles, bool active = true
);

/// An authority with one office, a registrar, a caseworker and a leader in it, and some bytes that were received.
struct Town {
    core::UnitId root, office;
    core::UserId registrar, caseworker, leader;
    core::GroupId staff, post;
    core::ContentHash content;
};
Town add_town(services::Transaction& tx);

/// Things with every field filled in; a test changes what it is about. `n` tells them apart.
core::Case a_case(const Town& town, int n);
core::Document a_document(const Town& town, core::CaseId in_case, std::int64_t number);
core::IncomingItem an_item(const Town& town, int n);
core::ContentHash add_content(services::Transaction& tx, int n);

}  // namespace store_tests
