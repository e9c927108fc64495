#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/cases/cases.hpp"
#include "services/cli/log.hpp"
#include "services/cli/metrics.hpp"
#include "services/files/file_store.hpp"
#include "services/http/server.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/intake/intake.hpp"
#include "services/store/database.hpp"

namespace bench {

/// An installation in a folder of its own: one unit and one person, who handles cases and post in it.
class Town {
  public:
    /// On SQLite, or on the PostgreSQL database of that address.
    explicit Town(const std::filesystem::path& folder, const std::string& url = {});

    core::Principal principal() const;
    /// In the one unit and on the one person's desk.
    core::Case add_case(services::Transaction& tx, std::int64_t number) const;
    /// As `like` says whose it is and who reads it; numbered and named by `number`, and as old as that says.
    core::Case add_case(services::Transaction& tx, std::int64_t number, core::Case like) const;
    core::Document add_document(services::Transaction& tx, const core::Case& on) const;
    void add_party(services::Transaction& tx, const core::Case& on) const;
    /// A letter that waits in the mailroom.
    core::IncomingId add_item(services::Transaction& tx) const;

    /// What `work` gives in a write that must succeed.
    template <class Work>
    auto write(Work work) const {
        using Value = std::invoke_result_t<Work, services::Transaction&>;
        return db->write([&](services::Transaction& tx) -> core::Result<Value> { return work(tx); }).value();
    }

    std::filesystem::path folder;
    core::SystemClock clock;
    std::unique_ptr<services::Database> db;
    services::FileStore files;
    services::Identity identity;
    core::UserId user;
    core::UnitId unit;
    core::GroupId case_group, post_group;
    core::ContentHash content;
};

inline constexpr const char* person = "mette";
inline constexpr const char* password = "saglig-bench";

/// The routes of cases and of the mailroom, served as the program serves them, log and figures included, but with one
/// thread for the sockets: the bare server has no more.
class TownServer {
  public:
    explicit TownServer(Town& town);
    ~TownServer();
    std::uint16_t port() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bench
