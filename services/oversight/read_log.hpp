#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <vector>

#include "core/model/case.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/identity/identity.hpp"
#include "services/store/database.hpp"
#include "services/store/oversight_store.hpp"

/// Notes in the event log who read which case that is kept closely (level restricted) or has a party with a CPR number,
/// and which of its documents: who, what, when, and by which right. A letter that was journaled is its document, also
/// where it is opened from the mailroom.
///
/// The answer does not wait for the disk: what was read is handed to a thread that writes it at once, together with the
/// other writers. Nothing of that is lost in silence. A server that stops writes all it has; one that is killed is
/// missed by the next, which says in the log from when on readings may be missing; and while the database takes nothing
/// in, what waits is kept, until so much waits that no more is answered. See docs/decisions/0011-noting-who-reads.md.
namespace services {

class ReadLog {
  public:
    ReadLog(Database& db, const core::Clock& clock);
    ~ReadLog();
    ReadLog(const ReadLog&) = delete;
    ReadLog& operator=(const ReadLog&) = delete;

    /// For Identity::on_answer. The same person reading the same thing again within ten minutes is noted once. Errors:
    /// unavailable, when too much waits to be written.
    core::Result<void> note(const Request& request, const Caller& caller, const Response& response);
    /// Returns when all that was noted before is in the log.
    void wait_until_written();

  private:
    struct Reading {
        core::UserId who;
        std::int64_t in_case{}, document{}, item{};  ///< one of them, the others are zero
        bool is_original{};
        bool is_by_program{};
        core::Timestamp at{};
    };
    static std::optional<Reading> reading_of(const Request& request, const Response& response);
    void loop(const std::stop_token& stop);
    bool write(std::vector<Reading>& batch, bool is_last);
    static Reading of_document(Transaction& tx, const Reading& reading);
    static std::optional<core::Case> case_watched(Transaction& tx, const Reading& read);
    void put(Transaction& tx, const Reading& read);
    void bury_the_dead(Transaction& tx, core::Timestamp now);

    using Key = std::tuple<core::UserId, std::int64_t, std::int64_t, std::int64_t, bool>;
    Database& db_;
    const core::Clock& clock_;
    ReadWriterId id_{};
    core::Timestamp alive_at_{};  ///< as the database was told last; of the thread alone
    std::mutex mutex_;
    std::condition_variable_any wake_, written_;
    std::map<Key, core::Timestamp> noted_;  ///< what was noted in the last minutes
    std::vector<Reading> waiting_;
    bool is_writing_{};
    std::jthread thread_;
};

}  // namespace services
