#include "services/store/document_store.hpp"

#include <limits>

#include "core/rules/danish_order.hpp"
#include "services/store/columns.hpp"
#include "services/store/public_change_store.hpp"
#include "services/store/title_key.hpp"

namespace services {

namespace {

#define DOCUMENT_COLUMNS                                                                                 \
    "d.id, d.case_id, d.number, d.title, d.public_title, d.direction, d.correspondent, "                 \
    "d.public_correspondent, d.letter_date, d.received, d.journaled_at, d.journaled_by, d.publication, " \
    "d.access_group_id, d.content_hash, d.file_name, k.media_type, k.size_bytes, k.page_count, d.kind, " \
    "d.late_reason, d.withdrawn_at, d.withdrawn_by, d.withdrawn_reason"

constexpr std::string_view add_sql = R"sql(
    INSERT INTO documents (case_id, number, title, public_title, direction, correspondent, public_correspondent,
                           letter_date, received, journaled_at, journaled_by, publication, access_group_id,
                           content_hash, file_name, kind, late_reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " DOCUMENT_COLUMNS
                                      " FROM documents AS d JOIN contents AS k ON k.hash = d.content_hash"
                                      " WHERE d.id = $1";
constexpr std::string_view of_case_sql = "SELECT " DOCUMENT_COLUMNS
                                         " FROM documents AS d JOIN contents AS k ON k.hash = d.content_hash"
                                         " WHERE d.case_id = $1 AND d.number < $2 ORDER BY d.number DESC LIMIT $3";

#define DOCUMENT_TITLE_KEY TITLE_KEY("d.title")
#define DOCUMENT_LIST(where, order)                                      \
    "SELECT " DOCUMENT_COLUMNS                                           \
    " FROM documents AS d JOIN contents AS k ON k.hash = d.content_hash" \
    " WHERE d.case_id = $1 AND " where " ORDER BY " order " LIMIT $4"
// SQLite begins an index at a pair only where both are columns, so that the first of the pair is said once more. By
// number the text is not asked for, but told all the same.
#define DOCUMENT_ORDER(key)                                                                         \
    DocumentOrder {                                                                                 \
        DOCUMENT_LIST(key " <= $2 AND (" key ", d.number) < ($2, $3)", key " DESC, d.number DESC"), \
            DOCUMENT_LIST(key " >= $2 AND (" key ", d.number) > ($2, $3)", key ", d.number")        \
    }
struct DocumentOrder {
    std::string_view falling, rising;
};
constexpr DocumentOrder by_number{
    DOCUMENT_LIST("d.number < $3 AND CAST($2 AS TEXT) IS NOT NULL", "d.number DESC"),
    DOCUMENT_LIST("d.number > $3 AND CAST($2 AS TEXT) IS NOT NULL", "d.number")};
constexpr DocumentOrder by_day = DOCUMENT_ORDER("d.received");
constexpr DocumentOrder by_title = DOCUMENT_ORDER(DOCUMENT_TITLE_KEY);

constexpr std::string_view notes_sql = "SELECT " DOCUMENT_COLUMNS
                                       " FROM documents AS d JOIN contents AS k ON k.hash = d.content_hash"
                                       " WHERE d.case_id = $1 AND d.kind = 'note' AND d.number < $2"
                                       " ORDER BY d.number DESC LIMIT $3";
constexpr std::string_view count_notes_sql = "SELECT COUNT(*) FROM documents WHERE case_id = $1 AND kind = 'note'";
constexpr std::string_view withdraw_sql = R"sql(
    UPDATE documents SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_reason = $4
     WHERE id = $1 AND withdrawn_at IS NULL)sql";
constexpr std::string_view set_group_sql = "UPDATE documents SET access_group_id = $2 WHERE case_id = $1";

std::optional<core::Withdrawal> withdrawal_from(const Row& row) {
    const auto at = maybe_timestamp(row, 21);
    if (!at) return std::nullopt;
    return core::Withdrawal{*at, row.id<core::UserId>(22), row.text(23)};
}

core::Document document_from(const Row& row) {
    return core::Document{
        .id = row.id<core::DocumentId>(0),
        .in_case = row.id<core::CaseId>(1),
        .number = row.number(2),
        .title = row.text(3),
        .public_title = row.text(4),
        .direction = named(core::direction_named, row.text(5)),
        .correspondent = row.text(6),
        .public_correspondent = row.text(7),
        .letter_date = maybe_date(row, 8),
        .received = maybe_date(row, 9).value_or(core::Date{}),
        .journaled_at = timestamp(row.number(10)),
        .journaled_by = row.id<core::UserId>(11),
        .publication = named(core::publication_named, row.text(12)),
        .access_group = row.id<core::GroupId>(13),
        .content = core::ContentHash::parse(row.text(14)).value_or(core::ContentHash{}),
        .media_type = row.text(16),
        .file_name = row.text(15),
        .size_bytes = row.number(17),
        .page_count = row.number(18),
        .kind = named(core::document_kind_named, row.text(19)),
        .late_reason = row.text(20),
        .withdrawn = withdrawal_from(row),
    };
}

constexpr std::string_view after_sql = "SELECT " DOCUMENT_COLUMNS
                                       " FROM documents AS d JOIN contents AS k ON k.hash = d.content_hash"
                                       " WHERE d.id > $1 ORDER BY d.id LIMIT $2";
constexpr std::string_view highest_sql = "SELECT COALESCE(MAX(id), 0) FROM documents";

const DocumentOrder& order_of(DocumentSort sort) {
    switch (sort) {
        case DocumentSort::received:
            return by_day;
        case DocumentSort::title:
            return by_title;
        case DocumentSort::number:
            break;
    }
    return by_number;
}

}  // namespace

core::DocumentId DocumentStore::add(const core::Document& made) {
    const auto letter_date = made.letter_date ? std::optional{core::iso_date(*made.letter_date)} : std::nullopt;
    const auto received = core::iso_date(made.received);
    return tx_
        .run(
            add_sql,
            {made.in_case,
             made.number,
             made.title,
             made.public_title,
             core::name_of(made.direction),
             made.correspondent,
             made.public_correspondent,
             letter_date,
             received,
             seconds(made.journaled_at),
             made.journaled_by,
             core::name_of(made.publication),
             made.access_group,
             made.content.text(),
             made.file_name,
             core::name_of(made.kind),
             made.late_reason}
        )
        .front()
        .id<core::DocumentId>(0);
}

std::optional<core::Document> DocumentStore::find(core::DocumentId id) const {
    return first(tx_.run(find_sql, {id}), document_from);
}

std::vector<core::Document> DocumentStore::of_case(core::CaseId in_case, std::int64_t before, std::int64_t limit)
    const {
    return all(tx_.run(of_case_sql, {in_case, before, limit}), document_from);
}

std::vector<core::Document> DocumentStore::list(const DocumentFilter& filter) const {
    const auto& order = order_of(filter.sort);
    auto place = filter.after.value_or(
        filter.is_rising ? DocumentFilter::Place{"", 0}
                         : DocumentFilter::Place{"\U0010FFFF", std::numeric_limits<std::int64_t>::max()}
    );
    const auto sql = filter.is_rising ? order.rising : order.falling;
    return all(tx_.run(sql, {filter.in_case, place.text, place.number, filter.limit}), document_from);
}

DocumentFilter::Place DocumentStore::place_of(DocumentSort sort, const core::Document& one) {
    switch (sort) {
        case DocumentSort::received:
            return {core::iso_date(one.received), one.number};
        case DocumentSort::title:
            return {core::danish_order_key(one.title), one.number};
        case DocumentSort::number:
            break;
    }
    return {{}, one.number};
}

std::vector<core::Document> DocumentStore::notes_of_case(core::CaseId in_case, std::int64_t before, std::int64_t limit)
    const {
    return all(tx_.run(notes_sql, {in_case, before, limit}), document_from);
}

std::int64_t DocumentStore::count_notes(core::CaseId in_case) const {
    return tx_.run(count_notes_sql, {in_case}).front().number(0);
}

bool DocumentStore::withdraw(core::DocumentId id, const core::Withdrawal& made) {
    if (tx_.run(withdraw_sql, {id, seconds(made.at), made.by, made.reason}).changed() == 0) return false;
    PublicChangeStore{tx_}.note_document(id, made.at);
    return true;
}

void DocumentStore::set_access_group(core::CaseId in_case, core::GroupId group) {
    tx_.run(set_group_sql, {in_case, group});
}

std::vector<core::Document> DocumentStore::after(core::DocumentId last, std::int64_t limit) const {
    return all(tx_.run(after_sql, {last, limit}), document_from);
}

std::int64_t DocumentStore::highest_id() const {
    return tx_.run(highest_sql).front().number(0);
}

}  // namespace services
