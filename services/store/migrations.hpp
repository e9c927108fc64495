#pragma once

#include "services/store/engine_connection.hpp"

namespace services {

/// Brings a database to the newest migration, all in one transaction, forward only. A database that is newer than this
/// program is refused, unchanged, with a DatabaseError that says so. A file "0007_name.ENGINE.sql" is for that engine
/// ("sqlite", "postgres") alone.
void migrate(EngineConnection& connection, std::string_view engine);

}  // namespace services
