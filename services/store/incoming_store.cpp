#include "services/store/incoming_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define ITEM_COLUMNS                                                                                         \
    "i.id, i.received_at, i.channel, i.file_name, i.content_hash, i.state, i.reason, i.pages_read, "         \
    "i.first_words, i.unit_id, i.assigned_to, i.access_group_id, i.duplicate_of, i.document_id, i.version, " \
    "k.size_bytes, k.media_type, CASE WHEN k.page_count = 0 THEN i.pages_expected ELSE k.page_count END"
#define ITEM_TABLES " FROM incoming_items AS i JOIN contents AS k ON k.hash = i.content_hash "
#define ITEM_WAITING                                   \
    "i.state <> 'journaled' AND i.access_group_id IN " \
    "(SELECT group_id FROM group_members WHERE user_id = $1) "

constexpr std::string_view add_sql = R"sql(
    INSERT INTO incoming_items (received_at, channel, file_name, content_hash, state, reason, first_words, unit_id,
                                assigned_to, access_group_id, duplicate_of)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " ITEM_COLUMNS ITEM_TABLES "WHERE i.id = $1";
constexpr std::string_view waiting_sql = "SELECT " ITEM_COLUMNS ITEM_TABLES "WHERE " ITEM_WAITING R"sql(
    AND (CAST($2 AS BIGINT) IS NULL OR i.assigned_to = $2) AND (CAST($3 AS BIGINT) IS NULL OR i.unit_id = $3)
    AND (i.received_at, i.id) > (COALESCE((SELECT received_at FROM incoming_items WHERE id = $4), 0), $4)
    AND (CAST($6 AS TEXT) IS NULL OR i.channel = $6)
    ORDER BY i.received_at, i.id LIMIT $5)sql";
// 253402300799 is the last second of the year 9999.
constexpr std::string_view waiting_falling_sql = "SELECT " ITEM_COLUMNS ITEM_TABLES "WHERE " ITEM_WAITING R"sql(
    AND (CAST($2 AS BIGINT) IS NULL OR i.assigned_to = $2) AND (CAST($3 AS BIGINT) IS NULL OR i.unit_id = $3)
    AND (i.received_at, i.id) < (COALESCE((SELECT received_at FROM incoming_items WHERE id = $4), 253402300799), $4)
    AND (CAST($6 AS TEXT) IS NULL OR i.channel = $6)
    ORDER BY i.received_at DESC, i.id DESC LIMIT $5)sql";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM incoming_items AS i WHERE " ITEM_WAITING;
constexpr std::string_view by_unit_sql =
    "SELECT i.unit_id, COUNT(*), SUM(CASE WHEN i.assigned_to = $1 THEN 1 ELSE 0 END) FROM incoming_items AS i "
    "WHERE " ITEM_WAITING "GROUP BY i.unit_id ORDER BY i.unit_id";
constexpr std::string_view unread_sql = "SELECT i.id FROM incoming_items AS i WHERE " ITEM_WAITING
                                        "AND i.state IN ('received', 'reading') ORDER BY i.received_at, i.id LIMIT $2";
constexpr std::string_view next_sql = "SELECT i.id FROM incoming_items AS i WHERE " ITEM_WAITING R"sql(
    AND (i.received_at, i.id) > (COALESCE((SELECT received_at FROM incoming_items WHERE id = $2), 0), $2)
    ORDER BY i.received_at, i.id LIMIT 1)sql";
constexpr std::string_view first_but_sql =
    "SELECT i.id FROM incoming_items AS i WHERE " ITEM_WAITING "AND i.id <> $2 ORDER BY i.received_at, i.id LIMIT 1";
constexpr std::string_view first_with_sql = "SELECT id FROM incoming_items WHERE content_hash = $1 ORDER BY id LIMIT 1";
constexpr std::string_view with_content_sql =
    "SELECT id FROM incoming_items WHERE content_hash = $1 ORDER BY id LIMIT 1000";
constexpr std::string_view set_state_sql =
    "UPDATE incoming_items SET state = $2, reason = $3 WHERE id = $1 AND state <> 'journaled'";
constexpr std::string_view set_progress_sql =
    "UPDATE incoming_items SET pages_read = $2, pages_expected = $3 WHERE id = $1";
constexpr std::string_view set_first_words_sql = "UPDATE incoming_items SET first_words = $2 WHERE id = $1";
constexpr std::string_view hand_over_sql = R"sql(
    UPDATE incoming_items SET unit_id = $3, assigned_to = $4, access_group_id = $5, version = version + 1
     WHERE id = $1 AND version = $2 AND state <> 'journaled')sql";
constexpr std::string_view set_journaled_sql = R"sql(
    UPDATE incoming_items SET state = 'journaled', document_id = $3, version = version + 1,
                              access_group_id = (SELECT access_group_id FROM documents WHERE id = $3)
     WHERE id = $1 AND version = $2 AND state <> 'journaled')sql";

core::IncomingItem item_from(const Row& row) {
    return core::IncomingItem{
        .id = row.id<core::IncomingId>(0),
        .received_at = timestamp(row.number(1)),
        .channel = named(core::channel_named, row.text(2)),
        .file_name = row.text(3),
        .content = core::ContentHash::parse(row.text(4)).value_or(core::ContentHash{}),
        .size_bytes = row.number(15),
        .media_type = row.text(16),
        .state = named(core::incoming_state_named, row.text(5)),
        .reason = row.text(6),
        .page_count = row.number(17),
        .pages_read = row.number(7),
        .first_words = row.text(8),
        .unit = row.id<core::UnitId>(9),
        .assigned_to = row.maybe_id<core::UserId>(10),
        .access_group = row.id<core::GroupId>(11),
        .duplicate_of = row.maybe_id<core::IncomingId>(12),
        .document = row.maybe_id<core::DocumentId>(13),
        .version = row.number(14),
    };
}

core::IncomingId id_from(const Row& row) {
    return row.id<core::IncomingId>(0);
}

core::Result<void> unless_moved_on(const Rows& rows) {
    if (rows.changed() == 0)
        return core::Error{core::ErrorCode::conflict, "the item has changed or been journaled since it was read"};
    return core::done();
}

constexpr std::string_view after_sql = "SELECT " ITEM_COLUMNS ITEM_TABLES "WHERE i.id > $1 ORDER BY i.id LIMIT $2";
constexpr std::string_view highest_sql = "SELECT COALESCE(MAX(id), 0) FROM incoming_items";

}  // namespace

core::IncomingId IncomingStore::add(const core::IncomingItem& made) {
    return tx_
        .run(
            add_sql,
            {seconds(made.received_at),
             core::name_of(made.channel),
             made.file_name,
             made.content.text(),
             core::name_of(made.state),
             made.reason,
             made.first_words,
             made.unit,
             made.assigned_to,
             made.access_group,
             made.duplicate_of}
        )
        .front()
        .id<core::IncomingId>(0);
}

std::optional<core::IncomingItem> IncomingStore::find(core::IncomingId id) const {
    return first(tx_.run(find_sql, {id}), item_from);
}

std::vector<core::IncomingItem> IncomingStore::waiting(const IncomingFilter& filter) const {
    const auto after = filter.after.value_or(core::IncomingId{});
    const auto channel = filter.channel ? std::optional{core::name_of(*filter.channel)} : std::nullopt;
    const auto sql = filter.is_falling ? waiting_falling_sql : waiting_sql;
    return all(tx_.run(sql, {filter.reader, filter.assigned_to, filter.unit, after, filter.limit, channel}), item_from);
}

std::int64_t IncomingStore::count_waiting(core::UserId reader) const {
    return tx_.run(count_sql, {reader}).front().number(0);
}

std::vector<WaitingInUnit> IncomingStore::waiting_by_unit(core::UserId reader) const {
    return all(tx_.run(by_unit_sql, {reader}), [](const Row& row) {
        return WaitingInUnit{.unit = row.id<core::UnitId>(0), .items = row.number(1), .assigned = row.number(2)};
    });
}

std::vector<core::IncomingId> IncomingStore::unread(core::UserId reader, std::int64_t limit) const {
    return all(tx_.run(unread_sql, {reader, limit}), id_from);
}

std::optional<core::IncomingId> IncomingStore::next_waiting(core::UserId reader, core::IncomingId after) const {
    if (const auto next = first(tx_.run(next_sql, {reader, after}), id_from)) return next;
    return first(tx_.run(first_but_sql, {reader, after}), id_from);
}

std::optional<core::IncomingId> IncomingStore::first_with(const core::ContentHash& content) const {
    return first(tx_.run(first_with_sql, {content.text()}), id_from);
}

std::vector<core::IncomingId> IncomingStore::with_content(const core::ContentHash& content) const {
    return all(tx_.run(with_content_sql, {content.text()}), id_from);
}

void IncomingStore::set_state(core::IncomingId id, core::IncomingState state, std::string_view reason) {
    tx_.run(set_state_sql, {id, core::name_of(state), reason});
}

void IncomingStore::set_progress(core::IncomingId id, std::int64_t pages_read, std::int64_t page_count) {
    tx_.run(set_progress_sql, {id, pages_read, page_count});
}

void IncomingStore::set_first_words(core::IncomingId id, std::string_view words) {
    tx_.run(set_first_words_sql, {id, words});
}

core::Result<void> IncomingStore::hand_over(const core::IncomingItem& changed) {
    return unless_moved_on(
        tx_.run(hand_over_sql, {changed.id, changed.version, changed.unit, changed.assigned_to, changed.access_group})
    );
}

core::Result<void> IncomingStore::set_journaled(core::IncomingId id, std::int64_t version, core::DocumentId document) {
    return unless_moved_on(tx_.run(set_journaled_sql, {id, version, document}));
}

std::vector<core::IncomingItem> IncomingStore::after(core::IncomingId last, std::int64_t limit) const {
    return all(tx_.run(after_sql, {last, limit}), item_from);
}

std::int64_t IncomingStore::highest_id() const {
    return tx_.run(highest_sql).front().number(0);
}

}  // namespace services
