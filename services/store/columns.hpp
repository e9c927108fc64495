#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "services/store/database.hpp"

/// How times, dates and names stand in columns. For the stores only.
namespace services {

inline std::int64_t seconds(core::Timestamp time) {
    return time.time_since_epoch().count();
}
inline core::Timestamp timestamp(std::int64_t seconds) {
    return core::Timestamp{std::chrono::seconds{seconds}};
}

inline std::optional<std::int64_t> seconds(const std::optional<core::Timestamp>& time) {
    return time ? std::optional{seconds(*time)} : std::nullopt;
}
inline std::optional<core::Timestamp> maybe_timestamp(const Row& row, std::size_t column) {
    return row.is_null(column) ? std::nullopt : std::optional{timestamp(row.number(column))};
}
inline std::optional<std::string> iso_date(const std::optional<core::Date>& date) {
    return date ? std::optional{core::iso_date(*date)} : std::nullopt;
}
inline std::optional<core::Date> maybe_date(const Row& row, std::size_t column) {
    return row.is_null(column) ? std::nullopt : core::parse_iso_date(row.text(column));
}

/// The enumerator that a column names. A name that does not exist is damage, not input.
template <class Find>
auto named(Find find, const std::string& name) {
    const auto value = find(name);
    if (!value) throw DatabaseError{DatabaseError::Kind::broken, "unknown name in the database: " + name};
    return *value;
}

/// Every row as a value.
template <class Make>
auto all(const Rows& rows, Make make) {
    std::vector<decltype(make(rows.front()))> values;
    values.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) values.push_back(make(rows[i]));
    return values;
}

/// The first row as a value, if there is one.
template <class Make>
auto first(const Rows& rows, Make make) -> std::optional<decltype(make(rows.front()))> {
    if (rows.empty()) return std::nullopt;
    return make(rows.front());
}

}  // namespace services
