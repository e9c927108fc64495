#include "services/store/postgres/move.hpp"

#include <map>

#include "core/utf8.hpp"
#include "services/files/sha256.hpp"
#include "services/store/migrations.hpp"
#include "services/store/postgres/connection.hpp"
#include "services/store/postgres/failures.hpp"
#include "services/store/postgres/table_rows.hpp"
#include "services/store/postgres/translation.hpp"
#include "services/store/sqlite/connection.hpp"

namespace services {

namespace {

using postgres::Table;
using postgres::TableRows;

constexpr std::string_view source_tables_sql = R"sql(
    SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migrations'
     ORDER BY name)sql";
constexpr std::string_view source_columns_sql = "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid";
constexpr std::string_view has_sequences_sql = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'";
constexpr std::string_view sequences_sql = "SELECT name, seq FROM sqlite_sequence WHERE name NOT LIKE 'sqlite_%'";
constexpr std::string_view first_event_sql = "SELECT hash FROM events ORDER BY id LIMIT 1";

constexpr std::string_view has_moving_sql =
    "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'moving'";
constexpr std::string_view moving_sql = "SELECT source FROM moving WHERE name = ''";
constexpr const char* make_moving_sql =
    "CREATE TABLE moving (name TEXT PRIMARY KEY, table_name TEXT NOT NULL, definition TEXT NOT NULL, source TEXT NOT "
    "NULL)";
constexpr std::string_view note_source_sql =
    "INSERT INTO moving (name, table_name, definition, source) VALUES ('', '', '', $1)";
// References between tables would be checked row by row, in an order that copying need not keep. Making them again at
// the end checks them all.
constexpr std::string_view note_references_sql = R"sql(
    INSERT INTO moving (name, table_name, definition, source)
    SELECT conname, CAST(CAST(conrelid AS regclass) AS TEXT), pg_get_constraintdef(oid), '' FROM pg_constraint
     WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace))sql";
constexpr std::string_view references_sql =
    "SELECT name, table_name, definition FROM moving WHERE name <> '' ORDER BY name";
constexpr std::string_view raise_sequence_sql = R"sql(
    SELECT setval(pg_get_serial_sequence($1, 'id'), $2)
     WHERE $2 > COALESCE((SELECT last_value FROM pg_sequences
                           WHERE schemaname = current_schema()
                             AND sequencename = $1 || '_id_seq'), 0))sql";

/// A cell as COPY's text format has it (PostgreSQL's documentation, COPY).
void append_cell(std::string& line, const Row& row, std::size_t column) {
    if (row.is_null(column)) {
        line += "\\N";
        return;
    }
    if (row.type(column) == 1) {
        line += std::to_string(row.number(column));
        return;
    }
    for (const char sign : row.text(column)) {
        switch (sign) {
            case '\\':
                line += "\\\\";
                break;
            case '\n':
                line += "\\n";
                break;
            case '\r':
                line += "\\r";
                break;
            case '\t':
                line += "\\t";
                break;
            default:
                line += sign;
        }
    }
}

void check_text(const std::string& table, const TableRows& reader, const Row& row, std::size_t columns) {
    for (std::size_t column = 0; column < columns; ++column) {
        if (row.type(column) != 2) continue;
        const auto& text = row.text(column);
        if (text.find('\0') == std::string::npos && core::valid_utf8(text)) continue;
        std::string key;
        for (const auto& value : reader.key_of(row))
            key += " " +
                   (value.index() == 1 ? std::to_string(std::get<std::int64_t>(value)) : std::get<std::string>(value));
        throw DatabaseError{
            DatabaseError::Kind::broken,
            "table " + table + ", row" + key + ": the text holds a NUL or is not UTF-8, which PostgreSQL can't keep"};
    }
}

class Move {
  public:
    Move(const std::filesystem::path& file, const std::string& url, const MoveSettings& settings)
        : settings_(settings), source_(file, sqlite::Mode::write), target_(url, postgres::Mode::write) {
        migrate(source_, "sqlite");
        source_.begin();  // nobody else writes until this is over
        find_tables();
    }

    std::optional<std::vector<MovedTable>> run() {
        prepare();
        for (const auto& table : tables_)
            if (!copy(table)) return std::nullopt;
        std::vector<MovedTable> moved;
        for (const auto& table : tables_) {
            auto compared = compare(table);
            if (!compared) return std::nullopt;
            moved.push_back(std::move(*compared));
        }
        finish();
        return moved;
    }

  private:
    void find_tables() {
        const auto names = source_.run(source_tables_sql, {});
        for (std::size_t i = 0; i < names.size(); ++i) {
            Table table{.name = names[i].text(0), .columns = {}, .keys = {}};
            const std::vector<Parameter> parameters{Parameter{table.name}};
            const auto columns = source_.run(source_columns_sql, parameters);
            std::map<std::int64_t, std::string> keys;
            for (std::size_t j = 0; j < columns.size(); ++j) {
                table.columns.push_back(columns[j].text(0));
                if (columns[j].number(1) > 0) keys.emplace(columns[j].number(1), columns[j].text(0));
            }
            for (auto& [place, key] : keys) table.keys.push_back(std::move(key));
            tables_.push_back(std::move(table));
        }
        for (const auto& table : tables_) rows_.emplace(table.name, TableRows{table});
    }

    /// Makes the target ready, unless that was done before the last stop.
    void prepare() {
        const auto first_event = source_.run(first_event_sql, {});
        const auto source = first_event.empty() ? std::string{} : first_event.front().text(0);
        target_.begin();
        const bool goes_on = !target_.run(has_moving_sql, {}).empty();
        if (goes_on && target_.run(moving_sql, {}).front().text(0) != source) {
            target_.rollback();
            throw DatabaseError{DatabaseError::Kind::broken, "another installation is being moved to this database"};
        }
        target_.commit();
        if (goes_on) return;
        migrate(target_, "postgres");
        target_.begin();
        for (const auto& table : tables_)
            if (!rows_.at(table.name).last_key(target_).empty()) {
                target_.rollback();
                throw DatabaseError{
                    DatabaseError::Kind::broken,
                    "the database has data of its own in table " + table.name + "; use an empty one"};
            }
        target_.run_script(make_moving_sql);
        const std::vector<Parameter> parameters{Parameter{source}};
        target_.run(note_source_sql, parameters);
        target_.run(note_references_sql, {});
        std::string drops;
        const auto references = target_.run(references_sql, {});
        for (std::size_t i = 0; i < references.size(); ++i)
            drops += "ALTER TABLE " + references[i].text(1) + " DROP CONSTRAINT " + references[i].text(0) + ";";
        target_.run_script(drops);
        target_.commit();
    }

    /// Goes on after the last row that is there. Each batch is a transaction.
    bool copy(const Table& table) {
        const auto& reader = rows_.at(table.name);
        target_.begin();
        auto after = reader.last_key(target_);
        target_.commit();
        std::int64_t copied = 0;
        return reader.each(source_, settings_.rows_at_once, std::move(after), [&](const Rows& rows) {
            put(table, rows);
            copied += static_cast<std::int64_t>(rows.size());
            return settings_.progress("copied", table.name, copied);
        });
    }

    void put(const Table& table, const Rows& rows) {
        std::string lines;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            check_text(table.name, rows_.at(table.name), rows[i], table.columns.size());
            for (std::size_t column = 0; column < table.columns.size(); ++column) {
                if (column > 0) lines += '\t';
                append_cell(lines, rows[i], column);
            }
            lines += '\n';
        }
        std::string names;
        for (const auto& column : table.columns) names += (names.empty() ? "" : ", ") + column;
        target_.copy("COPY " + table.name + " (" + names + ") FROM STDIN", lines);
    }

    struct Digest {
        std::int64_t rows{};
        std::string sha256;
        bool operator==(const Digest&) const = default;
    };

    std::optional<Digest> digest(const Table& table, EngineConnection& of) {
        Sha256 hash;
        Digest digest;
        const bool is_whole = rows_.at(table.name).each(of, settings_.rows_at_once, {}, [&](const Rows& rows) {
            for (std::size_t i = 0; i < rows.size(); ++i) hash.add(postgres::canonical(rows[i], table.columns.size()));
            digest.rows += static_cast<std::int64_t>(rows.size());
            return settings_.progress("compared", table.name, digest.rows);
        });
        if (!is_whole) return std::nullopt;
        digest.sha256 = hash.finish().text();
        return digest;
    }

    std::optional<Digest> digest_of_target(const Table& table) {
        target_.begin();
        auto found = digest(table, target_);
        target_.commit();
        return found;
    }

    /// A table whose source changed between two runs is copied once more, whole.
    std::optional<MovedTable> compare(const Table& table) {
        const auto wanted = digest(table, source_);
        if (!wanted) return std::nullopt;
        auto found = digest_of_target(table);
        if (found && *found != *wanted) {
            target_.begin();
            target_.run_script("TRUNCATE " + table.name + ";");
            target_.commit();
            if (!copy(table)) return std::nullopt;
            found = digest_of_target(table);
        }
        if (!found) return std::nullopt;
        if (*found != *wanted)
            throw DatabaseError{
                DatabaseError::Kind::broken,
                "table " + table.name + " is not the same on both sides: " + std::to_string(wanted->rows) + " rows, " +
                    wanted->sha256 + " here, " + std::to_string(found->rows) + " rows, " + found->sha256 + " there"};
        return MovedTable{table.name, wanted->rows, wanted->sha256};
    }

    /// Makes the references anew, which checks them, and the sequences; from then on the target may be served from.
    void finish() {
        target_.begin();
        std::string adds;
        const auto references = target_.run(references_sql, {});
        for (std::size_t i = 0; i < references.size(); ++i)
            adds += "ALTER TABLE " + references[i].text(1) + " ADD CONSTRAINT " + references[i].text(0) + " " +
                    references[i].text(2) + ";";
        target_.run_script(adds + "DROP TABLE moving;");
        if (!source_.run(has_sequences_sql, {}).empty()) {
            const auto sequences = source_.run(sequences_sql, {});
            for (std::size_t i = 0; i < sequences.size(); ++i) {
                const std::vector<Parameter> parameters{
                    Parameter{sequences[i].text(0)}, Parameter{sequences[i].number(1)}};
                target_.run(raise_sequence_sql, parameters);
            }
        }
        target_.commit();
        source_.rollback();
    }

    const MoveSettings& settings_;
    sqlite::Connection source_;
    postgres::Connection target_;
    std::vector<Table> tables_;
    std::map<std::string, TableRows> rows_;
};

}  // namespace

std::optional<std::vector<MovedTable>> move_to_postgres(
    const std::filesystem::path& file, const std::string& url, const MoveSettings& settings
) {
    Move move{file, url, settings};
    return move.run();
}

}  // namespace services
