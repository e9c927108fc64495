#pragma once

#include "services/store/sqlite/connection.hpp"

namespace services {

/// Brings a database to the newest migration, each in a transaction of its own, forward only. A database that is newer
/// than this program is refused with a DatabaseError that says so.
void migrate(sqlite::Connection& connection);

}  // namespace services
