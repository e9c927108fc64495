#include "services/store/post_list_store.hpp"

#include "services/store/columns.hpp"
#include "services/store/post_list_rows.hpp"
#include "services/store/public_change_store.hpp"

namespace services {

namespace {

#define ENTRY_COLUMNS                                                                                               \
    "p.id, p.document_id, p.unit_id, p.state, p.reason, p.listed_on, p.title, p.correspondent, p.document_public, " \
    "p.public_from, p.is_cleared, p.rule_id"
#define HELD_FOR_READER                                                       \
    "WHERE p.state = 'held' AND (p.public_from IS NULL OR p.reason <> '[]') " \
    "AND d.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1) "

constexpr std::string_view add_sql = R"sql(
    INSERT INTO post_list_entries (document_id, unit_id, state, reason, listed_on, title, correspondent,
                                   document_public, serial_year, serial, exemption, public_from, rule_id, subject)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
            COALESCE((SELECT c.subject FROM documents AS d JOIN cases AS c ON c.id = d.case_id WHERE d.id = $1), ''))
    RETURNING id)sql";
constexpr std::string_view next_serial_sql = R"sql(
    INSERT INTO number_series (name, last) VALUES ($1, 1)
    ON CONFLICT (name) DO UPDATE SET last = number_series.last + 1 RETURNING last)sql";
constexpr std::string_view find_sql = "SELECT " ENTRY_COLUMNS " FROM post_list_entries AS p WHERE p.id = $1";
constexpr std::string_view of_document_sql =
    "SELECT " ENTRY_COLUMNS " FROM post_list_entries AS p WHERE p.document_id = $1";
constexpr std::string_view decide_sql = R"sql(
    UPDATE post_list_entries SET state = $2, document_public = $3, title = $4, correspondent = $5, decided_by = $6, decided_at = $7,
           exemption = $8, taken_down_at = CASE WHEN $2 = 'published' THEN NULL ELSE taken_down_at END
     WHERE id = $1 AND state = 'held' RETURNING document_id)sql";
// What was taken down and is shown again keeps its tombstone among those of before.
constexpr std::string_view keep_tombstone_sql = R"sql(
    INSERT INTO post_tombstones (entry_id, taken_down_at, exemption, shown_again_at)
    SELECT id, taken_down_at, exemption, CAST($2 AS BIGINT) FROM post_list_entries
     WHERE id = $1 AND state = 'held' AND taken_down_at IS NOT NULL)sql";
constexpr std::string_view reopen_sql =
    "UPDATE post_list_entries SET state = 'held', document_public = $2, reason = $3 WHERE id = $1 AND state = "
    "'withheld'";
constexpr std::string_view set_findings_sql = "UPDATE post_list_entries SET reason = $2 WHERE id = $1";
constexpr std::string_view serial_years_sql = R"sql(
    SELECT p.serial_year, COUNT(*), MAX(p.serial), COALESCE(MAX(n.last), 0)
      FROM post_list_entries AS p
      LEFT JOIN number_series AS n ON n.name = 'post_list:' || CAST(p.serial_year AS TEXT)
     GROUP BY p.serial_year ORDER BY p.serial_year)sql";
constexpr std::string_view set_checked_sql =
    "UPDATE post_list_entries SET state = $2, reason = $3 WHERE id = $1 AND state = 'held'";
constexpr std::string_view withhold_sql =
    "UPDATE post_list_entries SET taken_down_at = CASE state WHEN 'published' THEN $3 ELSE taken_down_at END, "
    "state = 'withheld', decided_by = $2, decided_at = $3, exemption = $4 WHERE id = $1 "
    "RETURNING document_id, taken_down_at";
constexpr std::string_view listed_between_sql =
    LISTED_COLUMNS "WHERE p.listed_on BETWEEN $1 AND $2 ORDER BY p.listed_on, p.serial LIMIT $3";
constexpr std::string_view listed_entry_sql = LISTED_COLUMNS "WHERE p.id = $1";
constexpr std::string_view numbered_sql = LISTED_COLUMNS "WHERE p.serial_year = $1 AND p.serial = $2";
constexpr std::string_view tombstones_sql = LISTED_COLUMNS
    "WHERE p.taken_down_at IS NOT NULL AND p.state <> 'published' ORDER BY p.taken_down_at DESC, p.id DESC LIMIT $1";
constexpr std::string_view seen_sql =
    "SELECT id FROM post_list_entries WHERE document_id = $1 AND (state = 'published' OR change IS NOT NULL)";
constexpr std::string_view note_change_sql = "UPDATE post_list_entries SET change = $2, changed_at = $3 WHERE id = $1";
constexpr std::string_view set_unit_sql = "UPDATE post_list_entries SET unit_id = $2 WHERE id = $1";
constexpr std::string_view hold_again_sql =
    "UPDATE post_list_entries SET state = 'held', reason = $2 WHERE id = $1 AND state = 'published'";
constexpr std::string_view published_of_case_sql =
    "SELECT " ENTRY_COLUMNS
    " FROM documents AS d JOIN post_list_entries AS p ON p.document_id = d.id"
    " WHERE d.case_id = $1 AND p.state = 'published' ORDER BY p.id";
constexpr std::string_view held_sql =
    "SELECT " PUBLIC_COLUMNS ", p.reason" PUBLIC_TABLES HELD_FOR_READER
    "AND p.listed_on >= $3 AND (p.listed_on > $3 OR p.id > $4) ORDER BY p.listed_on, p.id LIMIT $2";
constexpr std::string_view count_held_sql =
    "SELECT COUNT(*) FROM post_list_entries AS p JOIN documents AS d ON d.id = p.document_id " HELD_FOR_READER;
constexpr std::string_view between_sql = "SELECT " PUBLIC_COLUMNS PUBLIC_TABLES
                                         "WHERE p.state = 'published' AND p.listed_on BETWEEN $1 AND $2 "
                                         "ORDER BY p.listed_on DESC, p.id DESC LIMIT $3";
constexpr std::string_view public_entry_sql =
    "SELECT " PUBLIC_COLUMNS PUBLIC_TABLES "WHERE p.state = 'published' AND p.id = $1";
constexpr std::string_view public_document_sql =
    "SELECT " PUBLIC_COLUMNS PUBLIC_TABLES
    "WHERE p.state = 'published' AND p.document_public = 1 AND p.document_id = $1";
constexpr std::string_view newest_sql =
    "SELECT " PUBLIC_COLUMNS PUBLIC_TABLES "WHERE p.state = 'published' ORDER BY p.listed_on DESC, p.id DESC LIMIT $1";

PostListEntry entry_from(const Row& row) {
    return PostListEntry{
        .id = row.id<core::PostListId>(0),
        .document = row.id<core::DocumentId>(1),
        .unit = row.id<core::UnitId>(2),
        .state = post_state_from(row, 3),
        .reason = row.text(4),
        .listed_on = maybe_date(row, 5).value_or(core::Date{}),
        .title = row.text(6),
        .correspondent = row.text(7),
        .document_public = row.number(8) != 0,
        .public_from = maybe_date(row, 9),
        .is_cleared = row.number(10) != 0,
        .rule = row.maybe_number(11),
    };
}

PostListStore::Held held_from(const Row& row) {
    auto shown = public_from(row);
    PostListEntry entry{
        .id = shown.id,
        .document = shown.document,
        .unit = shown.unit_id,
        .state = PostState::held,
        .reason = row.text(17),
        .listed_on = shown.listed_on,
        .title = shown.title,
        .correspondent = shown.correspondent,
        .document_public = shown.document_public,
    };
    return {std::move(entry), std::move(shown)};
}

// The COALESCE keeps the planner from sorting all that is published for each step of the walk.
constexpr std::string_view public_after_sql =
    "SELECT " PUBLIC_COLUMNS PUBLIC_TABLES
    "WHERE COALESCE(p.state, '') = 'published' AND p.id > $1 ORDER BY p.id LIMIT $2";
constexpr std::string_view highest_sql = "SELECT COALESCE(MAX(id), 0) FROM post_list_entries";

/// What is taken off the list is shown nowhere else either. The rows are document and when that was done.
void note_elsewhere(Transaction& tx, const Rows& changed, core::Timestamp now) {
    if (!changed.empty() && !changed.front().is_null(1))
        PublicChangeStore{tx}.note_document(changed.front().id<core::DocumentId>(0), now);
}

}  // namespace

core::PostListId PostListStore::add(const PostListEntry& made) {
    const auto listed_on = core::iso_date(made.listed_on);
    const auto year = static_cast<int>(std::chrono::year_month_day{made.listed_on}.year());
    const auto series = "post_list:" + std::to_string(year);
    const auto serial = tx_.run(next_serial_sql, {series}).front().number(0);
    return tx_
        .run(
            add_sql,
            {made.document,
             made.unit,
             name_of(made.state),
             made.reason,
             listed_on,
             made.title,
             made.correspondent,
             std::int64_t{made.document_public ? 1 : 0},
             std::int64_t{year},
             serial,
             made.exemption,
             services::iso_date(made.public_from),
             made.rule}
        )
        .front()
        .id<core::PostListId>(0);
}

std::optional<PostListEntry> PostListStore::find(core::PostListId id) const {
    return first(tx_.run(find_sql, {id}), entry_from);
}

std::optional<PostListEntry> PostListStore::of_document(core::DocumentId document) const {
    return first(tx_.run(of_document_sql, {document}), entry_from);
}

bool PostListStore::decide(const PostListEntry& decided, core::UserId by, core::Timestamp now) {
    const std::int64_t document_public = decided.document_public ? 1 : 0;
    const bool is_shown_again =
        decided.state == PostState::published && tx_.run(keep_tombstone_sql, {decided.id, seconds(now)}).changed() != 0;
    const auto rows = tx_.run(
        decide_sql,
        {decided.id,
         name_of(decided.state),
         document_public,
         decided.title,
         decided.correspondent,
         by,
         seconds(now),
         decided.exemption}
    );
    if (rows.empty()) return false;
    if (is_shown_again) PublicChangeStore{tx_}.note_document(rows.front().id<core::DocumentId>(0), now);
    return true;
}

void PostListStore::set_checked(core::PostListId id, PostState state, std::string_view reason) {
    tx_.run(set_checked_sql, {id, name_of(state), reason});
}

void PostListStore::reopen(core::PostListId id, bool document_public, std::string_view findings) {
    tx_.run(reopen_sql, {id, std::int64_t{document_public ? 1 : 0}, findings});
}

void PostListStore::set_findings(core::PostListId id, std::string_view findings) {
    tx_.run(set_findings_sql, {id, findings});
}

std::vector<PostListStore::SerialYear> PostListStore::serial_years() const {
    return all(tx_.run(serial_years_sql), [](const Row& row) {
        return SerialYear{row.number(0), row.number(1), row.number(2), row.number(3)};
    });
}

void PostListStore::withhold(core::PostListId id, core::UserId by, core::Timestamp now, std::string_view exemption) {
    note_elsewhere(tx_, tx_.run(withhold_sql, {id, by, seconds(now), exemption}), now);
}

std::vector<ListedPost> PostListStore::listed_between(core::Date from, core::Date to, std::int64_t limit) const {
    return all(tx_.run(listed_between_sql, {core::iso_date(from), core::iso_date(to), limit}), listed_from);
}

std::optional<ListedPost> PostListStore::listed_entry(core::PostListId id) const {
    return first(tx_.run(listed_entry_sql, {id}), listed_from);
}

std::optional<ListedPost> PostListStore::numbered(std::int64_t year, std::int64_t serial) const {
    return first(tx_.run(numbered_sql, {year, serial}), listed_from);
}

std::vector<ListedPost> PostListStore::tombstones(std::int64_t limit) const {
    return all(tx_.run(tombstones_sql, {limit}), listed_from);
}

void PostListStore::note_change(core::DocumentId document, core::Timestamp at) {
    const auto seen = tx_.run(seen_sql, {document});
    if (seen.empty()) return;
    const auto change = tx_.run(next_serial_sql, {"post_list_changes"}).front().number(0);
    tx_.run(note_change_sql, {seen.front().number(0), change, seconds(at)});
}

void PostListStore::set_unit(core::PostListId id, core::UnitId unit) {
    tx_.run(set_unit_sql, {id, unit});
}

void PostListStore::hold_again(core::PostListId id, std::string_view findings) {
    tx_.run(hold_again_sql, {id, findings});
}

std::vector<PostListEntry> PostListStore::hold_published_of(core::CaseId in_case, std::string_view findings) {
    auto entries = all(tx_.run(published_of_case_sql, {in_case}), entry_from);
    for (const auto& entry : entries) hold_again(entry.id, findings);
    return entries;
}

std::vector<PostListStore::Held> PostListStore::held(core::UserId reader, std::int64_t limit, const HeldPlace& after)
    const {
    return all(tx_.run(held_sql, {reader, limit, core::iso_date(after.listed_on), after.id}), held_from);
}

std::int64_t PostListStore::count_held(core::UserId reader) const {
    return tx_.run(count_held_sql, {reader}).front().number(0);
}

std::vector<PublicPost> PostListStore::public_between(core::Date from, core::Date to, std::int64_t limit) const {
    return all(tx_.run(between_sql, {core::iso_date(from), core::iso_date(to), limit}), public_from);
}

std::optional<PublicPost> PostListStore::public_entry(core::PostListId id) const {
    return first(tx_.run(public_entry_sql, {id}), public_from);
}

std::optional<PublicPost> PostListStore::public_document(core::DocumentId document) const {
    return first(tx_.run(public_document_sql, {document}), public_from);
}

std::vector<PublicPost> PostListStore::newest_public(std::int64_t limit) const {
    return all(tx_.run(newest_sql, {limit}), public_from);
}

std::string_view name_of(PostState state) {
    return post_states.of(state);
}

std::vector<PublicPost> PostListStore::public_after(core::PostListId last, std::int64_t limit) const {
    return all(tx_.run(public_after_sql, {last, limit}), public_from);
}

std::int64_t PostListStore::highest_id() const {
    return tx_.run(highest_sql).front().number(0);
}

}  // namespace services
