#include "services/store/published_files.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"
#include "services/store/privacy_store.hpp"
#include "services/store/public_change_store.hpp"

namespace services {

namespace {

constexpr core::Names published_states{{
    std::pair<PublishedState, std::string_view>{PublishedState::waiting, "waiting"},
    {PublishedState::ready, "ready"},
    {PublishedState::failed, "failed"},
}};

constexpr std::string_view find_sql =
    "SELECT content_hash, file_hash, state, reason FROM published_files WHERE content_hash = $1";
constexpr std::string_view put_sql = R"sql(
    INSERT INTO published_files (content_hash, file_hash, state, reason, made_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (content_hash) DO UPDATE SET file_hash = excluded.file_hash, state = excluded.state,
           reason = excluded.reason, made_at = excluded.made_at)sql";
constexpr std::string_view clear_pages_sql = "DELETE FROM published_pages WHERE content_hash = $1";
constexpr std::string_view add_page_sql =
    "INSERT INTO published_pages (content_hash, number, text, besides) VALUES ($1, $2, $3, $4)";
constexpr std::string_view pages_sql = R"sql(
    SELECT p.number, p.text, p.besides FROM published_pages AS p
      JOIN published_files AS f ON f.content_hash = p.content_hash
     WHERE p.content_hash = $1 AND f.state = 'ready' ORDER BY p.number)sql";
constexpr std::string_view shown_by_sql = R"sql(
    SELECT d.id FROM documents AS d JOIN post_list_entries AS p ON p.document_id = d.id
     WHERE d.content_hash = $1 AND p.state = 'published' AND p.document_public = 1
    UNION
    SELECT a.document_id FROM attachments AS a JOIN post_list_entries AS p ON p.document_id = a.document_id
     WHERE a.content_hash = $1 AND p.state = 'published' AND p.document_public = 1)sql";
constexpr std::string_view set_waiting_sql = "UPDATE published_files SET state = 'waiting' WHERE content_hash = $1";
constexpr std::string_view forget_sql =
    "DELETE FROM published_files WHERE content_hash = $1 RETURNING file_hash, content_hash";
constexpr std::string_view forget_of_sql = R"sql(
    DELETE FROM published_files
     WHERE content_hash IN (SELECT content_hash FROM documents WHERE id = $1
                            UNION SELECT content_hash FROM attachments WHERE document_id = $1)
       AND NOT EXISTS (SELECT 1 FROM documents AS d JOIN post_list_entries AS p ON p.document_id = d.id
                        WHERE d.content_hash = published_files.content_hash AND d.id <> $1
                          AND p.state = 'published' AND p.document_public = 1)
       AND NOT EXISTS (SELECT 1 FROM attachments AS a JOIN post_list_entries AS p ON p.document_id = a.document_id
                        WHERE a.content_hash = published_files.content_hash AND a.document_id <> $1
                          AND p.state = 'published' AND p.document_public = 1)
    RETURNING file_hash, content_hash)sql";

core::ContentHash hash_from(const Row& row, std::size_t column) {
    return core::ContentHash::parse(row.text(column)).value_or(core::ContentHash{});
}

PublishedFile file_from(const Row& row) {
    return PublishedFile{
        .content = hash_from(row, 0),
        .file = hash_from(row, 1),
        .state = named([](std::string_view name) { return published_states.find(name); }, row.text(2)),
        .reason = row.text(3),
    };
}

PublishedPage page_from(const Row& row) {
    return PublishedPage{.number = row.number(0), .text = row.text(1), .besides = row.text(2)};
}

void put_away(Transaction& tx, const Rows& forgotten, core::Timestamp now) {
    for (const auto& file : all(forgotten, [](const Row& row) { return hash_from(row, 0); }))
        ErasureStore{tx}.add_unwanted(file, now);
    for (const auto& content : all(forgotten, [](const Row& row) { return hash_from(row, 1); }))
        PublicChangeStore{tx}.note_content(content, now);
}

}  // namespace

std::optional<PublishedFile> PublishedFileStore::find(const core::ContentHash& content) const {
    return first(tx_.run(find_sql, {content.text()}), file_from);
}

void PublishedFileStore::put(const PublishedFile& made, const std::vector<PublishedPage>& pages, core::Timestamp now) {
    const auto before = find(made.content);
    tx_.run(
        put_sql, {made.content.text(), made.file.text(), published_states.of(made.state), made.reason, seconds(now)}
    );
    tx_.run(clear_pages_sql, {made.content.text()});
    for (const auto& page : pages) tx_.run(add_page_sql, {made.content.text(), page.number, page.text, page.besides});
    if (before && before->file != made.file) ErasureStore{tx_}.add_unwanted(before->file, now);
    PublicChangeStore{tx_}.note_content(made.content, now);
}

std::vector<PublishedPage> PublishedFileStore::pages(const core::ContentHash& content) const {
    return all(tx_.run(pages_sql, {content.text()}), page_from);
}

std::vector<core::DocumentId> PublishedFileStore::shown_by(const core::ContentHash& content) const {
    return all(tx_.run(shown_by_sql, {content.text()}), [](const Row& row) { return row.id<core::DocumentId>(0); });
}

void PublishedFileStore::set_waiting(const core::ContentHash& content) {
    tx_.run(set_waiting_sql, {content.text()});
}

void PublishedFileStore::forget(const core::ContentHash& content, core::Timestamp now) {
    put_away(tx_, tx_.run(forget_sql, {content.text()}), now);
}

void PublishedFileStore::forget_of(core::DocumentId document, core::Timestamp now) {
    put_away(tx_, tx_.run(forget_of_sql, {document}), now);
}

}  // namespace services
