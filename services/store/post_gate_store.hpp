#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/store/post_list_store.hpp"

/// What the gate before the post list remembers: what was signed of each day, the tombstones of what is shown again,
/// and what is public and must be looked at once more.
namespace services {

/// What was signed of a day when it was over.
struct DayStatement {
    core::Date day{};
    std::string statement, signature, public_key;
    std::int64_t entries{};
    std::int64_t last_serial{};
    core::Timestamp made_at{};
};

class DayStatementStore {
  public:
    explicit DayStatementStore(Transaction& tx) : tx_(tx) {}

    /// False where the day has one: nothing happens then.
    bool add(const DayStatement& made);
    std::optional<DayStatement> find(core::Date day) const;
    /// The latest day that has one.
    std::optional<core::Date> last_day() const;
    /// In order of the day; `after` is the last of the call before.
    std::vector<DayStatement> after(core::Date after, std::int64_t limit) const;

  private:
    Transaction& tx_;
};

/// A tombstone that was there until its entry was shown again.
struct FormerTombstone {
    core::PostListId entry;
    core::Timestamp taken_down_at{};
    std::string exemption;
    core::Timestamp shown_again_at{};
};

/// Something public that a list hits which has grown since it was published.
struct PostAlert {
    core::PostListId entry;
    std::string findings;  ///< JSON, as PostListEntry::reason
    core::Timestamp found_at{};
};

struct PostRecheck {
    std::int64_t id{};
    core::Timestamp begun_at{};
    std::optional<core::Timestamp> ended_at;
    core::PostListId last_entry;     ///< looked at so far
    core::PostListId highest_entry;  ///< the last one to look at
    std::int64_t checked{}, found{};
};

class PostGateStore {
  public:
    explicit PostGateStore(Transaction& tx) : tx_(tx) {}

    std::vector<FormerTombstone> former_tombstones(core::PostListId entry) const;

    void alert(const PostAlert& made);
    void forget_alert(core::PostListId entry);
    std::optional<PostAlert> alert_of(core::PostListId entry) const;
    /// Those of entries that are still public and of cases that the reader may read, oldest first.
    std::vector<PostAlert> alerts(core::UserId reader, std::int64_t limit) const;
    std::int64_t count_alerts(core::UserId reader) const;

    /// Public documents of which a file can't be drawn, and that the reader may read: their entries, oldest first.
    std::vector<core::PostListId> undrawn(core::UserId reader, std::int64_t limit) const;
    /// What failed to be drawn of the document is to be tried again.
    void draw_again(core::DocumentId document);

    std::int64_t begin_recheck(core::PostListId highest, core::Timestamp now);
    std::optional<PostRecheck> last_recheck() const;
    void set_recheck(const PostRecheck& recheck);

  private:
    Transaction& tx_;
};

}  // namespace services
