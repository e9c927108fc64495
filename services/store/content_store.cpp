#include "services/store/content_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"
#include "services/store/public_change_store.hpp"
#include "services/store/published_files.hpp"

namespace services {

namespace {

constexpr core::Names outcomes{{
    std::pair<ReadOutcome, std::string_view>{ReadOutcome::unread, "unread"},
    {ReadOutcome::complete, "complete"},
    {ReadOutcome::partly, "partly"},
    {ReadOutcome::failed, "failed"},
}};

constexpr std::string_view add_sql = R"sql(
    INSERT INTO contents (hash, media_type, size_bytes, outcome, reason, page_count, pdf_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (hash) DO NOTHING)sql";
constexpr std::string_view find_sql = R"sql(
    SELECT hash, media_type, size_bytes, outcome, reason, page_count, pdf_hash FROM contents WHERE hash = $1)sql";
constexpr std::string_view set_read_sql = R"sql(
    UPDATE contents SET outcome = $2, reason = $3, page_count = $4, pdf_hash = $5, read_at = $6,
                        media_type = $7
     WHERE hash = $1)sql";
constexpr std::string_view clear_pages_sql = "DELETE FROM pages WHERE content_hash = $1";
constexpr std::string_view add_page_sql = R"sql(
    INSERT INTO pages (content_hash, number, source, reason, text, confidence, width, height, words_hash,
                       picture_hash, thumbnail_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql";
constexpr std::string_view page_heads_sql = R"sql(
    SELECT number, source, reason, '', confidence, width, height, words_hash, picture_hash, thumbnail_hash
      FROM pages WHERE content_hash = $1 ORDER BY number)sql";
constexpr std::string_view pages_sql = R"sql(
    SELECT number, source, reason, text, confidence, width, height, words_hash, picture_hash, thumbnail_hash
      FROM pages WHERE content_hash = $1 ORDER BY number)sql";
constexpr std::string_view page_sql = R"sql(
    SELECT number, source, reason, text, confidence, width, height, words_hash, picture_hash, thumbnail_hash
      FROM pages WHERE content_hash = $1 AND number = $2)sql";
constexpr std::string_view originals_sql = "SELECT hash FROM contents WHERE hash > $1 ORDER BY hash LIMIT $2";

core::ContentHash hash_from(const std::string& text) {
    return core::ContentHash::parse(text).value_or(core::ContentHash{});
}

Content content_from(const Row& row) {
    return Content{
        .hash = hash_from(row.text(0)),
        .media_type = row.text(1),
        .size_bytes = row.number(2),
        .outcome = named([](std::string_view name) { return outcomes.find(name); }, row.text(3)),
        .reason = row.text(4),
        .page_count = row.number(5),
        .pdf = hash_from(row.text(6)),
    };
}

StoredPage page_from(const Row& row) {
    return StoredPage{
        .number = row.number(0),
        .source = row.text(1),
        .reason = row.text(2),
        .text = row.text(3),
        .confidence = row.number(4),
        .width = row.number(5),
        .height = row.number(6),
        .words = hash_from(row.text(7)),
        .picture = hash_from(row.text(8)),
        .thumbnail = hash_from(row.text(9)),
    };
}

}  // namespace

void ContentStore::add(const Content& content) {
    tx_.run(
        add_sql,
        {content.hash.text(),
         content.media_type,
         content.size_bytes,
         name_of(content.outcome),
         content.reason,
         content.page_count,
         content.pdf.text()}
    );
}

void ContentStore::add_unread(const core::ContentHash& hash, std::string_view media_type, std::uint64_t size_bytes) {
    add({
        .hash = hash,
        .media_type = std::string{media_type},
        .size_bytes = static_cast<std::int64_t>(size_bytes),
        .outcome = ReadOutcome::unread,
        .reason = {},
        .page_count = 0,
        .pdf = {},
    });
}

void ContentStore::add_read(const Content& content, const std::vector<StoredPage>& pages, core::Timestamp now) {
    add(content);
    if (page_heads(content.hash).empty()) set_read(content, pages, now);
}

void ContentStore::add_drawn(
    const core::ContentHash& pdf, std::uint64_t size_bytes, const std::vector<std::string>& pages, core::Timestamp now
) {
    Content content;
    content.hash = content.pdf = pdf;
    content.media_type = "application/pdf";
    content.size_bytes = static_cast<std::int64_t>(size_bytes);
    content.outcome = ReadOutcome::complete;
    content.page_count = std::ssize(pages);
    std::vector<StoredPage> stored;
    stored.reserve(pages.size());
    for (const auto& text : pages) {
        StoredPage page;
        page.number = std::ssize(stored) + 1;
        page.source = "text_layer";
        page.text = text;
        page.confidence = 100;
        stored.push_back(std::move(page));
    }
    add_read(content, stored, now);
}

std::optional<Content> ContentStore::find(const core::ContentHash& hash) const {
    return first(tx_.run(find_sql, {hash.text()}), content_from);
}

void ContentStore::set_read(const Content& content, const std::vector<StoredPage>& pages, core::Timestamp now) {
    const auto& hash = content.hash.text();
    tx_.run(
        set_read_sql,
        {hash,
         name_of(content.outcome),
         content.reason,
         content.page_count,
         content.pdf.text(),
         seconds(now),
         content.media_type}
    );
    PublishedFileStore{tx_}.set_waiting(content.hash);
    PublicChangeStore{tx_}.note_content(content.hash, now);
    tx_.run(clear_pages_sql, {hash});
    for (const auto& page : pages)
        tx_.run(
            add_page_sql,
            {hash,
             page.number,
             page.source,
             page.reason,
             page.text,
             page.confidence,
             page.width,
             page.height,
             page.words.text(),
             page.picture.text(),
             page.thumbnail.text()}
        );
}

std::vector<StoredPage> ContentStore::page_heads(const core::ContentHash& hash) const {
    return all(tx_.run(page_heads_sql, {hash.text()}), page_from);
}

std::vector<StoredPage> ContentStore::pages(const core::ContentHash& hash) const {
    return all(tx_.run(pages_sql, {hash.text()}), page_from);
}

std::optional<StoredPage> ContentStore::page(const core::ContentHash& hash, std::int64_t number) const {
    return first(tx_.run(page_sql, {hash.text(), number}), page_from);
}

std::vector<core::ContentHash> ContentStore::originals_after(const core::ContentHash& after, std::int64_t limit) const {
    return all(tx_.run(originals_sql, {after.text(), limit}), [](const Row& row) { return hash_from(row.text(0)); });
}

bool wants_reading(const Content& content) {
    return content.outcome == ReadOutcome::unread || content.reason == "no_office";
}

std::string_view name_of(ReadOutcome outcome) {
    return outcomes.of(outcome);
}

}  // namespace services
