#pragma once

#include "services/store/sqlite/connection.hpp"

namespace services {

/// Brings a database to the newest migration, all in one transaction, forward only. A database that is newer than this
/// program is refused, unchanged, with a DatabaseError that says so.
void migrate(sqlite::Connection& connection);

}  // namespace services
