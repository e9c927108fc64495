#include "services/store/postgres/connection.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "services/store/postgres/failures.hpp"
#include "services/store/postgres/translation.hpp"

namespace services::postgres {

namespace {

// Object ids of pg_type, fixed since the beginning (catalog/pg_type.dat).
constexpr Oid oid_bool = 16, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23, oid_text = 25, oid_numeric = 1700;

constexpr std::string_view begin_reading_sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
// Each statement sees what was committed before it: a snapshot would be older than the lock that is waited for.
constexpr std::string_view begin_writing_sql = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
constexpr std::string_view commit_sql = "COMMIT";
constexpr std::string_view rollback_sql = "ROLLBACK";
constexpr std::string_view savepoint_sql = "SAVEPOINT one";
constexpr std::string_view release_sql = "RELEASE one";
constexpr std::string_view undo_sql = "ROLLBACK TO one";
/// One writer at a time among all processes on the database: what GroupWriter is within one. The number is Saglig's.
constexpr std::string_view lock_sql = "SELECT pg_advisory_xact_lock(5388614279)";

/// An acknowledged write has to be on the disk, whatever the cluster's default is. A writer does not wait for another
/// for ever: as with SQLite, ten seconds. A plan made while a table was small would read all of it until its statistics
/// follow: the log's last event is asked for by every writer, and in a new house the log grows by thousands before
/// that. The rest makes plans and answers the same on every server.
constexpr const char* set_up_sql = R"sql(
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
    SET lock_timeout = '10s';
    SET client_encoding = 'UTF8';
    SET standard_conforming_strings = on;
    SET jit = off;
    SET enable_seqscan = off;
)sql";

/// Many answers may wait unread in the socket, but not so many that both sides wait to send.
constexpr std::size_t unread_limit = 64;

/// Parameters in libpq's form: text, with the type told, since an untyped one may be taken for a narrower integer.
class Bound {
  public:
    explicit Bound(std::span<const Parameter> parameters) {
        numbers_.reserve(parameters.size());
        texts_.reserve(parameters.size());
        for (const auto& parameter : parameters) add(parameter);
    }

    int count() const { return static_cast<int>(values_.size()); }
    const Oid* types() const { return types_.data(); }
    const char* const* values() const { return values_.data(); }

  private:
    void add(const Parameter& parameter) {
        const auto& value = parameter.value();
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            types_.push_back(oid_int8);
            auto& digits = numbers_.emplace_back();
            *std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr = '\0';
            values_.push_back(digits.data());
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            types_.push_back(oid_text);
            values_.push_back(texts_.emplace_back(*text).c_str());  // libpq wants a NUL at the end
        } else {
            types_.push_back(0);  // the statement says it
            values_.push_back(nullptr);
        }
    }

    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<std::array<char, 24>> numbers_;
    std::vector<std::string> texts_;
};

Value value_at(const PGresult* result, int row, int column, Oid type) {
    if (PQgetisnull(result, row, column) != 0) return std::monostate{};
    const char* text = PQgetvalue(result, row, column);
    const auto length = static_cast<std::size_t>(PQgetlength(result, row, column));
    switch (type) {
        case oid_bool:
            return std::int64_t{*text == 't' ? 1 : 0};
        case oid_int2:
        case oid_int4:
        case oid_int8:
        case oid_numeric: {  // sums of whole numbers are numeric
            std::int64_t number = 0;
            std::from_chars(text, text + length, number);
            return number;
        }
        default:
            return std::string{text, length};
    }
}

Rows rows_of(const PGresult* result) {
    const int columns = PQnfields(result);
    const int rows = PQntuples(result);
    std::vector<Value> cells;
    cells.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    std::vector<Oid> types;
    types.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) types.push_back(PQftype(result, column));
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            cells.push_back(value_at(result, row, column, types[static_cast<std::size_t>(column)]));
    std::int64_t changed = 0;
    const std::string_view told{PQcmdTuples(const_cast<PGresult*>(result))};  // NOLINT: libpq reads it only
    std::from_chars(told.data(), told.data() + told.size(), changed);
    return Rows{std::move(cells), static_cast<std::size_t>(columns), changed};
}

void ignore_notice(void*, const PGresult*) {}

}  // namespace

Connection::Connection(std::string url, Mode mode) : url_(std::move(url)), mode_(mode) {
    connect();
}

void Connection::connect() {
    handle_.reset();
    asked_.clear();
    unread_ = 0;
    statements_.clear();
    is_open_ = false;
    // What the URL says comes after, and wins.
    constexpr std::array<const char*, 7> keys{
        "connect_timeout",
        "keepalives_idle",
        "keepalives_interval",
        "tcp_user_timeout",
        "fallback_application_name",
        "dbname",
        nullptr};
    const std::array<const char*, 7> values{"10", "30", "10", "30000", "saglig", url_.c_str(), nullptr};
    handle_.reset(PQconnectdbParams(keys.data(), values.data(), /*expand_dbname=*/1));
    if (!handle_ || PQstatus(handle_.get()) != CONNECTION_OK) throw not_reached(handle_.get(), url_);
    PQsetNoticeReceiver(handle_.get(), ignore_notice, nullptr);
    set_up();
    if (PQenterPipelineMode(handle_.get()) != 1) lose();
}

void Connection::set_up() {
    const Result done{PQexec(handle_.get(), set_up_sql)};
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) throw failure_of(handle_.get(), done.get(), set_up_sql);
    const char* encoding = PQparameterStatus(handle_.get(), "server_encoding");
    if (encoding == nullptr || std::string_view{encoding} != "UTF8")
        throw DatabaseError{
            DatabaseError::Kind::broken, "the PostgreSQL database has to be made with the encoding UTF8"};
}

/// A server that was restarted has closed the connection; that is seen without asking it anything.
void Connection::ensure_alive() {
    if (handle_ && PQstatus(handle_.get()) == CONNECTION_OK) {
        try {
            if (!asked_.empty()) read_answers();
        } catch (const DatabaseError&) {
            handle_.reset();
        }
    }
    if (handle_ && PQpipelineStatus(handle_.get()) == PQ_PIPELINE_OFF && PQenterPipelineMode(handle_.get()) != 1)
        handle_.reset();
    if (handle_ && PQstatus(handle_.get()) == CONNECTION_OK && !is_open_) {
        pollfd socket{PQsocket(handle_.get()), POLLIN, 0};
        // Nothing was asked, so that all it can have to say is goodbye.
        if (::poll(&socket, 1, 0) == 0) return;
    }
    connect();
}

void Connection::begin() {
    ensure_alive();
    is_open_ = true;
    send(mode_ == Mode::write ? begin_writing_sql : begin_reading_sql, {});
    if (mode_ == Mode::read) return;
    send(lock_sql, {});
    read_answers();
}

Rows Connection::run(std::string_view sql, std::span<const Parameter> parameters) {
    send(sql, parameters);
    return read_answers();
}

void Connection::run_later(std::string_view sql, std::span<const Parameter> parameters) {
    send(sql, parameters);
    if (++unread_ >= unread_limit) read_answers();
}

void Connection::settle() {
    if (unread_ > 0) read_answers();
}

void Connection::commit() {
    send(commit_sql, {});
    is_open_ = false;
    if (mode_ == Mode::write) {
        read_answers();
    } else {
        send_sync();  // nobody waits for the end of a reading; its answer is read before the next
    }
}

void Connection::rollback() {
    send(rollback_sql, {});
    is_open_ = false;
    read_answers();
}

void Connection::savepoint() {
    send(savepoint_sql, {});
}
void Connection::release() {
    send(release_sql, {});
}
void Connection::undo() {
    send(undo_sql, {});
}

void Connection::run_script(const std::string& sql) {
    if (!asked_.empty()) read_answers();
    if (PQexitPipelineMode(handle_.get()) != 1) lose();
    const auto script = to_postgres(sql) + std::string{raise_sequences_sql};
    const Result done{PQexec(handle_.get(), script.c_str())};
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) throw failure_of(handle_.get(), done.get(), sql);
    if (PQenterPipelineMode(handle_.get()) != 1) lose();
}

void Connection::copy(const std::string& sql, std::string_view lines) {
    ensure_alive();
    if (PQexitPipelineMode(handle_.get()) != 1) lose();
    const Result begun{PQexec(handle_.get(), sql.c_str())};
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) throw failure_of(handle_.get(), begun.get(), sql);
    constexpr std::size_t piece = 1U << 20U;
    for (; !lines.empty(); lines.remove_prefix(std::min(piece, lines.size())))
        if (PQputCopyData(handle_.get(), lines.data(), static_cast<int>(std::min(piece, lines.size()))) != 1) lose();
    if (PQputCopyEnd(handle_.get(), nullptr) != 1) lose();
    const Result done{PQgetResult(handle_.get())};
    while (const Result rest{PQgetResult(handle_.get())}) continue;
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) throw failure_of(handle_.get(), done.get(), sql);
    if (PQenterPipelineMode(handle_.get()) != 1) lose();
}

void Connection::send(std::string_view sql, std::span<const Parameter> parameters) {
    if (!is_open_) throw DatabaseError{DatabaseError::Kind::broken, "the transaction was ended"};
    const Bound bound{parameters};
    auto& statement = statements_[sql.data()];
    if (statement.name.empty()) statement.name = "s" + std::to_string(statements_.size());
    if (!statement.is_prepared) {
        const std::string text{sql};
        check_sent(PQsendPrepare(handle_.get(), statement.name.c_str(), text.c_str(), bound.count(), bound.types()));
        statement.is_prepared = true;
        asked_.push_back({Asked::What::preparation, &statement, sql});
    }
    check_sent(PQsendQueryPrepared(
        handle_.get(), statement.name.c_str(), bound.count(), bound.values(), nullptr, nullptr, /*resultFormat=*/0
    ));
    asked_.push_back({Asked::What::command, nullptr, sql});
}

void Connection::send_sync() {
    check_sent(PQpipelineSync(handle_.get()));
    asked_.push_back({Asked::What::sync, nullptr, {}});
}

void Connection::check_sent(int sent) {
    if (sent != 1) lose();
}

Rows Connection::read_answers() {
    if (asked_.empty() || asked_.back().what != Asked::What::sync) send_sync();
    unread_ = 0;
    std::optional<Rows> rows;
    std::optional<DatabaseError> failure;
    for (; !asked_.empty(); asked_.pop_front()) {
        read_answer(asked_.front(), rows, failure);
        if (PQstatus(handle_.get()) != CONNECTION_OK) lose();
    }
    if (failure) throw DatabaseError{*failure};
    return rows ? std::move(*rows) : Rows{{}, 0, 0};
}

/// An aborted transaction takes COMMIT for ROLLBACK, and calls that no error.
bool Connection::is_refused_commit(const Asked& asked, PGresult* answer) {
    return asked.what == Asked::What::command && asked.sql == commit_sql && PQcmdStatus(answer) != commit_sql;
}

void Connection::read_answer(const Asked& asked, std::optional<Rows>& rows, std::optional<DatabaseError>& failure) {
    bool is_done = false;
    while (const Result result{PQgetResult(handle_.get())}) {
        switch (PQresultStatus(result.get())) {
            case PGRES_PIPELINE_SYNC:
                return;
            case PGRES_TUPLES_OK:
            case PGRES_COMMAND_OK:
                is_done = true;
                if (asked.what == Asked::What::command) rows = rows_of(result.get());
                if (is_refused_commit(asked, result.get()) && !failure)
                    failure.emplace(DatabaseError::Kind::broken, "the transaction had failed and was not committed");
                break;
            case PGRES_PIPELINE_ABORTED:
                break;  // something before it failed, and is told
            default:
                if (!failure) failure.emplace(failure_of(handle_.get(), result.get(), asked.sql));
        }
        if (PQstatus(handle_.get()) != CONNECTION_OK) return;
    }
    if (!is_done && asked.prepared != nullptr) asked.prepared->is_prepared = false;
}

void Connection::lose() {
    auto lost = not_reached(handle_.get(), url_);
    handle_.reset();
    asked_.clear();
    unread_ = 0;
    is_open_ = false;
    throw DatabaseError{std::move(lost)};
}

}  // namespace services::postgres
