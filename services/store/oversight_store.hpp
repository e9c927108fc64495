#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// What is kept about the keeping of the log: who notes readings, and when the chain was last looked through.
namespace services {

using ReadWriterId = core::Id<struct ReadWriterTag>;

class ReadWriterStore {
  public:
    explicit ReadWriterStore(Transaction& tx) : tx_(tx) {}

    ReadWriterId begin(core::Timestamp now);
    void note_alive(ReadWriterId id, core::Timestamp now);
    void end(ReadWriterId id, core::Timestamp now);
    /// Ends those that have not been heard of since, without having ended. Gives when each was last heard of.
    std::vector<core::Timestamp> bury(core::Timestamp silent_since, core::Timestamp now);

  private:
    Transaction& tx_;
};

struct LogCheck {
    core::Timestamp checked_at{};
    std::int64_t events{};
    std::optional<core::EventId> fault_at;  ///< absent: the chain is whole
    std::string fault;
};

class LogCheckStore {
  public:
    explicit LogCheckStore(Transaction& tx) : tx_(tx) {}

    void add(const LogCheck& check);
    std::optional<LogCheck> last() const;

  private:
    Transaction& tx_;
};

}  // namespace services
