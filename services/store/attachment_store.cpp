#include "services/store/attachment_store.hpp"

#include "services/store/columns.hpp"
#include "services/store/public_change_store.hpp"

namespace services {

namespace {

#define ATTACHMENT_COLUMNS                                                                                     \
    "a.id, a.draft_id, a.document_id, a.place, a.title, a.content_hash, a.file_name, a.added_by, a.added_at, " \
    "k.media_type, k.size_bytes, k.page_count"
#define ATTACHMENT_TABLES " FROM attachments AS a JOIN contents AS k ON k.hash = a.content_hash"
constexpr std::string_view add_sql = R"sql(
    INSERT INTO attachments (draft_id, document_id, place, title, content_hash, file_name, added_by, added_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " ATTACHMENT_COLUMNS ATTACHMENT_TABLES " WHERE a.id = $1";
constexpr std::string_view of_draft_sql =
    "SELECT " ATTACHMENT_COLUMNS ATTACHMENT_TABLES
    " WHERE a.draft_id = $1 AND a.draft_id IS NOT NULL ORDER BY a.place LIMIT 1000";
constexpr std::string_view of_document_sql =
    "SELECT " ATTACHMENT_COLUMNS ATTACHMENT_TABLES
    " WHERE a.document_id = $1 AND a.document_id IS NOT NULL ORDER BY a.place LIMIT 1000";
constexpr std::string_view remove_sql = "DELETE FROM attachments WHERE id = $1 AND document_id IS NULL";
constexpr std::string_view close_up_sql =
    "UPDATE attachments SET place = place - 1 WHERE draft_id = $1 AND document_id IS NULL AND place > $2";
constexpr std::string_view set_place_sql = "UPDATE attachments SET place = $2 WHERE id = $1 AND document_id IS NULL";
constexpr std::string_view set_title_sql = "UPDATE attachments SET title = $2 WHERE id = $1 AND document_id IS NULL";
constexpr std::string_view journal_sql = "UPDATE attachments SET document_id = $2 WHERE draft_id = $1";

core::Attachment attachment_from(const Row& row) {
    return core::Attachment{
        .id = row.id<core::AttachmentId>(0),
        .draft = row.maybe_id<core::DraftId>(1),
        .document = row.maybe_id<core::DocumentId>(2),
        .place = row.number(3),
        .title = row.text(4),
        .content = core::ContentHash::parse(row.text(5)).value_or(core::ContentHash{}),
        .file_name = row.text(6),
        .added_by = row.id<core::UserId>(7),
        .added_at = timestamp(row.number(8)),
        .media_type = row.text(9),
        .size_bytes = row.number(10),
        .page_count = row.number(11),
    };
}

}  // namespace

core::AttachmentId AttachmentStore::add(const core::Attachment& made) {
    if (made.document) PublicChangeStore{tx_}.note_document(*made.document, made.added_at);
    return tx_
        .run(
            add_sql,
            {made.draft,
             made.document,
             made.place,
             made.title,
             made.content.text(),
             made.file_name,
             made.added_by,
             seconds(made.added_at)}
        )
        .front()
        .id<core::AttachmentId>(0);
}

std::optional<core::Attachment> AttachmentStore::find(core::AttachmentId id) const {
    return first(tx_.run(find_sql, {id}), attachment_from);
}

std::vector<core::Attachment> AttachmentStore::of_draft(core::DraftId id) const {
    return all(tx_.run(of_draft_sql, {id}), attachment_from);
}

std::vector<core::Attachment> AttachmentStore::of_document(core::DocumentId id) const {
    return all(tx_.run(of_document_sql, {id}), attachment_from);
}

void AttachmentStore::remove(const core::Attachment& one) {
    if (tx_.run(remove_sql, {one.id}).changed() != 0) tx_.run(close_up_sql, {one.draft, one.place});
}

void AttachmentStore::swap(const core::Attachment& one, const core::Attachment& other) {
    tx_.run(set_place_sql, {one.id, other.place});
    tx_.run(set_place_sql, {other.id, one.place});
}

void AttachmentStore::set_title(core::AttachmentId id, std::string_view title) {
    tx_.run(set_title_sql, {id, title});
}

void AttachmentStore::journal(core::DraftId from, core::DocumentId to) {
    tx_.run(journal_sql, {from, to});
}

}  // namespace services
