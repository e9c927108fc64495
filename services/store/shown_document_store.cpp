#include "services/store/shown_document_store.hpp"

#include <algorithm>

#include "core/names.hpp"
#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr core::Names kinds{{
    std::pair<ShownBy, std::string_view>{ShownBy::hearing, "hearing"},
    {ShownBy::summary, "summary"},
    {ShownBy::followed_case, "case"},
}};

#define SHOWN_COLUMNS "s.id, s.shown_by, s.owner_id, s.document_id, s.title, s.seen"
constexpr std::string_view find_sql = "SELECT " SHOWN_COLUMNS " FROM shown_documents AS s WHERE s.id = $1";
constexpr std::string_view of_sql = "SELECT " SHOWN_COLUMNS R"sql( FROM shown_documents AS s
     WHERE s.shown_by = $1 AND s.owner_id = $2 ORDER BY s.place LIMIT 1000)sql";
constexpr std::string_view add_sql = R"sql(
    INSERT INTO shown_documents (shown_by, owner_id, place, document_id, title) VALUES ($1, $2, $3, $4, $5))sql";
constexpr std::string_view change_sql = R"sql(
    UPDATE shown_documents SET place = $2, title = $3, seen = CASE WHEN title = $3 THEN seen ELSE '' END
     WHERE id = $1)sql";
constexpr std::string_view remove_sql = "DELETE FROM shown_documents WHERE id = $1";
constexpr std::string_view set_seen_sql = "UPDATE shown_documents SET seen = $2 WHERE id = $1";

// What was withdrawn, or taken off the post list and not shown there again, is shown nowhere.
#define SHOWN_TABLES                                                                            \
    "SELECT s.id FROM shown_documents AS s JOIN documents AS d ON d.id = s.document_id"         \
    " LEFT JOIN hearings AS h ON h.id = s.owner_id AND s.shown_by <> 'case'"                    \
    " LEFT JOIN followed_cases AS f ON f.id = s.owner_id AND s.shown_by = 'case'"               \
    " WHERE s.seen <> '' AND d.withdrawn_at IS NULL"                                            \
    " AND (f.state = 'published' OR (h.state = 'published'"                                     \
    "      AND (s.shown_by = 'hearing' OR h.summary_shown_at IS NOT NULL)))"                    \
    " AND NOT EXISTS (SELECT 1 FROM post_list_entries AS p WHERE p.document_id = s.document_id" \
    "                  AND p.state <> 'published' AND p.taken_down_at IS NOT NULL)"
constexpr std::string_view is_shown_sql = SHOWN_TABLES " AND s.id = $1";
constexpr std::string_view shows_sql = SHOWN_TABLES " AND s.document_id = $1 LIMIT 1";
constexpr std::string_view shows_files_sql = R"sql(
    SELECT a.id FROM hearing_answers AS a JOIN hearings AS h ON h.id = a.hearing_id
      JOIN documents AS d ON d.id = a.document_id
     WHERE a.document_id = $1 AND a.state = 'shown' AND a.shows_files = 1 AND h.state = 'published'
       AND h.shows_answers = 1 AND d.withdrawn_at IS NULL LIMIT 1)sql";

constexpr std::string_view showing_sql = R"sql(
    SELECT s.document_id FROM shown_documents AS s JOIN documents AS d ON d.id = s.document_id
     WHERE s.seen <> '' AND d.content_hash = $1
    UNION
    SELECT s.document_id FROM shown_documents AS s JOIN attachments AS t ON t.document_id = s.document_id
     WHERE s.seen <> '' AND t.content_hash = $1
    UNION
    SELECT a.document_id FROM hearing_answers AS a JOIN attachments AS t ON t.document_id = a.document_id
     WHERE a.shows_files = 1 AND t.content_hash = $1)sql";
constexpr std::string_view hold_sql = "UPDATE shown_documents SET seen = '' WHERE document_id = $1";
constexpr std::string_view hold_files_sql =
    "UPDATE hearing_answers SET shows_files = 0, seen = '', version = version + 1 "
    "WHERE document_id = $1 AND shows_files = 1";

ShownDocument shown_from(const Row& row) {
    return ShownDocument{
        .id = row.id<core::ShownDocumentId>(0),
        .by = named([](std::string_view name) { return kinds.find(name); }, row.text(1)),
        .owner = row.number(2),
        .document = row.id<core::DocumentId>(3),
        .title = row.text(4),
        .seen = row.text(5),
    };
}

}  // namespace

std::optional<ShownDocument> ShownDocumentStore::find(core::ShownDocumentId id) const {
    return first(tx_.run(find_sql, {id}), shown_from);
}

std::vector<ShownDocument> ShownDocumentStore::of(ShownBy by, std::int64_t owner) const {
    return all(tx_.run(of_sql, {kinds.of(by), owner}), shown_from);
}

void ShownDocumentStore::put(ShownBy by, std::int64_t owner, const std::vector<ShownDocument>& wanted) {
    auto before = of(by, owner);
    std::int64_t place = 0;
    for (const auto& one : wanted) {
        ++place;
        const auto same = std::ranges::find(before, one.document, &ShownDocument::document);
        if (same == before.end()) {
            tx_.run(add_sql, {kinds.of(by), owner, place, one.document, one.title});
            continue;
        }
        tx_.run(change_sql, {same->id, place, one.title});
        before.erase(same);
    }
    for (const auto& gone : before) tx_.run(remove_sql, {gone.id});
}

void ShownDocumentStore::set_seen(core::ShownDocumentId id, std::string_view seen) {
    tx_.run(set_seen_sql, {id, seen});
}

bool ShownDocumentStore::is_shown(core::ShownDocumentId id) const {
    return !tx_.run(is_shown_sql, {id}).empty();
}

bool ShownDocumentStore::shows(core::DocumentId document) const {
    return !tx_.run(shows_sql, {document}).empty();
}

std::vector<core::DocumentId> ShownDocumentStore::showing(const core::ContentHash& content) const {
    return all(tx_.run(showing_sql, {content.text()}), [](const Row& row) { return row.id<core::DocumentId>(0); });
}

void ShownDocumentStore::hold(core::DocumentId document) {
    tx_.run(hold_sql, {document});
    tx_.run(hold_files_sql, {document});
}

bool ShownDocumentStore::shows_files_of(core::DocumentId document) const {
    return !tx_.run(shows_files_sql, {document}).empty();
}

}  // namespace services
