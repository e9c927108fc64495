#include "services/store/job_queue.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view add_sql = R"sql(
    INSERT INTO jobs (kind, subject_id, state, due_at, created_at) VALUES ($1, $2, 'waiting', $3, $3)
    ON CONFLICT (kind, subject_id) DO NOTHING)sql";
constexpr std::string_view has_sql = "SELECT 1 FROM jobs WHERE kind = $1 AND subject_id = $2";
constexpr std::string_view bury_sql = R"sql(
    UPDATE jobs SET state = 'dead', worker = '', error = 'the worker was lost while it ran'
     WHERE state = 'running' AND due_at <= $1 AND attempts >= $2)sql";
constexpr std::string_view take_sql = R"sql(
    UPDATE jobs SET state = 'running', worker = $1, attempts = attempts + 1, due_at = $3
     WHERE id = (SELECT id FROM (SELECT id, due_at FROM jobs WHERE state = 'waiting' AND due_at <= $2
                                 UNION ALL
                                 SELECT id, due_at FROM jobs WHERE state = 'running' AND due_at <= $2) AS due
                  ORDER BY due_at, id LIMIT 1)
    RETURNING id, kind, subject_id, attempts, error, created_at)sql";
constexpr std::string_view is_due_sql = R"sql(
    SELECT 1 WHERE EXISTS (SELECT 1 FROM jobs WHERE state = 'waiting' AND due_at <= $1)
                OR EXISTS (SELECT 1 FROM jobs WHERE state = 'running' AND due_at <= $1))sql";
constexpr std::string_view extend_sql = "UPDATE jobs SET due_at = $2 WHERE id = $1 AND state = 'running'";
constexpr std::string_view finish_sql = "DELETE FROM jobs WHERE id = $1";
// The attempt names the lease: one that ran out, and was taken by another since, is not this worker's to end.
constexpr std::string_view fail_sql = R"sql(
    UPDATE jobs SET state = $2, worker = '', error = $3, due_at = $4
     WHERE id = $1 AND state = 'running' AND attempts = $5)sql";
constexpr std::string_view put_back_sql = R"sql(
    UPDATE jobs SET state = 'waiting', worker = '', attempts = 0, error = '', due_at = $2
     WHERE id = $1 AND state = 'running' AND attempts = $3)sql";
constexpr std::string_view release_sql = R"sql(
    UPDATE jobs SET state = 'waiting', worker = '', due_at = $2 WHERE state = 'running' AND worker = $1)sql";
constexpr std::string_view dead_sql = R"sql(
    SELECT id, kind, subject_id, attempts, error, created_at FROM jobs WHERE state = 'dead'
     ORDER BY id DESC LIMIT $1)sql";
constexpr std::string_view retry_sql = R"sql(
    UPDATE jobs SET state = 'waiting', attempts = 0, due_at = $2 WHERE id = $1 AND state = 'dead' RETURNING id)sql";
constexpr std::string_view counts_sql = "SELECT state, COUNT(*) FROM jobs GROUP BY state";

Job job_from(const Row& row) {
    return Job{
        .id = row.id<core::JobId>(0),
        .kind = row.text(1),
        .subject = row.number(2),
        .attempts = row.number(3),
        .error = row.text(4),
        .created_at = timestamp(row.number(5)),
    };
}

}  // namespace

std::chrono::seconds back_off(std::int64_t attempts) {
    auto wait = std::chrono::seconds{10};
    for (std::int64_t i = 1; i < attempts; ++i) wait *= 4;
    return wait;
}

void JobQueue::add(std::string_view kind, std::int64_t subject, core::Timestamp due) {
    tx_.run(add_sql, {kind, subject, seconds(due)});
}

bool JobQueue::has(std::string_view kind, std::int64_t subject) const {
    return !tx_.run(has_sql, {kind, subject}).empty();
}

bool JobQueue::is_due(core::Timestamp now) const {
    return !tx_.run(is_due_sql, {seconds(now)}).empty();
}

std::optional<Job> JobQueue::take(std::string_view worker, core::Timestamp now, std::chrono::seconds lease) {
    tx_.run(bury_sql, {seconds(now), max_attempts});
    return first(tx_.run(take_sql, {worker, seconds(now), seconds(now + lease)}), job_from);
}

void JobQueue::extend(core::JobId id, core::Timestamp lease_end) {
    tx_.run(extend_sql, {id, seconds(lease_end)});
}

void JobQueue::finish(core::JobId id) {
    tx_.run(finish_sql, {id});
}

void JobQueue::put_back(const Job& job, core::Timestamp now) {
    tx_.run(put_back_sql, {job.id, seconds(now), job.attempts});
}

void JobQueue::fail(const Job& job, std::string_view error, core::Timestamp now) {
    const bool is_over = job.attempts >= max_attempts;
    tx_.run(
        fail_sql, {job.id, is_over ? "dead" : "waiting", error, seconds(now + back_off(job.attempts)), job.attempts}
    );
}

void JobQueue::release_all(std::string_view worker, core::Timestamp now) {
    tx_.run(release_sql, {worker, seconds(now)});
}

std::vector<Job> JobQueue::dead(std::int64_t limit) const {
    return all(tx_.run(dead_sql, {limit}), job_from);
}

bool JobQueue::retry(core::JobId id, core::Timestamp now) {
    return !tx_.run(retry_sql, {id, seconds(now)}).empty();
}

JobQueue::Counts JobQueue::counts() const {
    Counts counts;
    const auto rows = tx_.run(counts_sql);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& state = rows[i].text(0);
        (state == "waiting" ? counts.waiting : state == "running" ? counts.running : counts.dead) = rows[i].number(1);
    }
    return counts;
}

}  // namespace services
