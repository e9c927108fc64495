#pragma once

#include <optional>
#include <vector>

#include "core/id.hpp"
#include "core/model/incoming_item.hpp"
#include "core/result.hpp"
#include "services/store/database.hpp"

/// The post that waits in the mailroom.
namespace services {

struct IncomingFilter {
    core::UserId reader;
    std::optional<core::UserId> assigned_to{};
    std::optional<core::UnitId> unit{};
    std::optional<core::IncomingId> after{};  ///< the last one of the page before
    std::int64_t limit{50};
    std::optional<core::Channel> channel{};
    bool is_falling{false};  ///< the newest first
};

/// How much waits in a unit, and how much of that for one person.
struct WaitingInUnit {
    core::UnitId unit;
    std::int64_t items{};
    std::int64_t assigned{};
};

class IncomingStore {
  public:
    explicit IncomingStore(Transaction& tx) : tx_(tx) {}

    /// The id in `made` is not read; its content must be known to ContentStore.
    core::IncomingId add(const core::IncomingItem& made);
    std::optional<core::IncomingItem> find(core::IncomingId id) const;
    /// Waiting items that the reader may see, oldest first unless the filter says otherwise.
    std::vector<core::IncomingItem> waiting(const IncomingFilter& filter) const;
    std::int64_t count_waiting(core::UserId reader) const;
    /// What the reader may see of it, unit by unit; `assigned` is to the reader.
    std::vector<WaitingInUnit> waiting_by_unit(core::UserId reader) const;
    /// Those that the reader may see and that are not read yet, oldest first.
    std::vector<core::IncomingId> unread(core::UserId reader, std::int64_t limit) const;
    /// The first waiting item after this one in the reader's list, or else the first of all.
    std::optional<core::IncomingId> next_waiting(core::UserId reader, core::IncomingId after) const;
    /// The earliest item with these bytes.
    std::optional<core::IncomingId> first_with(const core::ContentHash& content) const;
    std::vector<core::IncomingId> with_content(const core::ContentHash& content) const;

    void set_state(core::IncomingId id, core::IncomingState state, std::string_view reason);
    /// While it is being read the number of pages is not on record with its content yet; once read, that counts.
    void set_progress(core::IncomingId id, std::int64_t pages_read, std::int64_t page_count);
    void set_first_words(core::IncomingId id, std::string_view words);
    /// Errors: conflict, if the item is no longer at `version`.
    core::Result<void> hand_over(const core::IncomingItem& changed);
    /// Errors: conflict, if the item is no longer at `version`, or is journaled.
    core::Result<void> set_journaled(core::IncomingId id, std::int64_t version, core::DocumentId document);

    /// Waiting or journaled, in order of id, for walks over all of them.
    std::vector<core::IncomingItem> after(core::IncomingId last, std::int64_t limit) const;
    std::int64_t highest_id() const;

  private:
    Transaction& tx_;
};

}  // namespace services
