#pragma once

#include <string>
#include <string_view>

namespace services::postgres {

/// A migration as PostgreSQL takes it: `INTEGER PRIMARY KEY`, with or without AUTOINCREMENT, becomes an identity column
/// that also takes given ids, and text columns compare by their bytes, as SQLite's do, whatever the database's locale.
std::string to_postgres(std::string_view sql);

/// Raises each identity column's sequence to the highest id there is, where ids were given; never lowers one.
extern const std::string_view raise_sequences_sql;

}  // namespace services::postgres
