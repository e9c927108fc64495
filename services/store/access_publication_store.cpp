#include "services/store/access_publication_store.hpp"

#include "services/store/columns.hpp"
#include "services/store/public_change_store.hpp"

namespace services {

namespace {

#define PUBLICATIONS                                                                                       \
    "SELECT p.request_id, p.answer_id, p.title, p.published_on, p.published_by, p.published_at, p.reason," \
    " p.taken_down_at, p.taken_down_by, p.taken_down_reason, a.file_hash, a.page_count"                    \
    " FROM access_publications AS p JOIN access_answers AS a ON a.id = p.answer_id "
constexpr std::string_view publish_sql = R"sql(
    INSERT INTO access_publications (request_id, answer_id, title, published_on, published_by, published_at, reason)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (request_id) DO UPDATE SET answer_id = excluded.answer_id, title = excluded.title,
                published_on = excluded.published_on, published_by = excluded.published_by,
                published_at = excluded.published_at, reason = excluded.reason, taken_down_at = NULL,
                taken_down_by = NULL, taken_down_reason = ''
          WHERE access_publications.taken_down_at IS NOT NULL
    RETURNING request_id)sql";
constexpr std::string_view take_down_sql = R"sql(
    UPDATE access_publications SET taken_down_at = $2, taken_down_by = $3, taken_down_reason = $4
     WHERE request_id = $1 AND taken_down_at IS NULL RETURNING request_id)sql";
constexpr std::string_view find_sql = PUBLICATIONS "WHERE p.request_id = $1";
constexpr std::string_view list_sql = PUBLICATIONS
    "WHERE p.taken_down_at IS NULL AND (p.published_on < $1 OR (p.published_on = $1 AND p.request_id < $2))"
    " ORDER BY p.published_on DESC, p.request_id DESC LIMIT $3";

AccessPublication publication_from(const Row& row) {
    const auto published = maybe_date(row, 3);
    if (!published) throw DatabaseError{DatabaseError::Kind::broken, "a publication without a day"};
    return AccessPublication{
        .request = row.id<core::AccessRequestId>(0),
        .answer = row.number(1),
        .title = row.text(2),
        .published = *published,
        .published_by = row.id<core::UserId>(4),
        .published_at = timestamp(row.number(5)),
        .reason = row.text(6),
        .taken_down_at = maybe_timestamp(row, 7),
        .taken_down_by = row.maybe_id<core::UserId>(8),
        .taken_down_reason = row.text(9),
        .file = core::ContentHash::parse(row.text(10)).value_or(core::ContentHash{}),
        .page_count = row.number(11),
    };
}

}  // namespace

bool AccessPublicationStore::publish(const AccessPublication& made) {
    const auto rows = tx_.run(
        publish_sql,
        {made.request,
         made.answer,
         made.title,
         core::iso_date(made.published),
         made.published_by,
         seconds(made.published_at),
         made.reason}
    );
    if (rows.empty()) return false;
    PublicChangeStore{tx_}.note(PublicKind::access_answer, made.request.value, made.published_at);
    return true;
}

bool AccessPublicationStore::take_down(const AccessPublication& taken) {
    const auto at = taken.taken_down_at.value();
    const auto rows =
        tx_.run(take_down_sql, {taken.request, seconds(at), taken.taken_down_by, taken.taken_down_reason});
    if (rows.empty()) return false;
    PublicChangeStore{tx_}.note(PublicKind::access_answer, taken.request.value, at);
    return true;
}

std::optional<AccessPublication> AccessPublicationStore::find(core::AccessRequestId id) const {
    return first(tx_.run(find_sql, {id}), publication_from);
}

std::vector<AccessPublication> AccessPublicationStore::list(const std::optional<Place>& after, std::int64_t limit)
    const {
    const auto day = after ? core::iso_date(after->published) : std::string{"9999-99-99"};
    const std::int64_t id = after ? after->request.value : 0;
    return all(tx_.run(list_sql, {day, id, limit}), publication_from);
}

}  // namespace services
