#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "services/store/engine_connection.hpp"

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

/// One connection and the statements it has prepared.
class Connection final : public EngineConnection {
  public:
    Connection(const std::filesystem::path& file, Mode mode);

    void begin() override;
    Rows run(std::string_view sql, std::span<const Parameter> parameters) override;
    void run_later(std::string_view sql, std::span<const Parameter> parameters) override { run(sql, parameters); }
    void settle() override {}
    void commit() override;
    void rollback() override;
    void savepoint() override;
    void release() override;
    void undo() override;
    bool in_transaction() const override;
    void run_script(const std::string& sql) override;

  private:
    sqlite3_stmt* prepared(std::string_view sql);
    [[noreturn]] void fail(int code, std::string_view sql) const;

    Handle handle_;
    Mode mode_;
    std::unordered_map<const void*, Statement> statements_;
};

}  // namespace services::sqlite
