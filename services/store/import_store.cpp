#include "services/store/import_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define ROW_COLUMNS "place, line, reference, outcome, case_id, error, reason, field"

constexpr std::string_view add_sql =
    "INSERT INTO imports (made_by, made_at, row_count) VALUES ($1, $2, $3) RETURNING id";
constexpr std::string_view add_row_sql = R"sql(
    INSERT INTO import_rows (import_id, place, line, reference, outcome) VALUES ($1, $2, $3, $4, 'waiting'))sql";
constexpr std::string_view find_sql = "SELECT id, made_by, made_at, row_count, ended_at FROM imports WHERE id = $1";
constexpr std::string_view counts_sql = R"sql(
    SELECT SUM(CASE WHEN outcome = 'waiting' THEN 1 ELSE 0 END), SUM(CASE WHEN outcome = 'imported' THEN 1 ELSE 0 END),
           SUM(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END)
      FROM import_rows WHERE import_id = $1)sql";
constexpr std::string_view rows_sql = "SELECT " ROW_COLUMNS
                                      " FROM import_rows WHERE import_id = $1 AND place > $2"
                                      " AND (CAST($3 AS TEXT) IS NULL OR outcome = $3) ORDER BY place LIMIT $4";
constexpr std::string_view next_sql = "SELECT " ROW_COLUMNS
                                      " FROM import_rows WHERE import_id = $1 AND outcome = 'waiting'"
                                      " ORDER BY place LIMIT 1";
constexpr std::string_view imported_sql = R"sql(
    UPDATE import_rows SET outcome = 'imported', line = '', reference = $3, case_id = $4
     WHERE import_id = $1 AND place = $2)sql";
constexpr std::string_view refused_sql = R"sql(
    UPDATE import_rows SET outcome = 'refused', line = '', reference = $3, error = $4, reason = $5, field = $6
     WHERE import_id = $1 AND place = $2)sql";
constexpr std::string_view end_sql = "UPDATE imports SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
constexpr std::string_view forget_references_sql =
    "UPDATE import_rows SET reference = '' WHERE outcome <> 'waiting' AND reference <> ''";
constexpr std::string_view forget_lines_sql = R"sql(
    UPDATE import_rows SET outcome = 'refused', line = '', reference = '', error = $2, reason = $3
     WHERE outcome = 'waiting' AND import_id IN (SELECT id FROM imports WHERE made_at < $1))sql";
constexpr std::string_view remove_rows_sql =
    "DELETE FROM import_rows WHERE import_id IN (SELECT id FROM imports WHERE ended_at < $1)";
constexpr std::string_view remove_sql = "DELETE FROM imports WHERE ended_at < $1";

ImportRow row_from(const Row& row) {
    return ImportRow{
        .place = row.number(0),
        .line = row.text(1),
        .reference = row.text(2),
        .outcome = named(row_outcome_named, row.text(3)),
        .opened = row.maybe_id<core::CaseId>(4),
        .error = row.text(5),
        .reason = row.text(6),
        .field = row.text(7),
    };
}

}  // namespace

std::string_view name_of(RowOutcome outcome) {
    switch (outcome) {
        case RowOutcome::waiting:
            return "waiting";
        case RowOutcome::imported:
            return "imported";
        case RowOutcome::refused:
            return "refused";
    }
    return {};
}

std::optional<RowOutcome> row_outcome_named(std::string_view name) {
    for (const auto outcome : {RowOutcome::waiting, RowOutcome::imported, RowOutcome::refused})
        if (name_of(outcome) == name) return outcome;
    return std::nullopt;
}

ImportId ImportStore::add(const Import& made) {
    return tx_.run(add_sql, {made.made_by, seconds(made.made_at), made.rows}).front().id<ImportId>(0);
}

void ImportStore::add_row(ImportId of, const ImportRow& row) {
    tx_.run_later(add_row_sql, {of, row.place, row.line, row.reference});
}

std::optional<Import> ImportStore::find(ImportId id) const {
    return first(tx_.run(find_sql, {id}), [](const Row& row) {
        return Import{
            row.id<ImportId>(0),
            row.id<core::UserId>(1),
            timestamp(row.number(2)),
            row.number(3),
            maybe_timestamp(row, 4)};
    });
}

ImportStore::Counts ImportStore::counts(ImportId id) const {
    const auto row = tx_.run(counts_sql, {id});
    const auto count = [&](std::size_t column) { return row.front().maybe_number(column).value_or(0); };
    return {count(0), count(1), count(2)};
}

std::vector<ImportRow> ImportStore::rows(
    ImportId id, std::optional<RowOutcome> outcome, std::int64_t after, std::int64_t limit
) const {
    const auto wanted = outcome ? std::optional{name_of(*outcome)} : std::nullopt;
    return all(tx_.run(rows_sql, {id, after, wanted, limit}), row_from);
}

std::optional<ImportRow> ImportStore::next_waiting(ImportId id) const {
    return first(tx_.run(next_sql, {id}), row_from);
}

void ImportStore::set_imported(ImportId id, std::int64_t place, std::string_view reference, core::CaseId opened) {
    tx_.run(imported_sql, {id, place, reference, opened});
}

void ImportStore::set_refused(ImportId id, std::int64_t place, std::string_view reference, const core::Error& why) {
    tx_.run(refused_sql, {id, place, reference, core::name_of(why.code), why.detail, why.field});
}

void ImportStore::end(ImportId id, core::Timestamp now) {
    tx_.run(end_sql, {id, seconds(now)});
}

void ImportStore::forget_texts(core::Timestamp begun_before) {
    tx_.run(forget_references_sql);
    constexpr std::string_view why = "the line had waited for more than a day when a person was erased; send it anew";
    tx_.run(forget_lines_sql, {seconds(begun_before), core::name_of(core::ErrorCode::conflict), why});
}

void ImportStore::remove_older(core::Timestamp than) {
    tx_.run(remove_rows_sql, {seconds(than)});
    tx_.run(remove_sql, {seconds(than)});
}

}  // namespace services
