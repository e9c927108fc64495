#include "services/store/job_runner.hpp"

#include <memory>
#include <mutex>
#include <set>

#include "services/store/pause.hpp"

namespace services {

using namespace std::chrono_literals;

namespace {

/// A write whose only outcome is that it happened.
template <class F>
void write(Database& db, F change) {
    const auto written = db.write([&](Transaction& tx) -> core::Result<void> {
        JobQueue queue{tx};
        change(queue);
        return core::done();
    });
    if (written.has_error()) throw DatabaseError{DatabaseError::Kind::broken, written.error().detail};
}

}  // namespace

struct JobRunner::Running {
    std::mutex mutex;
    std::set<core::JobId> jobs;
};

JobRunner::JobRunner(
    Database& db, const core::Clock& clock, std::map<std::string, JobHandler> handlers, Settings settings
)
    : db_(db),
      clock_(clock),
      handlers_(std::move(handlers)),
      settings_(std::move(settings)),
      running_(std::make_unique<Running>()) {
    write(db_, [&](JobQueue& queue) { queue.release_all(settings_.worker, clock_.now()); });
    for (unsigned i = 0; i < settings_.threads; ++i)
        threads_.emplace_back([this](const std::stop_token& stop) { loop(stop); });
    threads_.emplace_back([this](const std::stop_token& stop) { renew_leases(stop); });
}

JobRunner::~JobRunner() {
    for (auto& thread : threads_) thread.request_stop();
    for (auto& thread : threads_) thread.join();
}

void JobRunner::loop(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto commits = db_.commits();
        try {
            if (run_one(stop)) continue;
        } catch (const std::exception& e) {
            settings_.on_failure(Job{}, e.what());  // the database is away; the job, if any, is still leased
            pause(stop, 1s);
        }
        for (auto waited = 0ms; waited < 1s && db_.commits() == commits && !stop.stop_requested(); waited += 20ms)
            pause(stop, 20ms);
    }
}

bool JobRunner::run_one(const std::stop_token& stop) {
    // Looking first costs no write; most glances find nothing.
    bool is_due = false;
    const auto looked = db_.read([&](Transaction& tx) -> core::Result<void> {
        is_due = JobQueue{tx}.is_due(clock_.now());
        return core::done();
    });
    if (looked.has_error() || !is_due) return false;

    std::optional<Job> job;
    write(db_, [&](JobQueue& queue) { job = queue.take(settings_.worker, clock_.now(), settings_.lease); });
    if (!job) return false;
    {
        const std::lock_guard lock{running_->mutex};
        running_->jobs.insert(job->id);
    }
    run(*job, stop);
    const std::lock_guard lock{running_->mutex};
    running_->jobs.erase(job->id);
    return true;
}

void JobRunner::run(const Job& job, const std::stop_token& stop) {
    std::string failure;
    auto end = JobEnd::done;
    try {
        const auto handler = handlers_.find(job.kind);
        if (handler == handlers_.end()) {
            failure = "no part of this program knows how to do it";
        } else if (const auto ran = handler->second(job, stop); ran.has_error()) {
            failure = ran.error().detail;
        } else {
            end = ran.value();
        }
    } catch (const std::exception& e) {
        failure = e.what();
    }
    if (!failure.empty()) settings_.on_failure(job, failure);
    write(db_, [&](JobQueue& queue) {
        if (!failure.empty())
            queue.fail(job, failure, clock_.now());
        else if (end == JobEnd::goes_on)
            queue.put_back(job, clock_.now());
        else
            queue.finish(job.id);
    });
}

void JobRunner::renew_leases(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        pause(stop, std::chrono::duration_cast<std::chrono::milliseconds>(settings_.lease) / 3);
        std::set<core::JobId> jobs;
        {
            const std::lock_guard lock{running_->mutex};
            jobs = running_->jobs;
        }
        if (jobs.empty()) continue;
        try {
            write(db_, [&](JobQueue& queue) {
                for (const auto id : jobs) queue.extend(id, clock_.now() + settings_.lease);
            });
        } catch (const std::exception& e) {
            settings_.on_failure(Job{}, e.what());
        }
    }
}

}  // namespace services
