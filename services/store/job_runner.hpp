#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/store/job_queue.hpp"

/// Threads that take jobs from the queue and run them. This is one of the two places where exceptions end.
namespace services {

/// What a run leaves of its job: nothing, or more to do once others have had their turn.
enum class JobEnd { done, goes_on };

/// What runs a kind of job. It may run twice (see JobQueue); an error or exception means: try again later. One that
/// takes long takes a stop token, too: it ends with goes_on after a while, or soon when it is asked to stop, and is
/// run again from there, also after a restart.
class JobHandler {
  public:
    using InSteps = std::function<core::Result<JobEnd>(const Job&, const std::stop_token&)>;
    using AtOnce = std::function<core::Result<void>(const Job&)>;

    template <class Run>
    requires std::is_constructible_v<InSteps, Run> || std::is_constructible_v<AtOnce, Run> JobHandler(Run run
    ) {  // NOLINT(google-explicit-constructor,hicpp-explicit-conversions): a function is one
        if constexpr (std::is_constructible_v<InSteps, Run>)
            run_ = std::move(run);
        else
            run_ = [run = std::move(run)](const Job& job, const std::stop_token&) -> core::Result<JobEnd> {
                TRY(run(job));
                return JobEnd::done;
            };
    }
    core::Result<JobEnd> operator()(const Job& job, const std::stop_token& stop) const { return run_(job, stop); }

  private:
    InSteps run_;
};

class JobRunner {
  public:
    struct Settings {
        std::string worker;  ///< the same after a restart, so that what it left can be released
        unsigned threads{2};
        std::chrono::seconds lease{300};  ///< renewed while the job runs
        std::function<void(const Job&, std::string_view error)> on_failure;
    };

    /// Starts at once. What this worker had leased before it died is taken again first.
    JobRunner(Database& db, const core::Clock& clock, std::map<std::string, JobHandler> handlers, Settings settings);
    ~JobRunner();  ///< asks the jobs under way to stop, and waits for them

  private:
    void loop(const std::stop_token& stop);
    void renew_leases(const std::stop_token& stop);
    bool run_one(const std::stop_token& stop);  ///< false: nothing was due
    void run(const Job& job, const std::stop_token& stop);

    struct Running;
    Database& db_;
    const core::Clock& clock_;
    std::map<std::string, JobHandler> handlers_;
    Settings settings_;
    std::unique_ptr<Running> running_;
    std::vector<std::jthread> threads_;
};

}  // namespace services
