#include "services/store/idempotency_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

using Progress = IdempotencyStore::Progress;

constexpr std::string_view claim_sql = R"sql(
    INSERT INTO idempotency_keys (user_id, key, fingerprint, claim, claimed_at, progress)
    VALUES ($1, $2, $3, $4, $5, 'claimed')
    ON CONFLICT (user_id, key) DO NOTHING RETURNING user_id)sql";
constexpr std::string_view find_sql = R"sql(
    SELECT fingerprint, claim, claimed_at, progress, status, headers, body
      FROM idempotency_keys WHERE user_id = $1 AND key = $2)sql";
constexpr std::string_view take_over_sql = R"sql(
    UPDATE idempotency_keys
       SET fingerprint = $4, claim = $5, claimed_at = $6, progress = 'claimed', status = NULL, headers = NULL, body = NULL
     WHERE user_id = $1 AND key = $2 AND claim = $3 RETURNING user_id)sql";
constexpr std::string_view work_sql = R"sql(
    UPDATE idempotency_keys SET progress = 'worked' WHERE user_id = $1 AND key = $2 AND claim = $3
    RETURNING user_id)sql";
constexpr std::string_view answer_sql = R"sql(
    UPDATE idempotency_keys SET progress = 'answered', status = $4, headers = $5, body = $6
     WHERE user_id = $1 AND key = $2 AND claim = $3 AND progress <> 'not_kept' RETURNING user_id)sql";
constexpr std::string_view unkept_sql =
    "UPDATE idempotency_keys SET progress = 'not_kept' WHERE user_id = $1 AND key = $2 AND claim = $3";
constexpr std::string_view release_sql = R"sql(
    DELETE FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND claim = $3 AND progress = 'claimed'
    RETURNING user_id)sql";
constexpr std::string_view remove_older_sql = "DELETE FROM idempotency_keys WHERE claimed_at < $1";
constexpr std::string_view forget_answers_sql = R"sql(
    UPDATE idempotency_keys SET progress = 'not_kept', status = NULL, headers = NULL, body = NULL
     WHERE progress IN ('answered', 'worked'))sql";

std::optional<Progress> progress_named(std::string_view name) {
    if (name == "claimed") return Progress::claimed;
    if (name == "worked") return Progress::worked;
    if (name == "answered") return Progress::answered;
    if (name == "not_kept") return Progress::not_kept;
    return std::nullopt;
}

IdempotencyStore::Kept kept_from(const Row& row) {
    IdempotencyStore::Kept kept{
        row.text(0), row.text(1), timestamp(row.number(2)), named(progress_named, row.text(3)), {}};
    if (kept.progress == Progress::answered) kept.answer = {row.number(4), row.text(5), row.text(6)};
    return kept;
}

}  // namespace

bool IdempotencyStore::claim(const Named& named, const Kept& made) {
    return !tx_.run(claim_sql, {named.user, named.key, made.fingerprint, made.claim, seconds(made.claimed_at)}).empty();
}

std::optional<IdempotencyStore::Kept> IdempotencyStore::find(const Named& named) const {
    return first(tx_.run(find_sql, {named.user, named.key}), kept_from);
}

bool IdempotencyStore::take_over(const Named& named, std::string_view old_claim, const Kept& made) {
    return !tx_.run(
                   take_over_sql,
                   {named.user, named.key, old_claim, made.fingerprint, made.claim, seconds(made.claimed_at)}
    )
                .empty();
}

bool IdempotencyStore::note_work(const Named& named, std::string_view claim) {
    return !tx_.run(work_sql, {named.user, named.key, claim}).empty();
}

bool IdempotencyStore::keep_answer(const Named& named, std::string_view claim, const Answer& answer) {
    return !tx_.run(answer_sql, {named.user, named.key, claim, answer.status, answer.headers, answer.body}).empty();
}

void IdempotencyStore::note_unkept(const Named& named, std::string_view claim) {
    tx_.run(unkept_sql, {named.user, named.key, claim});
}

bool IdempotencyStore::release(const Named& named, std::string_view claim) {
    return !tx_.run(release_sql, {named.user, named.key, claim}).empty();
}

void IdempotencyStore::remove_older(core::Timestamp than) {
    tx_.run(remove_older_sql, {seconds(than)});
}

void IdempotencyStore::forget_answers() {
    tx_.run(forget_answers_sql);
}

}  // namespace services
