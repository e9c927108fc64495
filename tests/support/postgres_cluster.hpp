#pragma once

#include <optional>
#include <string>

/// PostgreSQL as the tests use it: a cluster that is theirs, named by the environment variable SAGLIG_TEST_POSTGRES as
/// "postgres://user:password@host:port/database". Where it is set, what runs on either engine runs on PostgreSQL.
namespace tests {

/// Nothing where there is no cluster.
std::optional<std::string> postgres_cluster();

/// A database in the cluster that nobody has used. It goes with this.
class FreshDatabase {
  public:
    /// Holds what `original` does, which nobody may be using: copying takes a tenth of the time that migrating does.
    /// Throws std::runtime_error where the cluster won't make one.
    explicit FreshDatabase(const std::string& original = "template0");
    FreshDatabase(const FreshDatabase&) = delete;
    FreshDatabase& operator=(const FreshDatabase&) = delete;
    ~FreshDatabase();

    const std::string& name() const { return name_; }
    const std::string& url() const { return url_; }
    /// Holds what `other` does, which nobody may be using.
    void become_copy_of(const FreshDatabase& other) const;
    /// As a restart of the server does: every connection to the database ends.
    void end_connections() const;

  private:
    std::string name_;
    std::string url_;
};

/// The first cell that a query gives, empty without one; asked by itself, not through the house's own driver. Throws
/// std::runtime_error if the query is refused.
std::string asked_of_postgres(const std::string& url, const std::string& sql);

}  // namespace tests
