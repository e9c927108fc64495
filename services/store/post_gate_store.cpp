#include "services/store/post_gate_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define STATEMENT_COLUMNS \
    "SELECT day, statement, signature, public_key, entries, last_serial, made_at FROM post_day_statements "
constexpr std::string_view add_statement_sql = R"sql(
    INSERT INTO post_day_statements (day, statement, signature, public_key, entries, last_serial, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (day) DO NOTHING)sql";
constexpr std::string_view statement_sql = STATEMENT_COLUMNS "WHERE day = $1";
constexpr std::string_view statements_after_sql = STATEMENT_COLUMNS "WHERE day > $1 ORDER BY day LIMIT $2";
constexpr std::string_view last_day_sql = "SELECT day FROM post_day_statements ORDER BY day DESC LIMIT 1";

constexpr std::string_view former_sql =
    "SELECT entry_id, taken_down_at, exemption, shown_again_at FROM post_tombstones WHERE entry_id = $1 ORDER BY id";
constexpr std::string_view alert_sql = R"sql(
    INSERT INTO post_alerts (entry_id, findings, found_at) VALUES ($1, $2, $3)
    ON CONFLICT (entry_id) DO UPDATE SET findings = excluded.findings)sql";
constexpr std::string_view forget_alert_sql = "DELETE FROM post_alerts WHERE entry_id = $1";
constexpr std::string_view alert_of_sql = "SELECT entry_id, findings, found_at FROM post_alerts WHERE entry_id = $1";
#define ALERTS_FOR_READER                                                                                \
    "FROM post_alerts AS a JOIN post_list_entries AS p ON p.id = a.entry_id"                             \
    " JOIN documents AS d ON d.id = p.document_id WHERE p.state = 'published' AND d.access_group_id IN " \
    "(SELECT group_id FROM group_members WHERE user_id = $1) "
constexpr std::string_view alerts_sql =
    "SELECT a.entry_id, a.findings, a.found_at " ALERTS_FOR_READER "ORDER BY a.found_at, a.entry_id LIMIT $2";
constexpr std::string_view count_alerts_sql = "SELECT COUNT(*) " ALERTS_FOR_READER;
#define UNDRAWN                                                                                              \
    "WHERE f.state = 'failed' AND p.state = 'published' AND p.document_public = 1 AND d.access_group_id IN " \
    "(SELECT group_id FROM group_members WHERE user_id = $1) "
constexpr std::string_view undrawn_sql =
    "SELECT p.id FROM published_files AS f JOIN documents AS d ON d.content_hash = f.content_hash"
    " JOIN post_list_entries AS p ON p.document_id = d.id " UNDRAWN
    "UNION SELECT p.id FROM published_files AS f JOIN attachments AS a ON a.content_hash = f.content_hash"
    " JOIN documents AS d ON d.id = a.document_id JOIN post_list_entries AS p ON p.document_id = d.id " UNDRAWN
    "ORDER BY 1 LIMIT $2";
constexpr std::string_view draw_again_sql = R"sql(
    UPDATE published_files SET state = 'waiting'
     WHERE state = 'failed' AND content_hash IN (SELECT content_hash FROM documents WHERE id = $1
                                                 UNION SELECT content_hash FROM attachments WHERE document_id = $1))sql";

constexpr std::string_view begin_recheck_sql =
    "INSERT INTO post_rechecks (begun_at, highest_entry) VALUES ($1, $2) RETURNING id";
constexpr std::string_view last_recheck_sql =
    "SELECT id, begun_at, ended_at, last_entry, highest_entry, checked, found FROM post_rechecks "
    "ORDER BY id DESC LIMIT 1";
constexpr std::string_view set_recheck_sql =
    "UPDATE post_rechecks SET ended_at = $2, last_entry = $3, checked = $4, found = $5 WHERE id = $1";

DayStatement statement_from(const Row& row) {
    return DayStatement{
        .day = maybe_date(row, 0).value_or(core::Date{}),
        .statement = row.text(1),
        .signature = row.text(2),
        .public_key = row.text(3),
        .entries = row.number(4),
        .last_serial = row.number(5),
        .made_at = maybe_timestamp(row, 6).value_or(core::Timestamp{}),
    };
}

PostAlert alert_from(const Row& row) {
    return PostAlert{
        .entry = row.id<core::PostListId>(0),
        .findings = row.text(1),
        .found_at = maybe_timestamp(row, 2).value_or(core::Timestamp{}),
    };
}

}  // namespace

bool DayStatementStore::add(const DayStatement& made) {
    const auto added = tx_.run(
        add_statement_sql,
        {core::iso_date(made.day),
         made.statement,
         made.signature,
         made.public_key,
         made.entries,
         made.last_serial,
         seconds(made.made_at)}
    );
    return added.changed() == 1;
}

std::optional<DayStatement> DayStatementStore::find(core::Date day) const {
    return first(tx_.run(statement_sql, {core::iso_date(day)}), statement_from);
}

std::optional<core::Date> DayStatementStore::last_day() const {
    const auto rows = tx_.run(last_day_sql);
    return rows.empty() ? std::nullopt : maybe_date(rows.front(), 0);
}

std::vector<DayStatement> DayStatementStore::after(core::Date after, std::int64_t limit) const {
    return all(tx_.run(statements_after_sql, {core::iso_date(after), limit}), statement_from);
}

std::vector<FormerTombstone> PostGateStore::former_tombstones(core::PostListId entry) const {
    return all(tx_.run(former_sql, {entry}), [](const Row& row) {
        return FormerTombstone{
            .entry = row.id<core::PostListId>(0),
            .taken_down_at = maybe_timestamp(row, 1).value_or(core::Timestamp{}),
            .exemption = row.text(2),
            .shown_again_at = maybe_timestamp(row, 3).value_or(core::Timestamp{}),
        };
    });
}

void PostGateStore::alert(const PostAlert& made) {
    tx_.run(alert_sql, {made.entry, made.findings, seconds(made.found_at)});
}

void PostGateStore::forget_alert(core::PostListId entry) {
    tx_.run(forget_alert_sql, {entry});
}

std::optional<PostAlert> PostGateStore::alert_of(core::PostListId entry) const {
    return first(tx_.run(alert_of_sql, {entry}), alert_from);
}

std::vector<PostAlert> PostGateStore::alerts(core::UserId reader, std::int64_t limit) const {
    return all(tx_.run(alerts_sql, {reader, limit}), alert_from);
}

std::int64_t PostGateStore::count_alerts(core::UserId reader) const {
    return tx_.run(count_alerts_sql, {reader}).front().number(0);
}

std::vector<core::PostListId> PostGateStore::undrawn(core::UserId reader, std::int64_t limit) const {
    return all(tx_.run(undrawn_sql, {reader, limit}), [](const Row& row) { return row.id<core::PostListId>(0); });
}

void PostGateStore::draw_again(core::DocumentId document) {
    tx_.run(draw_again_sql, {document});
}

std::int64_t PostGateStore::begin_recheck(core::PostListId highest, core::Timestamp now) {
    return tx_.run(begin_recheck_sql, {seconds(now), highest}).front().number(0);
}

std::optional<PostRecheck> PostGateStore::last_recheck() const {
    return first(tx_.run(last_recheck_sql), [](const Row& row) {
        return PostRecheck{
            .id = row.number(0),
            .begun_at = maybe_timestamp(row, 1).value_or(core::Timestamp{}),
            .ended_at = maybe_timestamp(row, 2),
            .last_entry = row.id<core::PostListId>(3),
            .highest_entry = row.id<core::PostListId>(4),
            .checked = row.number(5),
            .found = row.number(6),
        };
    });
}

void PostGateStore::set_recheck(const PostRecheck& recheck) {
    tx_.run(
        set_recheck_sql, {recheck.id, seconds(recheck.ended_at), recheck.last_entry, recheck.checked, recheck.found}
    );
}

}  // namespace services
