#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "services/store/engine_connection.hpp"

/// A whole table, a batch at a time in the order of its primary key, the same from either engine.
namespace services::postgres {

struct Table {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::string> keys;  ///< of the primary key, in its order
};

class TableRows {
  public:
    /// The table outlives this, for statements are kept by their address.
    explicit TableRows(const Table& table);

    /// Calls `take` with each batch after the row whose key is `after` (empty: from the first) until there is none or
    /// it returns false; false then.
    bool each(
        EngineConnection& connection,
        std::int64_t rows_at_once,
        std::vector<Value> after,
        const std::function<bool(const Rows&)>& take
    ) const;
    /// The key of the last row; empty without one.
    std::vector<Value> last_key(EngineConnection& connection) const;
    std::vector<Value> key_of(const Row& row) const;

  private:
    std::vector<std::size_t> key_places_;
    std::string first_sql_, after_sql_, last_sql_;
};

/// The row's bytes as they are hashed (see MovedTable).
std::string canonical(const Row& row, std::size_t columns);

}  // namespace services::postgres
