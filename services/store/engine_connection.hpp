#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "services/store/database.hpp"

namespace services {

/// One connection to an engine, as what all engines share (GroupWriter, ReaderPool, migrate) uses it. Not thread-safe.
///
/// Only begin(), run() and commit() need to have reached the engine when they return; the others may travel with what
/// follows, and then it is that which throws. All throw DatabaseError.
class EngineConnection {
  public:
    EngineConnection() = default;
    EngineConnection(const EngineConnection&) = delete;
    EngineConnection& operator=(const EngineConnection&) = delete;
    virtual ~EngineConnection() = default;

    /// Opens a transaction, on a new connection if the old one was lost. A writer's waits until no other process
    /// writes; a reader's sees one moment.
    virtual void begin() = 0;
    virtual Rows run(std::string_view sql, std::span<const Parameter> parameters) = 0;
    /// As run, for a statement whose answer nobody needs.
    virtual void run_later(std::string_view sql, std::span<const Parameter> parameters) = 0;
    /// Returns when all that was to run later has run.
    virtual void settle() = 0;
    virtual void commit() = 0;
    virtual void rollback() = 0;

    /// One savepoint at a time: what ran since can be undone, or kept.
    virtual void savepoint() = 0;
    virtual void release() = 0;
    virtual void undo() = 0;

    /// Whether a transaction is open: a lost connection ends one, and an engine does so by itself on some errors.
    virtual bool in_transaction() const = 0;

    /// Several statements without parameters or rows, inside the transaction: a migration.
    virtual void run_script(const std::string& sql) = 0;
};

using Connect = std::function<std::unique_ptr<EngineConnection>()>;

/// What a work sees of a connection. A statement that fails ends the work: whatever it does then, nothing of it stands.
class WorkTransaction final : public Transaction {
  public:
    explicit WorkTransaction(EngineConnection& connection) : connection_(connection) {}

    Rows run(std::string_view sql, std::initializer_list<Parameter> parameters) override;
    void run_later(std::string_view sql, std::initializer_list<Parameter> parameters) override;
    /// Throws what a statement of the work threw, also where the work has caught it.
    void end();

  private:
    template <class F>
    auto guarded(std::initializer_list<Parameter> parameters, F statement);

    EngineConnection& connection_;
    std::exception_ptr failure_;
};

}  // namespace services
