#include "services/store/public_change_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"
#include "services/store/shown_document_store.hpp"

namespace services {

namespace {

constexpr core::Names kinds{{
    std::pair<PublicKind, std::string_view>{PublicKind::hearing, "hearing"},
    {PublicKind::idea, "idea"},
    {PublicKind::followed_case, "followed_case"},
    {PublicKind::access_answer, "access_answer"},
}};

constexpr std::string_view next_sql = R"sql(
    INSERT INTO number_series (name, last) VALUES ('public_changes', 1)
    ON CONFLICT (name) DO UPDATE SET last = number_series.last + 1 RETURNING last)sql";
constexpr std::string_view note_sql = R"sql(
    INSERT INTO public_changes (kind, subject_id, change, changed_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (kind, subject_id) DO UPDATE SET change = excluded.change, changed_at = excluded.changed_at)sql";
constexpr std::string_view known_sql = "SELECT subject_id FROM public_changes WHERE kind = $1 AND subject_id = $2";
constexpr std::string_view ideas_sql = R"sql(
    SELECT i.id FROM hearing_ideas AS i JOIN public_changes AS c ON c.kind = 'idea' AND c.subject_id = i.id
     WHERE i.hearing_id = $1 ORDER BY i.id)sql";
constexpr std::string_view comments_sql = R"sql(
    SELECT i.id FROM hearing_ideas AS i JOIN public_changes AS c ON c.kind = 'idea' AND c.subject_id = i.id
     WHERE i.hearing_id = (SELECT o.hearing_id FROM hearing_ideas AS o WHERE o.id = $1) AND i.answers_to = $1
     ORDER BY i.id)sql";
constexpr std::string_view answered_sql =
    "SELECT DISTINCT hearing_id FROM hearing_answers WHERE document_id = $1 ORDER BY hearing_id";
constexpr std::string_view hearings_with_sql = R"sql(
    SELECT h.id FROM shown_documents AS s JOIN hearings AS h ON h.id = s.owner_id
     WHERE s.document_id = $1 AND s.shown_by <> 'case' AND h.state = 'published'
    UNION
    SELECT h.id FROM hearing_answers AS a JOIN hearings AS h ON h.id = a.hearing_id
     WHERE a.document_id = $1 AND a.state = 'shown' AND h.state = 'published' ORDER BY 1)sql";
constexpr std::string_view cases_with_sql = R"sql(
    SELECT f.id FROM shown_documents AS s JOIN followed_cases AS f ON f.id = s.owner_id
     WHERE s.document_id = $1 AND s.shown_by = 'case' AND f.state = 'published' ORDER BY f.id)sql";
constexpr std::string_view after_sql = R"sql(
    SELECT change, changed_at, subject_id FROM public_changes
     WHERE kind = $1 AND change > $2 AND changed_at < $3 ORDER BY change LIMIT $4)sql";

#define SHOWN_HEARINGS "hearings AS s WHERE s.state = 'published'"
#define SHOWN_CASES "followed_cases AS s WHERE s.state = 'published'"
#define SHOWN_IDEAS \
    "hearing_ideas AS s JOIN hearings AS h ON h.id = s.hearing_id WHERE s.state = 'shown' AND h.state = 'published'"
#define SHOWN_ANSWERS "access_publications AS s WHERE s.taken_down_at IS NULL"
struct FirstShownSql {
    std::string_view list, span;
};
#define FIRST_SHOWN(id, column, tables)                                                                              \
    FirstShownSql {                                                                                                  \
        "SELECT s." id " FROM " tables " AND s." column " >= $1 AND s." column " < $2 ORDER BY s." column ", s." id, \
            "SELECT MIN(s." column "), MAX(s." column ") FROM " tables                                               \
    }
constexpr auto shown_hearings = FIRST_SHOWN("id", "published_at", SHOWN_HEARINGS);
constexpr auto shown_cases = FIRST_SHOWN("id", "published_at", SHOWN_CASES);
constexpr auto shown_ideas = FIRST_SHOWN("id", "made_at", SHOWN_IDEAS);
constexpr auto shown_answers = FIRST_SHOWN("request_id", "published_at", SHOWN_ANSWERS);

const FirstShownSql& sql_of(PublicKind kind) {
    switch (kind) {
        case PublicKind::hearing:
            return shown_hearings;
        case PublicKind::idea:
            return shown_ideas;
        case PublicKind::followed_case:
            return shown_cases;
        case PublicKind::access_answer:
            break;
    }
    return shown_answers;
}

std::int64_t first_number(const Row& row) {
    return row.number(0);
}

}  // namespace

void PublicChangeStore::note(PublicKind kind, std::int64_t subject, core::Timestamp at) {
    const auto change = tx_.run(next_sql).front().number(0);
    tx_.run(note_sql, {kinds.of(kind), subject, change, seconds(at)});
}

void PublicChangeStore::note_again(PublicKind kind, std::int64_t subject, core::Timestamp at) {
    if (!tx_.run(known_sql, {kinds.of(kind), subject}).empty()) note(kind, subject, at);
}

void PublicChangeStore::note_ideas_of(core::HearingId hearing, core::Timestamp at) {
    for (const auto idea : all(tx_.run(ideas_sql, {hearing}), first_number)) note(PublicKind::idea, idea, at);
}

void PublicChangeStore::note_comments_on(std::int64_t idea, core::Timestamp at) {
    for (const auto comment : all(tx_.run(comments_sql, {idea}), first_number)) note(PublicKind::idea, comment, at);
}

void PublicChangeStore::note_answered_by(core::DocumentId answer, core::Timestamp at) {
    for (const auto hearing : all(tx_.run(answered_sql, {answer}), first_number))
        note_again(PublicKind::hearing, hearing, at);
}

void PublicChangeStore::note_document(core::DocumentId document, core::Timestamp at) {
    for (const auto hearing : all(tx_.run(hearings_with_sql, {document}), first_number))
        note(PublicKind::hearing, hearing, at);
    for (const auto followed : all(tx_.run(cases_with_sql, {document}), first_number))
        note(PublicKind::followed_case, followed, at);
}

void PublicChangeStore::note_content(const core::ContentHash& content, core::Timestamp at) {
    for (const auto document : ShownDocumentStore{tx_}.showing(content)) note_document(document, at);
}

std::vector<PublicChange> PublicChangeStore::after(
    PublicKind kind, std::int64_t change, core::Timestamp until, std::int64_t limit
) const {
    return all(tx_.run(after_sql, {kinds.of(kind), change, seconds(until), limit}), [](const Row& row) {
        return PublicChange{row.number(0), timestamp(row.number(1)), row.number(2)};
    });
}

std::vector<std::int64_t> PublicChangeStore::first_shown(PublicKind kind, core::Timestamp from, core::Timestamp before)
    const {
    return all(tx_.run(sql_of(kind).list, {seconds(from), seconds(before)}), first_number);
}

std::optional<PublicChangeStore::Span> PublicChangeStore::span(PublicKind kind) const {
    const auto rows = tx_.run(sql_of(kind).span);
    const auto first = maybe_timestamp(rows.front(), 0);
    const auto last = maybe_timestamp(rows.front(), 1);
    if (!first || !last) return std::nullopt;
    return Span{*first, *last};
}

}  // namespace services
