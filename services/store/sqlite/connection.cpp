#include "services/store/sqlite/connection.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace services::sqlite {

void Close::operator()(sqlite3* handle) const noexcept {
    sqlite3_close_v2(handle);
}
void Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

namespace {

constexpr std::string_view begin_reading_sql = "BEGIN";
constexpr std::string_view begin_writing_sql = "BEGIN IMMEDIATE";
constexpr std::string_view commit_sql = "COMMIT";
constexpr std::string_view rollback_sql = "ROLLBACK";
constexpr std::string_view savepoint_sql = "SAVEPOINT one";
constexpr std::string_view release_sql = "RELEASE one";
constexpr std::string_view undo_sql = "ROLLBACK TO one";

/// PostgreSQL's $1 is ?1 here: to SQLite, $1 would be a name, numbered by first use and looked up for each binding.
/// No statement has a dollar sign elsewhere.
std::string with_question_marks(std::string_view sql) {
    std::string text{sql};
    std::ranges::replace(text, '$', '?');
    return text;
}

int bind(sqlite3_stmt* statement, int place, const Parameter& parameter) {
    const auto& value = parameter.value();
    if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, place, *number);
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        // An empty view may have no address, and a null address would bind NULL.
        const char* bytes = text->data() != nullptr ? text->data() : "";
        return sqlite3_bind_text64(statement, place, bytes, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, place);
}

Value column(sqlite3_stmt* statement, int at) {
    switch (sqlite3_column_type(statement, at)) {
        case SQLITE_NULL:
            return std::monostate{};
        case SQLITE_INTEGER:
            return sqlite3_column_int64(statement, at);
        default: {
            const auto* bytes = static_cast<const char*>(static_cast<const void*>(sqlite3_column_text(statement, at)));
            return std::string{bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, at))};
        }
    }
}

/// Readies a statement for its next use, however this one ends.
class Reset {
  public:
    explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;
    ~Reset() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

  private:
    sqlite3_stmt* statement_;
};

/// SQLite counts what it has allocated, for a figure that nobody asks for, under a lock that all connections share. It
/// can be told not to before its first use only; told later, it goes on counting.
void allocate_without_counting() {
    static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)once;
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, Mode mode) : mode_(mode) {
    allocate_without_counting();
    sqlite3* raw = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
    handle_.reset(raw);
    if (code != SQLITE_OK) fail(code, file.native());
    sqlite3_busy_timeout(raw, 10'000);
    run_script("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
    // FULL: a commit is on the disk, not only in the operating system, before anyone is told of it.
    run_script(
        mode == Mode::write ? "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
                            : "PRAGMA query_only = ON; PRAGMA cache_size = -8192;"
    );
}

void Connection::fail(int code, std::string_view sql) const {
    const auto primary = code & 0xff;
    // A quota (EDQUOT) is told as a failed write, and a disk that has no room for the WAL's index as a failed resize.
    const bool is_full = primary == SQLITE_FULL || code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE;
    const auto kind = is_full                  ? DatabaseError::Kind::full
                      : primary == SQLITE_BUSY ? DatabaseError::Kind::busy
                                               : DatabaseError::Kind::broken;
    const std::string message = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
    throw DatabaseError{kind, message + " (" + std::string{sql} + ")"};
}

sqlite3_stmt* Connection::prepared(std::string_view sql) {
    auto& kept = statements_[sql.data()];
    if (!kept) {
        sqlite3_stmt* raw = nullptr;
        const auto text = with_question_marks(sql);
        const int code = sqlite3_prepare_v3(
            handle_.get(), text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr
        );
        if (code != SQLITE_OK) fail(code, sql);
        kept.reset(raw);
    }
    return kept.get();
}

Rows Connection::run(std::string_view sql, std::span<const Parameter> parameters) {
    sqlite3_stmt* statement = prepared(sql);
    const Reset reset{statement};
    // An engine may need a parameter at the end that the other does not.
    const auto places = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement));
    for (std::size_t i = 0; i < std::min(parameters.size(), places); ++i)
        if (const int code = bind(statement, static_cast<int>(i) + 1, parameters[i]); code != SQLITE_OK)
            fail(code, sql);
    const auto columns = static_cast<std::size_t>(sqlite3_column_count(statement));
    std::vector<Value> cells;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (cells.empty()) cells.reserve(columns);  // most answers are one row or none
        for (std::size_t at = 0; at < columns; ++at) cells.push_back(column(statement, static_cast<int>(at)));
    }
    if (code != SQLITE_DONE) fail(code, sql);
    return Rows{std::move(cells), columns, sqlite3_changes64(handle_.get())};
}

void Connection::run_script(const std::string& sql) {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
}

void Connection::begin() {
    run(mode_ == Mode::write ? begin_writing_sql : begin_reading_sql, {});
}
void Connection::commit() {
    run(commit_sql, {});
}
void Connection::rollback() {
    run(rollback_sql, {});
}
void Connection::savepoint() {
    run(savepoint_sql, {});
}
void Connection::release() {
    run(release_sql, {});
}
void Connection::undo() {
    run(undo_sql, {});
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

}  // namespace services::sqlite
