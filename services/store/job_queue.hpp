#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Work that must happen, kept in the database: it is queued in the transaction that causes it, and survives a crash.
///
/// A worker takes a job on a lease. A job whose lease ran out is taken again by whoever comes next; so a job may run
/// twice, and must be harmless when it does. A job that fails is tried again later and later, and after max_attempts it
/// is dead: kept with its reason until an administrator retries it.
namespace services {

struct Job {
    core::JobId id;
    std::string kind;         ///< e.g. "read_item"
    std::int64_t subject{};   ///< what it is about, by kind
    std::int64_t attempts{};  ///< this one included
    std::string error;        ///< of the attempt before, or the last
    core::Timestamp created_at{};
};

inline constexpr std::int64_t max_attempts = 5;

/// How long until the next attempt after `attempts` failures: 10 s, 40 s, 160 s, 640 s.
std::chrono::seconds back_off(std::int64_t attempts);

class JobQueue {
  public:
    explicit JobQueue(Transaction& tx) : tx_(tx) {}

    /// Queues work unless there is a job of the same kind for the same subject already, waiting, running or dead.
    void add(std::string_view kind, std::int64_t subject, core::Timestamp due);
    /// Whether add() would find one there.
    bool has(std::string_view kind, std::int64_t subject) const;

    /// Whether take() would find something.
    bool is_due(core::Timestamp now) const;
    /// The job that is due longest, now leased to `worker`. Jobs that ran out of attempts while leased (their worker
    /// died each time) become dead on the way.
    std::optional<Job> take(std::string_view worker, core::Timestamp now, std::chrono::seconds lease);
    void extend(core::JobId id, core::Timestamp lease_end);
    void finish(core::JobId id);
    /// Queues it anew, behind those that are due: it has come further, and has all its attempts again. Does nothing if
    /// the lease ran out and another has taken the job since.
    void put_back(const Job& job, core::Timestamp now);
    /// Does nothing if the lease ran out and another has taken the job since.
    void fail(const Job& job, std::string_view error, core::Timestamp now);

    /// Gives back at once what this worker's earlier life had leased.
    void release_all(std::string_view worker, core::Timestamp now);

    std::vector<Job> dead(std::int64_t limit) const;
    /// False if there is no dead job with this id.
    bool retry(core::JobId id, core::Timestamp now);

    struct Counts {
        std::int64_t waiting{}, running{}, dead{};
    };
    Counts counts() const;

  private:
    Transaction& tx_;
};

}  // namespace services
