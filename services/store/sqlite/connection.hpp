#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "services/store/database.hpp"

struct sqlite3;
struct sqlite3_stmt;

/// sqlite3 itself stays in this folder.
namespace services::sqlite {

struct Close {
    void operator()(sqlite3* handle) const noexcept;
};
struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept;
};
using Handle = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

enum class Mode { read, write };

/// One connection and the statements it has prepared. Not thread-safe.
class Connection {
  public:
    Connection(const std::filesystem::path& file, Mode mode);

    Rows run(std::string_view sql, std::span<const Parameter> parameters);
    /// Several statements without parameters or rows: a migration.
    void run_script(const std::string& sql);
    /// Whether a transaction is open; SQLite ends one by itself on some errors.
    bool in_transaction() const;

  private:
    sqlite3_stmt* prepared(std::string_view sql);
    [[noreturn]] void fail(int code, std::string_view sql) const;

    Handle handle_;
    std::unordered_map<const void*, Statement> statements_;
};

class ConnectionTransaction final : public Transaction {
  public:
    explicit ConnectionTransaction(Connection& connection) : connection_(connection) {}
    Rows run(std::string_view sql, std::initializer_list<Parameter> parameters) override {
        return connection_.run(sql, {parameters.begin(), parameters.size()});
    }

  private:
    Connection& connection_;
};

}  // namespace services::sqlite
