#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/store/job_queue.hpp"

/// Threads that take jobs from the queue and run them. This is one of the two places where exceptions end.
namespace services {

/// What runs a kind of job. It may run twice (see JobQueue); an error or exception means: try again later.
using JobHandler = std::function<core::Result<void>(const Job&)>;

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
    ~JobRunner();  ///< waits for the jobs under way

  private:
    void loop(const std::stop_token& stop);
    void renew_leases(const std::stop_token& stop);
    bool run_one();  ///< false: nothing was due
    void run(const Job& job);

    struct Running;
    Database& db_;
    const core::Clock& clock_;
    std::map<std::string, JobHandler> handlers_;
    Settings settings_;
    std::unique_ptr<Running> running_;
    std::vector<std::jthread> threads_;
};

}  // namespace services
