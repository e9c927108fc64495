#pragma once

#include <map>
#include <optional>
#include <string>

#include "services/identity/identity.hpp"
#include "services/mailroom/mailroom.hpp"
#include "services/store/event_log.hpp"
#include "services/web/translation.hpp"

namespace services {

/// What one open mailroom page is told while it is open: "event: item" with an item's progress, and "event: list" when
/// items came or went. Not thread-safe: it belongs to one event stream.
class MailroomWatch {
  public:
    /// Tells of what happened after `seen`; nothing: from now on.
    MailroomWatch(
        Database& db,
        const core::Clock& clock,
        const Caller& caller,
        Language language,
        std::optional<core::EventId> seen
    );

    /// The frames that are new; empty: nothing happened. Nothing at all: the stream ends, because rights or session
    /// changed or an hour has passed, and whoever may still look comes back by themselves. Costs nothing while nobody
    /// writes, and else the new events and the few items that are being read.
    std::optional<std::string> poll();

  private:
    /// As it was told last.
    struct Told {
        core::IncomingState state{};
        std::int64_t pages_read{};
        friend bool operator==(const Told&, const Told&) = default;
    };
    void begin(Transaction& tx);
    std::string news(Transaction& tx);
    std::string take(Transaction& tx, const Event& event);
    std::string progress(Transaction& tx);
    std::string item_frame(Transaction& tx, const core::IncomingItem& item) const;
    std::optional<core::IncomingItem> seen_item(Transaction& tx, core::IncomingId id) const;

    Database& db_;
    const core::Clock& clock_;
    core::Principal who_;
    std::int64_t rights_;
    Language language_;
    core::Timestamp ends_at_;
    std::optional<core::EventId> position_;
    std::optional<std::uint64_t> commits_;
    std::map<core::IncomingId, Told> unread_;
    bool has_begun_{false};
};

}  // namespace services
