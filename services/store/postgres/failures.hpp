#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "services/store/database.hpp"

/// What PostgreSQL says went wrong, as the rest of the house knows it.
namespace services::postgres {

/// The failure of a statement. A text that the server can't keep is UnfitText's; WorkTransaction has refused it before.
DatabaseError failure_of(const PGconn* connection, const PGresult* result, std::string_view sql);

/// No connection, or one that was lost: busy, since it comes back. Says where, without the password.
DatabaseError not_reached(const PGconn* connection, std::string_view url);

}  // namespace services::postgres
