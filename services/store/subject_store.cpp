#include "services/store/subject_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"

namespace services {

namespace {

#define SCHEME_COLUMNS                                                              \
    "number, kind, title, note, guidance, sources, keywords, retention, deletion, " \
    "created_on, changed_on, retired_on, successors, uuid"

constexpr std::string_view put_own_sql = R"sql(
    INSERT INTO scheme (number, kind, title, retention) VALUES ($1, $2, $3, $4)
    ON CONFLICT (number) DO UPDATE SET title = excluded.title)sql";
constexpr std::string_view put_entry_sql =
    "INSERT INTO scheme (" SCHEME_COLUMNS
    ", edition_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    " ON CONFLICT (number) DO UPDATE SET kind = excluded.kind, title = excluded.title, note = excluded.note,"
    " guidance = excluded.guidance, sources = excluded.sources, keywords = excluded.keywords,"
    " retention = excluded.retention, deletion = excluded.deletion, created_on = excluded.created_on,"
    " changed_on = excluded.changed_on, retired_on = excluded.retired_on, successors = excluded.successors,"
    " uuid = excluded.uuid, edition_id = excluded.edition_id";
constexpr std::string_view find_sql = "SELECT " SCHEME_COLUMNS " FROM scheme WHERE number = $1 AND kind = $2";
constexpr std::string_view subjects_sql =
    "SELECT " SCHEME_COLUMNS " FROM scheme WHERE kind IN ('main_group', 'group', 'subject') ORDER BY number";
constexpr std::string_view facets_sql =
    "SELECT " SCHEME_COLUMNS " FROM scheme WHERE kind IN ('facet_category', 'facet') ORDER BY number";
constexpr std::string_view own_sql = R"sql(
    SELECT number FROM scheme WHERE edition_id IS NULL
       AND (kind IN ('main_group', 'group', 'subject')) = ($1 = 'subjects') ORDER BY number)sql";
constexpr std::string_view facets_in_use_sql = R"sql(
    SELECT number, title, retention FROM scheme
     WHERE kind = 'facet' AND (retired_on IS NULL OR retired_on > $1) ORDER BY number)sql";
constexpr std::string_view any_sql = "SELECT number FROM scheme WHERE kind = 'subject' LIMIT 1";

#define EDITION_COLUMNS "id, scheme, published_on, imported_at, file_name, file_hash, added, changed, retired"
constexpr std::string_view add_edition_sql = R"sql(
    INSERT INTO scheme_editions (scheme, published_on, imported_at, file_name, file_hash, added, changed, retired)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
constexpr std::string_view newest_sql =
    "SELECT " EDITION_COLUMNS " FROM scheme_editions WHERE scheme = $1 ORDER BY published_on DESC, id DESC LIMIT 1";
constexpr std::string_view editions_sql = "SELECT " EDITION_COLUMNS " FROM scheme_editions ORDER BY id DESC LIMIT 50";
constexpr std::string_view add_change_sql =
    "INSERT INTO scheme_changes (edition_id, number, what, was) VALUES ($1, $2, $3, $4)";
constexpr std::string_view changes_sql = R"sql(
    SELECT c.edition_id, c.number, c.what, c.was, e.published_on FROM scheme_changes AS c
      JOIN scheme_editions AS e ON e.id = c.edition_id
     WHERE c.number = $1 ORDER BY c.edition_id DESC LIMIT 100)sql";
constexpr std::string_view revision_sql = R"sql(
    SELECT (SELECT COALESCE(MAX(id), 0) FROM scheme_editions), (SELECT COUNT(*) FROM scheme))sql";

constexpr core::Names scheme_names{{
    std::pair<SchemeName, std::string_view>{SchemeName::subjects, "subjects"},
    {SchemeName::facets, "facets"},
}};

std::vector<std::string> parts_of(const std::string& text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find(separator, begin), text.size());
        if (end > begin) parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string joined(const std::vector<std::string>& parts, char separator) {
    std::string text;
    for (const auto& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

std::optional<std::string> date_text(const std::optional<core::Date>& date) {
    return date ? std::optional{core::iso_date(*date)} : std::nullopt;
}

core::SchemeEntry entry_from(const Row& row) {
    return {
        .kind = named(core::scheme_kind_named, row.text(1)),
        .number = row.text(0),
        .title = row.text(2),
        .note = row.text(3),
        .guidance = row.text(4),
        .sources = row.text(5),
        .keywords = parts_of(row.text(6), '\n'),
        .retention = named(core::retention_coded, row.text(7)),
        .deletion = row.text(8),
        .created = maybe_date(row, 9),
        .changed = maybe_date(row, 10),
        .retired = maybe_date(row, 11),
        .successors = parts_of(row.text(12), ' '),
        .uuid = row.text(13),
    };
}

Facet facet_from(const Row& row) {
    return {row.text(0), row.text(1), named(core::retention_coded, row.text(2))};
}

core::Date date_in(const Row& row, std::size_t column) {
    return named(core::parse_iso_date, row.text(column));
}

Edition edition_from(const Row& row) {
    return {
        .id = row.id<core::EditionId>(0),
        .scheme = named(scheme_named, row.text(1)),
        .published = date_in(row, 2),
        .imported_at = timestamp(row.number(3)),
        .file_name = row.text(4),
        .file_hash = row.text(5),
        .added = row.number(6),
        .changed = row.number(7),
        .retired = row.number(8),
    };
}

SchemeChange change_from(const Row& row) {
    return {row.id<core::EditionId>(0), row.text(1), row.text(2), row.text(3), date_in(row, 4)};
}

}  // namespace

void SubjectStore::put(const Subject& subject) {
    tx_.run(put_own_sql, {subject.number, core::name_of(core::SchemeKind::subject), subject.title, ""});
}
void SubjectStore::put(const Facet& facet) {
    tx_.run(
        put_own_sql, {facet.code, core::name_of(core::SchemeKind::facet), facet.title, core::code_of(facet.retention)}
    );
}

void SubjectStore::put(const core::SchemeEntry& entry, std::optional<core::EditionId> edition) {
    const auto keywords = joined(entry.keywords, '\n');
    const auto successors = joined(entry.successors, ' ');
    const auto created = date_text(entry.created);
    const auto changed = date_text(entry.changed);
    const auto retired = date_text(entry.retired);
    tx_.run(
        put_entry_sql,
        {entry.number,
         core::name_of(entry.kind),
         entry.title,
         entry.note,
         entry.guidance,
         entry.sources,
         keywords,
         core::code_of(entry.retention),
         entry.deletion,
         created,
         changed,
         retired,
         successors,
         entry.uuid,
         edition}
    );
}

std::optional<core::SchemeEntry> SubjectStore::find(std::string_view number) const {
    return first(tx_.run(find_sql, {number, core::name_of(core::SchemeKind::subject)}), entry_from);
}

std::optional<core::SchemeEntry> SubjectStore::find_facet(std::string_view code) const {
    return first(tx_.run(find_sql, {code, core::name_of(core::SchemeKind::facet)}), entry_from);
}

std::vector<core::SchemeEntry> SubjectStore::all(SchemeName scheme) const {
    return services::all(tx_.run(scheme == SchemeName::subjects ? subjects_sql : facets_sql), entry_from);
}

std::vector<std::string> SubjectStore::own_numbers(SchemeName scheme) const {
    return services::all(tx_.run(own_sql, {name_of(scheme)}), [](const Row& row) { return row.text(0); });
}

std::vector<Facet> SubjectStore::facets(core::Date on) const {
    return services::all(tx_.run(facets_in_use_sql, {core::iso_date(on)}), facet_from);
}

bool SubjectStore::is_empty() const {
    return tx_.run(any_sql).empty();
}

core::EditionId SubjectStore::add(const Edition& edition) {
    return tx_
        .run(
            add_edition_sql,
            {name_of(edition.scheme),
             core::iso_date(edition.published),
             seconds(edition.imported_at),
             edition.file_name,
             edition.file_hash,
             edition.added,
             edition.changed,
             edition.retired}
        )
        .front()
        .id<core::EditionId>(0);
}

std::optional<Edition> SubjectStore::newest(SchemeName scheme) const {
    return first(tx_.run(newest_sql, {name_of(scheme)}), edition_from);
}

std::vector<Edition> SubjectStore::editions() const {
    return services::all(tx_.run(editions_sql), edition_from);
}

void SubjectStore::add(const SchemeChange& change) {
    tx_.run(add_change_sql, {change.edition, change.number, change.what, change.was});
}

std::vector<SchemeChange> SubjectStore::changes_of(std::string_view number) const {
    return services::all(tx_.run(changes_sql, {number}), change_from);
}

std::int64_t SubjectStore::revision() const {
    constexpr std::int64_t numbers_max = 1'000'000;
    const auto rows = tx_.run(revision_sql);
    return rows.front().number(0) * numbers_max + rows.front().number(1);
}

std::string_view name_of(SchemeName scheme) {
    return scheme_names.of(scheme);
}
std::optional<SchemeName> scheme_named(std::string_view name) {
    return scheme_names.find(name);
}

}  // namespace services
