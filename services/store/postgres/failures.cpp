#include "services/store/postgres/failures.hpp"

#include "services/store/postgres/address.hpp"

namespace services::postgres {

namespace {

using Kind = DatabaseError::Kind;

/// By SQLSTATE (PostgreSQL's documentation, appendix A): what to do about it decides.
Kind kind_of(std::string_view state) {
    if (state == "53100") return Kind::full;
    const bool is_passing = state.starts_with("53")      // too many connections, no memory
                            || state.starts_with("08")   // the connection
                            || state.starts_with("40")   // serialisation, deadlock
                            || state.starts_with("57P")  // shutting down, starting up
                            || state == "55P03";         // the lock was not to be had in time
    return is_passing ? Kind::busy : Kind::broken;
}

std::string one_line(const char* message) {
    std::string text = message == nullptr ? "" : message;
    while (!text.empty() && text.back() == '\n') text.pop_back();
    for (auto& sign : text)
        if (sign == '\n') sign = ' ';
    return text;
}

}  // namespace

DatabaseError failure_of(const PGconn* connection, const PGresult* result, std::string_view sql) {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    // The primary message names no values; the detail would, and values are people's.
    const auto message = one_line(primary != nullptr ? primary : PQerrorMessage(connection));
    return {state == nullptr ? Kind::busy : kind_of(state), message + " (" + std::string{sql} + ")"};
}

DatabaseError not_reached(const PGconn* connection, std::string_view url) {
    const auto message = connection == nullptr ? std::string{"no memory"} : one_line(PQerrorMessage(connection));
    // About an address that it can't read libpq says what stands in it.
    const bool is_read = connection != nullptr && PQhost(connection) != nullptr && *PQhost(connection) != '\0';
    return {
        Kind::busy,
        "the database " + without_password(url) +
            " can't be reached: " + (is_read ? message : std::string{"the address is not one that libpq can read"})};
}

}  // namespace services::postgres
