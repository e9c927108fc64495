#pragma once

#include <xapian.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <variant>

#include "core/id.hpp"
#include "search/posting.hpp"

namespace search {

/// One Xapian database and the one thread that writes it. Work is queued; the queue is bounded, so that who puts waits
/// when the disk is slower. An error is thrown from the next call, and the shard then takes no more work.
class Shard {
  public:
    using Notes = std::map<std::string, std::string>;

    explicit Shard(const std::filesystem::path& path);
    ~Shard();
    Shard(const Shard&) = delete;
    Shard& operator=(const Shard&) = delete;

    void put(const Entry& entry);
    void remove(Kind kind, std::int64_t id);
    /// Queued after all that was asked before; wait() tells when it is on disk.
    void commit(core::EventId position, Notes changed);
    void wait();

    core::EventId position();
    Notes notes();

  private:
    struct Removal {
        std::string term;
    };
    struct Commit {
        core::EventId position;
        Notes notes;
    };
    using Work = std::variant<Entry, Removal, Commit>;

    void queue(Work work);
    void run();
    void perform(const Work& work);
    void perform_put(const Entry& entry);
    void perform_commit(const Commit& commit);
    void flush();

    Xapian::WritableDatabase database_;
    PostingMaker maker_;
    std::size_t pending_entries_{}, pending_bytes_{};

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Work> work_;
    bool busy_{}, stopping_{};
    std::exception_ptr failure_;
    std::thread thread_;
};

}  // namespace search
