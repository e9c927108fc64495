#include "tests/support/postgres_cluster.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace tests {

namespace {

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};

/// "postgres://…:5432/postgres" with another database in place of the last part.
std::string with_database(const std::string& url, const std::string& name) {
    const auto query = url.find('?');
    const auto path = url.find('/', url.find("://") + 3);
    const auto server = url.substr(0, std::min(path, query));
    return server + "/" + name + (query == std::string::npos ? "" : url.substr(query));
}

/// By its files, as little is written to the log then: the quicker way in a cluster that does not sync.
std::string making(const std::string& name, const std::string& original) {
    return "CREATE DATABASE " + name + " TEMPLATE " + original + " ENCODING 'UTF8' STRATEGY file_copy";
}

}  // namespace

std::optional<std::string> postgres_cluster() {
    const char* url = std::getenv("SAGLIG_TEST_POSTGRES");
    return url == nullptr || *url == '\0' ? std::nullopt : std::optional<std::string>{url};
}

FreshDatabase::FreshDatabase(const std::string& original) {
    static int count = 0;
    name_ = "saglig_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
    const auto cluster = postgres_cluster().value();
    asked_of_postgres(cluster, making(name_, original));
    url_ = with_database(cluster, name_);
}

FreshDatabase::~FreshDatabase() {
    try {
        asked_of_postgres(postgres_cluster().value(), "DROP DATABASE " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {
        // The cluster is thrown away as well.
    }
}

void FreshDatabase::become_copy_of(const FreshDatabase& other) const {
    asked_of_postgres(postgres_cluster().value(), "DROP DATABASE " + name_ + " WITH (FORCE)");
    asked_of_postgres(postgres_cluster().value(), making(name_, other.name_));
}

void FreshDatabase::end_connections() const {
    asked_of_postgres(
        postgres_cluster().value(),
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = '" + name_ + "'"
    );
}

std::string asked_of_postgres(const std::string& url, const std::string& sql) {
    const std::unique_ptr<PGconn, Finish> connection{PQconnectdb(url.c_str())};
    const std::unique_ptr<PGresult, Clear> answer{PQexec(connection.get(), sql.c_str())};
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
        throw std::runtime_error{"PostgreSQL: " + std::string{PQerrorMessage(connection.get())}};
    std::string line;
    for (int column = 0; PQntuples(answer.get()) > 0 && column < PQnfields(answer.get()); ++column)
        line += (column == 0 ? "" : "|") + std::string{PQgetvalue(answer.get(), 0, column)};
    return line;
}

}  // namespace tests
