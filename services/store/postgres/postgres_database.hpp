#pragma once

#include <memory>
#include <string>

#include "services/store/database.hpp"

namespace services {

/// Opens the database that `url` names ("postgres://user:password@host/name", or as libpq takes it) and brings it to
/// the newest migration. Several processes may have it open: their writers take turns, and each notices the others'
/// commits within a fifth of a second. A server that goes away and comes back is survived: what is under way meanwhile
/// throws DatabaseError, busy. So does this, where there is no server.
std::unique_ptr<Database> open_postgres(const std::string& url);

}  // namespace services
