#include "services/store/job_queue.hpp"

#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "store_fixture.hpp"

using core::Result;
using services::Job;
using services::JobQueue;
using services::Transaction;
using std::chrono::seconds;
using store_tests::morning;
using store_tests::StoreFixture;

namespace {

constexpr auto lease = seconds{60};

struct QueueFixture : StoreFixture {
    void add(std::int64_t subject, core::Timestamp due = morning()) {
        write([&](Transaction& tx) { JobQueue{tx}.add("read_item", subject, due); });
    }
    std::optional<Job> take(core::Timestamp now = morning(), std::string_view worker = "a") {
        return write([&](Transaction& tx) { return JobQueue{tx}.take(worker, now, lease); });
    }
    void fail(const Job& job, core::Timestamp now) {
        write([&](Transaction& tx) { JobQueue{tx}.fail(job, "as a test", now); });
    }
    void finish(const Job& job) {
        write([&](Transaction& tx) { JobQueue{tx}.finish(job.id); });
    }
    JobQueue::Counts counts() {
        return read([](Transaction& tx) { return JobQueue{tx}.counts(); });
    }
    bool is_due(core::Timestamp now) {
        return read([&](Transaction& tx) { return JobQueue{tx}.is_due(now); });
    }
};

}  // namespace

SCENARIO_METHOD(QueueFixture, "work is queued once for its kind and subject", "[store][jobs]") {
    add(1);
    add(1);
    write([](Transaction& tx) { JobQueue{tx}.add("list_post", 1, morning()); });
    CHECK(counts().waiting == 2);
    const auto first = take();
    REQUIRE(first);
    CHECK(first->kind == "read_item");
    CHECK(first->subject == 1);
    CHECK(first->attempts == 1);
    CHECK(first->created_at == morning());
    CHECK(counts().running == 1);
    finish(*first);
    CHECK(take()->kind == "list_post");
    CHECK_FALSE(take());
}

SCENARIO_METHOD(
    QueueFixture, "the job that is due longest is taken first, and none before it is due", "[store][jobs]"
) {
    add(1, morning() + seconds{20});
    add(2, morning() + seconds{10});
    CHECK_FALSE(is_due(morning()));
    CHECK_FALSE(take(morning()));
    CHECK(is_due(morning() + seconds{10}));
    CHECK(take(morning() + seconds{30})->subject == 2);
    CHECK(take(morning() + seconds{30})->subject == 1);
    CHECK_FALSE(is_due(morning() + seconds{30}));
}

SCENARIO_METHOD(QueueFixture, "a job whose worker was lost is taken by the next", "[store][jobs]") {
    add(1);
    const auto lost = take();
    REQUIRE(lost);
    CHECK_FALSE(take(morning() + lease - seconds{1}, "b"));
    WHEN("its lease runs out") {
        const auto again = take(morning() + lease, "b");
        REQUIRE(again);
        CHECK(again->id == lost->id);
        CHECK(again->attempts == 2);
        THEN("the first worker, come back late, cannot fail it for the second") {
            fail(*lost, morning() + lease);
            CHECK(counts().running == 1);
            fail(*again, morning() + lease);
            CHECK(counts().waiting == 1);
        }
    }
    WHEN("its worker extends the lease") {
        write([&](Transaction& tx) { JobQueue{tx}.extend(lost->id, morning() + lease * 2); });
        THEN("nobody else takes it meanwhile") {
            CHECK_FALSE(take(morning() + lease, "b"));
            CHECK(take(morning() + lease * 2, "b"));
        }
    }
    WHEN("it loses every worker that takes it") {
        auto now = morning();
        for (std::int64_t n = 2; n <= services::max_attempts; ++n) REQUIRE(take(now += lease, "b"));
        THEN("it is dead, with its reason") {
            CHECK_FALSE(take(now + lease, "b"));
            CHECK(counts().dead == 1);
            const auto dead = read([](Transaction& tx) { return JobQueue{tx}.dead(10); });
            REQUIRE(dead.size() == 1);
            CHECK_FALSE(dead.front().error.empty());
        }
    }
}

SCENARIO_METHOD(QueueFixture, "a late worker that ends a job that is gone ends no other", "[store][jobs]") {
    add(1);
    const auto late = take();
    const auto other = take(morning() + lease, "b");
    REQUIRE((late && other));
    finish(*other);
    add(2);
    finish(*late);
    CHECK(counts().waiting == 1);
    const auto taken = take(morning() + lease);
    REQUIRE(taken);
    CHECK(taken->subject == 2);
    fail(*late, morning() + lease);
    CHECK(counts().running == 1);
}

SCENARIO_METHOD(QueueFixture, "a job that fails is tried later and later, and then is dead", "[store][jobs]") {
    add(1);
    auto now = morning();
    for (std::int64_t attempt = 1; attempt <= services::max_attempts; ++attempt) {
        const auto job = take(now);
        REQUIRE(job);
        CHECK(job->attempts == attempt);
        CHECK(job->error == (attempt == 1 ? "" : "as a test"));
        fail(*job, now);
        const auto wait = services::back_off(attempt);
        CHECK_FALSE(take(now + wait - seconds{1}));
        now += wait;
    }
    CHECK_FALSE(take(now));
    CHECK(counts().dead == 1);
    WHEN("an administrator retries it") {
        const auto dead = read([](Transaction& tx) { return JobQueue{tx}.dead(10); });
        REQUIRE(dead.size() == 1);
        CHECK(write([&](Transaction& tx) { return JobQueue{tx}.retry(dead.front().id, now); }));
        THEN("it is tried again from the first") {
            CHECK(take(now)->attempts == 1);
            CHECK_FALSE(write([&](Transaction& tx) { return JobQueue{tx}.retry(dead.front().id, now); }));
        }
    }
}

TEST_CASE("the wait grows fourfold", "[jobs]") {
    CHECK(services::back_off(1) == seconds{10});
    CHECK(services::back_off(2) == seconds{40});
    CHECK(services::back_off(3) == seconds{160});
    CHECK(services::back_off(4) == seconds{640});
}

SCENARIO_METHOD(QueueFixture, "a worker that starts again gives back what it had", "[store][jobs]") {
    add(1);
    add(2);
    REQUIRE(take(morning(), "a"));
    REQUIRE(take(morning(), "b"));
    write([](Transaction& tx) { JobQueue{tx}.release_all("a", morning()); });
    CHECK(counts().waiting == 1);
    CHECK(counts().running == 1);
    CHECK(take()->subject == 1);
}

SCENARIO_METHOD(QueueFixture, "work queued in a write that fails is not queued", "[store][jobs]") {
    (void)db->write_with([](Transaction& tx) -> Result<void> {
        JobQueue{tx}.add("read_item", 1, morning());
        return core::Error{core::ErrorCode::conflict, "no"};
    });
    CHECK(counts().waiting == 0);
}

SCENARIO_METHOD(QueueFixture, "workers that take at the same time never get the same job", "[store][jobs]") {
    constexpr std::int64_t jobs = 100;
    write([](Transaction& tx) {
        for (std::int64_t n = 1; n <= jobs; ++n) JobQueue{tx}.add("read_item", n, morning());
    });
    std::mutex mutex;
    std::multiset<std::int64_t> taken;
    {
        std::vector<std::jthread> workers;
        for (int n = 0; n < 8; ++n)
            workers.emplace_back([&, n] {
                for (;;) {
                    const auto job = db->write([&](Transaction& tx) -> Result<std::optional<Job>> {
                        return JobQueue{tx}.take("worker " + std::to_string(n), morning(), lease);
                    });
                    if (job.has_error() || !job.value()) return;
                    const std::lock_guard lock{mutex};
                    taken.insert(job.value()->subject);
                }
            });
    }
    CHECK(taken.size() == jobs);
    CHECK(std::set<std::int64_t>(taken.begin(), taken.end()).size() == jobs);
}
