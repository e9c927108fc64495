#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"

/// The database as the stores see it: rows and values, the same for every engine. The drivers are
/// in sqlite/ and postgres/. SQL is in the subset that both engines share, with
/// parameters $1, $2 …
namespace services {

/// Null, integer or text. Bytes are kept in the file store, times as seconds, dates as
/// "2026-11-03".
using Value = std::variant<std::monostate, std::int64_t, std::string>;

/// A value to bind. Text is borrowed: it lives until the statement has run.
class Parameter {
  public:
    Parameter(std::nullopt_t) {}
    Parameter(std::int64_t number) : value_(number) {}
    Parameter(std::string_view text) : value_(text) {}
    Parameter(const std::string& text) : value_(std::string_view{text}) {}
    Parameter(const char* text) : value_(std::string_view{text}) {}
    template <class Tag>
    Parameter(core::Id<Tag> id) : value_(id.value) {}
    template <class T>
    Parameter(const std::optional<T>& maybe) {
        if (maybe) value_ = Parameter{*maybe}.value_;
    }

    const std::variant<std::monostate, std::int64_t, std::string_view>& value() const { return value_; }

  private:
    std::variant<std::monostate, std::int64_t, std::string_view> value_;
};

class Row {
  public:
    explicit Row(std::span<const Value> columns) : columns_(columns) {}

    bool is_null(std::size_t column) const { return columns_[column].index() == 0; }
    /// Which of Value's types the column has: 0 null, 1 integer, 2 text.
    std::size_t type(std::size_t column) const { return columns_[column].index(); }
    std::int64_t number(std::size_t column) const { return std::get<std::int64_t>(columns_[column]); }
    const std::string& text(std::size_t column) const { return std::get<std::string>(columns_[column]); }
    template <class IdType>
    IdType id(std::size_t column) const {
        return IdType{number(column)};
    }
    template <class IdType>
    std::optional<IdType> maybe_id(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional{IdType{number(column)}};
    }
    std::optional<std::int64_t> maybe_number(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional{number(column)};
    }

  private:
    std::span<const Value> columns_;
};

/// The whole answer of one statement; statements that could give many rows carry a LIMIT.
class Rows {
  public:
    Rows(std::vector<Value> cells, std::size_t columns, std::int64_t changed)
        : cells_(std::move(cells)), columns_(columns), changed_(changed) {}

    std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
    bool empty() const { return size() == 0; }
    Row operator[](std::size_t row) const {
        return Row{std::span<const Value>{cells_}.subspan(row * columns_, columns_)};
    }
    Row front() const { return (*this)[0]; }
    std::int64_t changed() const { return changed_; }  ///< rows inserted, updated or deleted

  private:
    std::vector<Value> cells_;
    std::size_t columns_;
    std::int64_t changed_;
};

/// A statement runs only on a transaction. Not thread-safe; lives inside one call of read() or
/// write().
class Transaction {
  public:
    virtual ~Transaction() = default;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// `sql` is a constant with static storage: statements are prepared once and kept by its
    /// address. Throws DatabaseError; a constraint that is violated is a mistake of ours, not an
    /// outcome. The work that it is part of has failed then, even if it goes on.
    virtual Rows run(std::string_view sql, std::initializer_list<Parameter> parameters = {}) = 0;

    /// As run, for a statement whose answer nobody needs: it may travel with the next one, which then throws in its
    /// place, or with the end of the work.
    virtual void run_later(std::string_view sql, std::initializer_list<Parameter> parameters) { run(sql, parameters); }

  protected:
    Transaction() = default;
};

/// The database is gone, damaged, full, or was asked something wrong. To those who know no database it is the error of
/// the system that it comes from, so that a full disk is told alike whoever meets it first.
class DatabaseError : public std::system_error {
  public:
    enum class Kind { broken, full, busy };
    DatabaseError(Kind kind, const std::string& what) : std::system_error(code_of(kind), what), kind_(kind) {}
    Kind kind() const { return kind_; }

  private:
    static std::error_code code_of(Kind kind) {
        switch (kind) {
            case Kind::full:
                return std::make_error_code(std::errc::no_space_on_device);
            case Kind::busy:
                return std::make_error_code(std::errc::resource_unavailable_try_again);
            case Kind::broken:
                break;
        }
        return std::make_error_code(std::errc::io_error);
    }

    Kind kind_;
};

/// A text that is not UTF-8 or holds a NUL: PostgreSQL can't keep it, so that neither engine does. Database makes
/// invalid_input of it.
class UnfitText : public std::invalid_argument {
  public:
    using std::invalid_argument::invalid_argument;
};

using Work = std::function<core::Result<void>(Transaction&)>;

class Database {
  public:
    virtual ~Database() = default;

    /// Runs `work` in a write transaction and returns when its changes are durable. An error or
    /// exception rolls back what it did, and nothing else; text that can't be kept is invalid_input. Writers that come
    /// at the same time share one sync of the disk (group commit), so `work` runs on another thread and must not wait
    /// for anything.
    virtual core::Result<void> write_with(const Work& work) = 0;

    /// Runs `work` on a snapshot. Many at once; they never wait for writers.
    virtual core::Result<void> read_with(const Work& work) = 0;

    /// A number that grows whenever something was committed, by this process at once and by another soon: a cheap way
    /// to see whether anything happened.
    virtual std::uint64_t commits() const = 0;

    /// The same, with the value that `work` gives: `db.write([&](Transaction& tx) -> Result<CaseId>
    /// { … })`.
    template <class F>
    auto write(F&& work) -> std::invoke_result_t<F, Transaction&> {
        return with_value(&Database::write_with, std::forward<F>(work));
    }
    template <class F>
    auto read(F&& work) -> std::invoke_result_t<F, Transaction&> {
        return with_value(&Database::read_with, std::forward<F>(work));
    }

  private:
    template <class F>
    auto with_value(core::Result<void> (Database::*how)(const Work&), F&& work)
        -> std::invoke_result_t<F, Transaction&> {
        using Outcome = std::invoke_result_t<F, Transaction&>;
        std::optional<Outcome> outcome;
        const auto run = [&](Transaction& tx) -> core::Result<void> {
            outcome.emplace(work(tx));
            if (outcome->has_error()) return outcome->error();
            return core::done();
        };
        const auto committed = (this->*how)(run);
        // A commit that fails throws; an error here is the work's own.
        if (committed.has_error()) return committed.error();
        return std::move(*outcome);
    }
};

}  // namespace services
