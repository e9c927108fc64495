#include "services/store/access_answer_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr core::Names states{{
    std::pair<AnswerState, std::string_view>{AnswerState::waiting, "waiting"},
    {AnswerState::ready, "ready"},
    {AnswerState::failed, "failed"},
    {AnswerState::sent, "sent"},
}};
std::optional<AnswerState> answer_state_named(std::string_view name) {
    return states.find(name);
}

constexpr std::string_view add_blackout_sql = R"sql(
    INSERT INTO access_blackouts (request_id, document_id, page, box_left, box_top, box_width, box_height, exemption,
                                  made_by, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)sql";
#define BLACKOUTS                                                                                               \
    "SELECT id, document_id, page, box_left, box_top, box_width, box_height, exemption, made_by, made_at FROM " \
    "access_blackouts WHERE request_id = $1"
constexpr std::string_view blackouts_sql = BLACKOUTS " ORDER BY document_id, page, id";
constexpr std::string_view blackouts_of_sql = BLACKOUTS " AND document_id = $2 ORDER BY page, id";
constexpr std::string_view blackout_sql = BLACKOUTS " AND document_id = $2 AND id = $3";
constexpr std::string_view update_blackout_sql = R"sql(
    UPDATE access_blackouts SET box_left = $2, box_top = $3, box_width = $4, box_height = $5, exemption = $6
     WHERE id = $1)sql";
constexpr std::string_view remove_blackout_sql =
    "DELETE FROM access_blackouts WHERE request_id = $1 AND document_id = $2 AND id = $3 RETURNING id";

constexpr std::string_view add_sql = R"sql(
    INSERT INTO access_answers (request_id, state, decided, widens, ordered_by, ordered_at)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id)sql";
#define ANSWERS                                                                                                \
    "SELECT id, request_id, state, reason, failed_place, decided, widens, done, total, file_hash, page_count," \
    " letter_id, ends_at, fetched, ordered_by, ordered_at, zip_hash FROM access_answers "
constexpr std::string_view find_sql = ANSWERS "WHERE id = $1";
constexpr std::string_view newest_sql = ANSWERS "WHERE request_id = $1 ORDER BY id DESC LIMIT 1";
constexpr std::string_view newest_sent_sql =
    ANSWERS "WHERE request_id = $1 AND state = 'sent' ORDER BY id DESC LIMIT 1";
constexpr std::string_view progress_sql = "UPDATE access_answers SET done = $2, total = $3 WHERE id = $1";
constexpr std::string_view update_sql = R"sql(
    UPDATE access_answers SET state = $2, reason = $3, failed_place = $4, file_hash = $5, page_count = $6,
           letter_id = $7, ends_at = $8, zip_hash = $9
     WHERE id = $1)sql";
constexpr std::string_view claim_sql = R"sql(
    INSERT INTO access_answering (request_id, since, holder) VALUES ($1, $2, $3)
    ON CONFLICT (request_id) DO UPDATE SET since = excluded.since, holder = excluded.holder
     WHERE access_answering.since < $4
    RETURNING request_id)sql";
constexpr std::string_view has_claim_sql = "SELECT 1 FROM access_answering WHERE request_id = $1 AND holder = $2";
constexpr std::string_view release_sql = "DELETE FROM access_answering WHERE request_id = $1 AND holder = $2";
constexpr std::string_view fetched_sql = "UPDATE access_answers SET fetched = fetched + 1 WHERE id = $1";

AccessBlackout blackout_from(const Row& row) {
    return AccessBlackout{
        .id = row.number(0),
        .document = row.id<core::DocumentId>(1),
        .page = row.number(2),
        .left = row.number(3),
        .top = row.number(4),
        .width = row.number(5),
        .height = row.number(6),
        .exemption = row.text(7),
        .made_by = row.id<core::UserId>(8),
        .made_at = timestamp(row.number(9)),
    };
}

AccessAnswer answer_from(const Row& row) {
    return AccessAnswer{
        .id = row.number(0),
        .request = row.id<core::AccessRequestId>(1),
        .state = named(answer_state_named, row.text(2)),
        .reason = row.text(3),
        .failed_place = row.number(4),
        .decided = row.text(5),
        .widens = row.number(6) != 0,
        .done = row.number(7),
        .total = row.number(8),
        .file = core::ContentHash::parse(row.text(9)).value_or(core::ContentHash{}),
        .zip = core::ContentHash::parse(row.text(16)).value_or(core::ContentHash{}),
        .page_count = row.number(10),
        .letter = row.maybe_id<core::DocumentId>(11),
        .ends_at = maybe_timestamp(row, 12),
        .fetched = row.number(13),
        .ordered_by = row.id<core::UserId>(14),
        .ordered_at = timestamp(row.number(15)),
    };
}

}  // namespace

std::int64_t AccessAnswerStore::add_blackout(core::AccessRequestId of, const AccessBlackout& made) {
    return tx_
        .run(
            add_blackout_sql,
            {of,
             made.document,
             made.page,
             made.left,
             made.top,
             made.width,
             made.height,
             made.exemption,
             made.made_by,
             seconds(made.made_at)}
        )
        .front()
        .number(0);
}

std::vector<AccessBlackout> AccessAnswerStore::blackouts(core::AccessRequestId of) const {
    return all(tx_.run(blackouts_sql, {of}), blackout_from);
}

std::vector<AccessBlackout> AccessAnswerStore::blackouts(core::AccessRequestId of, core::DocumentId document) const {
    return all(tx_.run(blackouts_of_sql, {of, document}), blackout_from);
}

std::optional<AccessBlackout> AccessAnswerStore::blackout(
    core::AccessRequestId of, core::DocumentId document, std::int64_t id
) const {
    return first(tx_.run(blackout_sql, {of, document, id}), blackout_from);
}

void AccessAnswerStore::update_blackout(const AccessBlackout& changed) {
    tx_.run(
        update_blackout_sql, {changed.id, changed.left, changed.top, changed.width, changed.height, changed.exemption}
    );
}

bool AccessAnswerStore::remove_blackout(core::AccessRequestId of, core::DocumentId document, std::int64_t id) {
    return !tx_.run(remove_blackout_sql, {of, document, id}).empty();
}

std::int64_t AccessAnswerStore::add(const AccessAnswer& made) {
    return tx_
        .run(
            add_sql,
            {made.request,
             states.of(made.state),
             made.decided,
             std::int64_t{made.widens},
             made.ordered_by,
             seconds(made.ordered_at)}
        )
        .front()
        .number(0);
}

std::optional<AccessAnswer> AccessAnswerStore::find(std::int64_t id) const {
    return first(tx_.run(find_sql, {id}), answer_from);
}

std::optional<AccessAnswer> AccessAnswerStore::newest(core::AccessRequestId of) const {
    return first(tx_.run(newest_sql, {of}), answer_from);
}

std::optional<AccessAnswer> AccessAnswerStore::newest_sent(core::AccessRequestId of) const {
    return first(tx_.run(newest_sent_sql, {of}), answer_from);
}

void AccessAnswerStore::set_progress(std::int64_t id, std::int64_t done, std::int64_t total) {
    tx_.run(progress_sql, {id, done, total});
}

void AccessAnswerStore::update(const AccessAnswer& changed) {
    tx_.run(
        update_sql,
        {changed.id,
         states.of(changed.state),
         changed.reason,
         changed.failed_place,
         changed.file.text(),
         changed.page_count,
         changed.letter,
         seconds(changed.ends_at),
         changed.zip.text()}
    );
}

bool AccessAnswerStore::claim(core::AccessRequestId of, std::string_view holder, core::Timestamp now) {
    constexpr std::chrono::minutes given_up_after{2};
    return !tx_.run(claim_sql, {of, seconds(now), holder, seconds(now - given_up_after)}).empty();
}

bool AccessAnswerStore::has_claim(core::AccessRequestId of, std::string_view holder) const {
    return !tx_.run(has_claim_sql, {of, holder}).empty();
}

void AccessAnswerStore::release(core::AccessRequestId of, std::string_view holder) {
    tx_.run(release_sql, {of, holder});
}

void AccessAnswerStore::count_fetched(std::int64_t id) {
    tx_.run(fetched_sql, {id});
}

std::string_view name_of(AnswerState state) {
    return states.of(state);
}

}  // namespace services
