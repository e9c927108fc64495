#pragma once

#include <libpq-fe.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/store/engine_connection.hpp"

/// libpq itself stays in this folder.
namespace services::postgres {

struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Handle = std::unique_ptr<PGconn, Finish>;
using Result = std::unique_ptr<PGresult, Clear>;

enum class Mode { read, write };

/// One connection, in libpq's pipeline mode, and the statements it has prepared. What nobody waits for (savepoints,
/// statements to run later, a reader's end) is sent with what follows, so that most statements cost one round trip.
///
/// A connection that was lost throws, busy, for what was under way; the next begin() makes a new one.
class Connection final : public EngineConnection {
  public:
    /// `url` as libpq takes it. Connects at once. Throws DatabaseError, busy, if there is no server; its password is
    /// never in what is thrown.
    Connection(std::string url, Mode mode);

    void begin() override;
    Rows run(std::string_view sql, std::span<const Parameter> parameters) override;
    void run_later(std::string_view sql, std::span<const Parameter> parameters) override;
    void settle() override;
    void commit() override;
    void rollback() override;
    void savepoint() override;
    void release() override;
    void undo() override;
    bool in_transaction() const override { return is_open_; }
    void run_script(const std::string& sql) override;

    /// COPY … FROM STDIN with these lines, in a transaction of its own.
    void copy(const std::string& sql, std::string_view lines);

  private:
    struct Statement {
        std::string name;
        bool is_prepared{false};
    };
    /// What the server has been asked and has not answered yet, in order.
    struct Asked {
        enum class What { preparation, command, sync } what;
        Statement* prepared{nullptr};
        std::string_view sql;
    };

    void connect();
    void set_up();
    void ensure_alive();
    void send(std::string_view sql, std::span<const Parameter> parameters);
    void send_sync();
    /// Reads all that was asked for; gives the last answer with rows or counts.
    Rows read_answers();
    void read_answer(const Asked& asked, std::optional<Rows>& rows, std::optional<DatabaseError>& failure);
    static bool is_refused_commit(const Asked& asked, PGresult* answer);
    void check_sent(int sent);
    [[noreturn]] void lose();

    std::string url_;
    Mode mode_;
    Handle handle_;
    bool is_open_{false};
    std::deque<Asked> asked_;
    std::size_t unread_{0};  ///< statements to run later that were sent since answers were last read
    std::unordered_map<const void*, Statement> statements_;
};

}  // namespace services::postgres
