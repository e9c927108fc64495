#include "services/store/job_runner.hpp"

#include <atomic>
#include <mutex>

#include "store_fixture.hpp"
#include "tests/support/waiting.hpp"

using namespace std::chrono_literals;
using core::Result;
using services::Job;
using services::JobQueue;
using services::JobRunner;
using services::Transaction;
using store_tests::morning;
using store_tests::StoreFixture;
using tests::within;

namespace {

/// Stands still until a test moves it.
class HeldClock final : public core::Clock {
  public:
    core::Timestamp now() const override { return core::Timestamp{std::chrono::seconds{at_.load()}}; }
    void advance(std::chrono::seconds time) { at_ += time.count(); }

  private:
    std::atomic<std::int64_t> at_{morning().time_since_epoch().count()};
};

struct RunnerFixture : StoreFixture {
    HeldClock clock{};
    std::mutex mutex{};
    std::vector<std::int64_t> ran{};
    std::vector<std::string> failures{};

    void add(std::string_view kind, std::int64_t subject) {
        write([&](Transaction& tx) { JobQueue{tx}.add(kind, subject, clock.now()); });
    }
    JobQueue::Counts counts() {
        return read([](Transaction& tx) { return JobQueue{tx}.counts(); });
    }
    bool is_idle() {
        const auto left = counts();
        return left.waiting + left.running == 0;
    }
    JobRunner::Settings settings(unsigned threads = 2, std::chrono::seconds lease = 300s) {
        return {
            .worker = "a",
            .threads = threads,
            .lease = lease,
            .on_failure =
                [this](const Job&, std::string_view error) {
                    const std::lock_guard lock{mutex};
                    failures.emplace_back(error);
                },
        };
    }
    services::JobHandler note() {
        return [this](const Job& job) -> Result<void> {
            const std::lock_guard lock{mutex};
            ran.push_back(job.subject);
            return core::done();
        };
    }
    std::vector<std::string> failures_now() {
        const std::lock_guard lock{mutex};
        return failures;
    }
};

}  // namespace

SCENARIO_METHOD(RunnerFixture, "a job in steps goes on where it was, and lets others through", "[store][jobs]") {
    std::atomic<int> steps{0};
    const services::JobHandler long_one = [&](const Job& job, const std::stop_token&) -> Result<services::JobEnd> {
        CHECK(job.attempts == 1);  // each step has all its attempts
        if (++steps == 8) return services::JobEnd::done;
        clock.advance(1s);
        const std::lock_guard lock{mutex};
        ran.push_back(-steps);
        return services::JobEnd::goes_on;
    };
    add("long", 1);
    add("note", 2);
    const JobRunner runner{*db, clock, {{"long", long_one}, {"note", note()}}, settings(1)};
    CHECK(within(30s, [&] { return is_idle(); }));
    CHECK(steps == 8);
    CHECK(ran.at(0) == -1);
    CHECK(ran.at(1) == 2);  // was due before the second step
    CHECK(failures_now().empty());
}

SCENARIO_METHOD(RunnerFixture, "a job in steps is told to stop, and waits for the restart", "[store][jobs]") {
    std::atomic<bool> has_begun{false}, was_told{false};
    add("long", 1);
    {
        const services::JobHandler patient = [&](const Job&, const std::stop_token& stop) -> Result<services::JobEnd> {
            has_begun = true;
            was_told = within(30s, [&] { return stop.stop_requested(); });
            return services::JobEnd::goes_on;
        };
        const JobRunner runner{*db, clock, {{"long", patient}}, settings(1)};
        REQUIRE(within(30s, [&] { return has_begun.load(); }));
    }
    CHECK(was_told);
    CHECK(counts().waiting == 1);
    CHECK(counts().running == 0);
}

SCENARIO_METHOD(RunnerFixture, "every job that is due is run by the handler of its kind", "[store][jobs]") {
    for (std::int64_t subject = 1; subject <= 20; ++subject) add("note", subject);
    {
        const JobRunner runner{*db, clock, {{"note", note()}}, settings(3)};
        CHECK(within(30s, [&] { return is_idle(); }));
        add("note", 21);  // what is queued meanwhile is seen, too
        CHECK(within(30s, [&] { return is_idle(); }));
    }
    std::ranges::sort(ran);
    REQUIRE(ran.size() == 21);
    CHECK(ran.front() == 1);
    CHECK(ran.back() == 21);
    CHECK(failures.empty());
}

SCENARIO_METHOD(RunnerFixture, "a job that fails is told, kept and run again when its time comes", "[store][jobs]") {
    std::atomic<int> attempts{0};
    const auto fail_first = [&](const Job& job) -> Result<void> {
        const auto attempt = ++attempts;
        if (attempt == 1) return core::Error{core::ErrorCode::conflict, "not now"};
        if (attempt == 2) throw std::runtime_error{"thrown " + std::to_string(job.attempts)};
        return core::done();
    };
    add("note", 1);
    const JobRunner runner{*db, clock, {{"note", fail_first}}, settings()};
    CHECK(within(30s, [&] { return failures_now().size() == 1; }));
    CHECK(within(30s, [&] { return counts().waiting == 1; }));
    clock.advance(services::back_off(1));
    CHECK(within(30s, [&] { return failures_now().size() == 2; }));
    CHECK(within(30s, [&] { return counts().waiting == 1; }));
    clock.advance(services::back_off(2));
    CHECK(within(30s, [&] { return is_idle(); }));
    CHECK(attempts == 3);
    CHECK(failures_now() == std::vector<std::string>{"not now", "thrown 2"});
    CHECK(counts().dead == 0);
}

SCENARIO_METHOD(RunnerFixture, "a job of a kind that nobody knows fails with that reason", "[store][jobs]") {
    add("unheard of", 1);
    const JobRunner runner{*db, clock, {{"note", note()}}, settings()};
    CHECK(within(30s, [&] { return failures_now().size() == 1; }));
    CHECK(failures_now().front() == "no part of this program knows how to do it");
}

SCENARIO_METHOD(
    RunnerFixture, "what a worker had leased when it died is run by its next life at once", "[store][jobs]"
) {
    add("note", 1);
    add("note", 2);
    const auto take = [&](std::string_view worker) {
        return write([&](Transaction& tx) { return JobQueue{tx}.take(worker, clock.now(), 300s); });
    };
    REQUIRE(take("a"));
    REQUIRE(take("b"));  // lives on elsewhere
    {
        const JobRunner runner{*db, clock, {{"note", note()}}, settings()};
        CHECK(within(30s, [&] { return counts().running == 1 && counts().waiting == 0; }));
    }
    CHECK(ran == std::vector<std::int64_t>{1});
}

SCENARIO_METHOD(
    RunnerFixture, "a long job's lease is renewed while it runs, so that nobody else takes it", "[store][jobs]"
) {
    std::atomic<bool> may_end{false};
    const auto wait = [&](const Job&) -> Result<void> {
        const auto ended = within(30s, [&] { return may_end.load(); });
        return ended ? core::done() : core::Error{core::ErrorCode::conflict, "never told to end"};
    };
    add("note", 1);
    const JobRunner runner{*db, clock, {{"note", wait}}, settings(1, 3s)};
    CHECK(within(30s, [&] { return counts().running == 1; }));
    const auto is_due = [&] { return read([&](Transaction& tx) { return JobQueue{tx}.is_due(clock.now()); }); };
    clock.advance(10s);
    CHECK(within(30s, [&] { return !is_due(); }));  // it was, until the lease was renewed
    may_end = true;
    CHECK(within(30s, [&] { return is_idle(); }));
    CHECK(failures_now().empty());
}

SCENARIO_METHOD(RunnerFixture, "a runner that ends waits for the job under way", "[store][jobs]") {
    std::atomic<bool> has_begun{false};
    std::atomic<bool> has_ended{false};
    const auto slow = [&](const Job&) -> Result<void> {
        has_begun = true;
        (void)within(100ms, [] { return false; });
        has_ended = true;
        return core::done();
    };
    add("note", 1);
    {
        const JobRunner runner{*db, clock, {{"note", slow}}, settings()};
        REQUIRE(within(30s, [&] { return has_begun.load(); }));
    }
    CHECK(has_ended);
    CHECK(is_idle());
}
