#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/child_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/postgres_cluster.hpp"
#include "tests/support/temporary_folder.hpp"

/// The program itself, as built, on an installation of its own.
namespace tests {

/// "server.upload_limit_mb" to "1", "authority.name" to "\"Solbakke\"": as TOML writes the value. The server takes any
/// free port.
using Settings = std::map<std::string, std::string>;

/// Where an installation's database is.
struct DatabasePlace {
    std::filesystem::path file;  ///< of SQLite
    std::string url;             ///< of PostgreSQL; empty: SQLite
};

/// An installation in a temporary folder, and the server on it. Everything is gone afterwards; when an assertion has
/// failed in the meantime, the server's log is shown first.
class Saglig {
  public:
    /// `data` is used instead of a new folder, and stays. The database is PostgreSQL where the tests have a cluster,
    /// unless the settings name one.
    explicit Saglig(Settings settings = {}, std::filesystem::path data = {});
    ~Saglig();
    Saglig(Saglig&&) = delete;
    Saglig& operator=(Saglig&&) = delete;

    /// Takes over the data of an installation that nothing runs on.
    void become_copy_of(const Saglig& other) const;

    /// A subcommand run to its end: run({"user", "list"}).
    Finished run(const std::vector<std::string>& arguments, const std::string& input = {}) const;
    /// A subcommand that goes on; it must end before this does.
    std::unique_ptr<ChildProcess> begin(const std::vector<std::string>& arguments, const std::filesystem::path& output);

    /// Starts the server and waits until it is ready. Throws std::runtime_error, with its log, if it does not become
    /// so.
    void start();
    /// Asks it to stop and waits. Its exit status; nothing if it did not stop in time.
    std::optional<int> stop(std::chrono::milliseconds limit = std::chrono::seconds{30});
    /// As a power cut does: SIGKILL.
    void kill();
    void signal(int number) const;
    std::optional<int> wait(std::chrono::milliseconds limit);

    std::uint16_t port() const { return port_; }
    pid_t process() const { return server_->id(); }
    std::string base() const;
    /// Nobody in particular.
    HttpClient guest() const;
    /// Someone who exists, by an API token.
    HttpClient as(const std::string& user);
    std::string token_of(const std::string& user);
    /// Someone signed in as with a browser, by the form on /log-ind.
    HttpClient signed_in(const std::string& user, const std::string& password) const;

    const std::filesystem::path& data() const { return data_; }
    DatabasePlace database() const;
    bool is_on_postgres() const { return postgres_.has_value(); }
    /// Files on their way in, of any process.
    std::size_t uploads_left() const;
    std::filesystem::path scan_folder() const { return data_ / "scan"; }
    /// What the server has printed since it was first started.
    std::string log() const;

  private:
    std::uint16_t port_from(std::size_t log_position) const;

    TemporaryFolder folder_;
    std::filesystem::path data_;
    std::optional<FreshDatabase> postgres_;
    std::unique_ptr<ChildProcess> server_;
    std::uint16_t port_{};
    std::string scheme_{"http"};
    std::filesystem::path certificate_;
    std::map<std::string, std::string> tokens_;
    std::size_t failures_before_;
};

/// Counts a failed assertion; installations that see one show their logs.
void note_failure();

/// The one line that a query on the database gives, columns parted by '|'; asked through Debian's sqlite3 or by libpq,
/// an eye that is not the program's own. Throws std::runtime_error if the query is refused.
std::string asked(const DatabasePlace& database, const std::string& sql);
/// Changes what the references between tables would forbid.
void tamper(const DatabasePlace& database, const std::string& sql);

}  // namespace tests
