#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "core/time.hpp"
#include "services/store/database.hpp"

namespace services {

/// Tells the database when sessions were last used, on a thread of its own: the request that noticed must not wait for
/// the disk. What is lost in a crash is at most a minute of a session's idle time.
class SeenSessions {
  public:
    explicit SeenSessions(Database& db);
    ~SeenSessions();

    void note(const std::string& token_hash, core::Timestamp seen_at);

  private:
    using Batch = std::unordered_map<std::string, core::Timestamp>;
    void loop(const std::stop_token& stop);
    void write(const Batch& batch);

    Database& db_;
    std::mutex mutex_;
    std::condition_variable_any wake_;
    Batch waiting_;
    std::jthread thread_;
};

}  // namespace services
