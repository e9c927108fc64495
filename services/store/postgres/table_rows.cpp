#include "services/store/postgres/table_rows.hpp"

#include <algorithm>

namespace services::postgres {

namespace {

std::string listed(const std::vector<std::string>& names, std::string_view after_each = "") {
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name + std::string{after_each};
    return list;
}

std::vector<Parameter> parameters_of(const std::vector<Value>& values, std::int64_t limit) {
    std::vector<Parameter> parameters;
    for (const auto& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value))
            parameters.emplace_back(*number);
        else
            parameters.emplace_back(std::get<std::string>(value));
    }
    parameters.emplace_back(limit);
    return parameters;
}

}  // namespace

TableRows::TableRows(const Table& table) {
    for (const auto& key : table.keys)
        key_places_.push_back(static_cast<std::size_t>(std::ranges::find(table.columns, key) - table.columns.begin()));
    std::string places;
    for (std::size_t i = 1; i <= table.keys.size(); ++i) places += (i == 1 ? "$" : ", $") + std::to_string(i);
    const auto select = "SELECT " + listed(table.columns) + " FROM " + table.name;
    const auto order = " ORDER BY " + listed(table.keys) + " LIMIT $";
    first_sql_ = select + order + "1";
    after_sql_ = select + " WHERE (" + listed(table.keys) + ") > (" + places + ")" + order +
                 std::to_string(table.keys.size() + 1);
    last_sql_ = "SELECT " + listed(table.keys) + " FROM " + table.name + " ORDER BY " + listed(table.keys, " DESC") +
                " LIMIT 1";
}

bool TableRows::each(
    EngineConnection& connection,
    std::int64_t rows_at_once,
    std::vector<Value> after,
    const std::function<bool(const Rows&)>& take
) const {
    for (;;) {
        const auto parameters = parameters_of(after, rows_at_once);
        const auto rows = connection.run(after.empty() ? first_sql_ : after_sql_, parameters);
        if (rows.empty()) return true;
        if (!take(rows)) return false;
        after = key_of(rows[rows.size() - 1]);
    }
}

std::vector<Value> TableRows::last_key(EngineConnection& connection) const {
    const auto rows = connection.run(last_sql_, {});
    std::vector<Value> key;
    if (rows.empty()) return key;
    for (std::size_t i = 0; i < key_places_.size(); ++i)
        key.push_back(rows.front().type(i) == 1 ? Value{rows.front().number(i)} : Value{rows.front().text(i)});
    return key;
}

std::vector<Value> TableRows::key_of(const Row& row) const {
    std::vector<Value> key;
    for (const auto place : key_places_)
        key.push_back(row.type(place) == 1 ? Value{row.number(place)} : Value{row.text(place)});
    return key;
}

std::string canonical(const Row& row, std::size_t columns) {
    std::string bytes;
    for (std::size_t column = 0; column < columns; ++column) {
        if (row.is_null(column)) {
            bytes += "n\n";
        } else if (row.type(column) == 1) {
            bytes += "i" + std::to_string(row.number(column)) + "\n";
        } else {
            const auto& text = row.text(column);
            bytes += "t" + std::to_string(text.size()) + ":" + text + "\n";
        }
    }
    return bytes;
}

}  // namespace services::postgres
