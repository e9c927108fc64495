#include "services/identity/seen_sessions.hpp"

#include <utility>

#include "services/store/session_store.hpp"

namespace services {

SeenSessions::SeenSessions(Database& db) : db_(db), thread_([this](const std::stop_token& stop) { loop(stop); }) {}

SeenSessions::~SeenSessions() {
    thread_.request_stop();
    thread_.join();
}

void SeenSessions::note(const std::string& token_hash, core::Timestamp seen_at) {
    {
        const std::lock_guard lock{mutex_};
        waiting_[token_hash] = seen_at;
    }
    wake_.notify_one();
}

void SeenSessions::loop(const std::stop_token& stop) {
    for (;;) {
        Batch batch;
        {
            std::unique_lock lock{mutex_};
            if (!wake_.wait(lock, stop, [this] { return !waiting_.empty(); })) return;
            batch = std::exchange(waiting_, {});
        }
        write(batch);
    }
}

void SeenSessions::write(const Batch& batch) {
    try {
        const auto written = db_.write([&](Transaction& tx) -> core::Result<void> {
            for (const auto& [hash, seen_at] : batch) SessionStore{tx}.touch(hash, seen_at);
            return core::done();
        });
        (void)written;  // the work has no errors of its own
    } catch (const DatabaseError&) {
        // A full disk is met, and told, by every request that writes; a session that idles a minute too early is no
        // reason to end the server.
    }
}

}  // namespace services
