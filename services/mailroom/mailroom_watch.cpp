#include "services/mailroom/mailroom_watch.hpp"

#include <nlohmann/json.hpp>

#include "services/mailroom/mailroom_view.hpp"
#include "services/store/people_store.hpp"

namespace services {

namespace {

constexpr std::chrono::hours length{1};
constexpr std::int64_t events_at_once = 200;
constexpr std::int64_t unread_limit = 10'000;
/// Workers read the oldest first, so that progress is made at the front; a queue behind it just waits.
constexpr int watched_at_once = 32;

/// Rights are renewed by the first case of a kind too: who still has them shall not miss anything for long.
constexpr std::string_view retry_frame = "retry: 1000\n\n";
constexpr std::string_view list_frame = "event: list\ndata: {}\n\n";

}  // namespace

MailroomWatch::MailroomWatch(
    Database& db, const core::Clock& clock, const Caller& caller, Language language, std::optional<core::EventId> seen
)
    : db_(db),
      clock_(clock),
      who_(caller.principal),
      rights_(caller.rights_version),
      language_(language),
      ends_at_(clock.now() + length),
      position_(seen) {}

std::optional<std::string> MailroomWatch::poll() {
    if (clock_.now() >= ends_at_) return std::nullopt;
    const auto commits = db_.commits();
    if (commits_ == commits) return std::string{};
    const auto told = db_.read([&](Transaction& tx) -> core::Result<std::optional<std::string>> {
        if (rights_version(tx) != rights_) return std::optional<std::string>{};
        std::string frames;
        if (!has_begun_) {
            begin(tx);
            frames = retry_frame;
        }
        frames += news(tx);
        return std::optional{frames + progress(tx)};
    });
    commits_ = commits;
    return told.value();
}

void MailroomWatch::begin(Transaction& tx) {
    has_begun_ = true;
    const auto last = EventLog{tx}.last();
    if (!position_ || position_->value > last.value) position_ = last;
    // What progress they have made is not known yet, so that the first answer tells of all of it.
    for (const auto id : IncomingStore{tx}.unread(who_.user, unread_limit))
        unread_.emplace(id, Told{.state = core::IncomingState::received, .pages_read = 0});
}

std::string MailroomWatch::news(Transaction& tx) {
    const auto events = EventLog{tx}.after(*position_, events_at_once);
    if (events.empty()) return {};
    std::string frames;
    if (static_cast<std::int64_t>(events.size()) == events_at_once) {
        // Much has happened: the whole list is drawn anew, once, and the items to watch are counted again.
        position_ = EventLog{tx}.last();
        unread_.clear();
        begin(tx);
        frames = list_frame;
    } else {
        for (const auto& event : events) frames += take(tx, event);
        position_ = events.back().id;
    }
    if (frames.empty()) return {};
    return "id: " + std::to_string(position_->value) + "\n" + frames;
}

std::string MailroomWatch::take(Transaction& tx, const Event& event) {
    if (event.subject_kind != SubjectKind::incoming) return {};
    const core::IncomingId id{event.subject};
    const auto item = seen_item(tx, id);
    if (event.kind == EventKind::item_received) {
        if (!item) return {};
        unread_.emplace(id, Told{.state = core::IncomingState::received, .pages_read = 0});
        return std::string{list_frame};
    }
    if (event.kind == EventKind::item_read) {
        unread_.erase(id);
        return item ? item_frame(tx, *item) : std::string{};
    }
    // Handed over or journaled: it may have come into sight or gone out of it. An open page of it is told as well.
    if (!item || item->state == core::IncomingState::journaled) unread_.erase(id);
    return (item ? item_frame(tx, *item) : std::string{}) + std::string{list_frame};
}

std::string MailroomWatch::progress(Transaction& tx) {
    std::string frames;
    int watched = 0;
    for (auto place = unread_.begin(); place != unread_.end() && watched < watched_at_once; ++watched) {
        const auto item = seen_item(tx, place->first);
        const bool is_unread =
            item && (item->state == core::IncomingState::received || item->state == core::IncomingState::reading);
        if (!is_unread) {  // its own event tells of that
            place = unread_.erase(place);
            continue;
        }
        const Told now{.state = item->state, .pages_read = item->pages_read};
        if (place->second != now) {
            frames += item_frame(tx, *item);
            place->second = now;
        }
        ++place;
    }
    return frames;
}

std::string MailroomWatch::item_frame(Transaction& tx, const core::IncomingItem& item) const {
    const auto data = progress_json(tx, item, language_);
    return "event: item\ndata: " + data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n\n";
}

std::optional<core::IncomingItem> MailroomWatch::seen_item(Transaction& tx, core::IncomingId id) const {
    auto item = read_item(tx, who_, id);
    if (!item) return std::nullopt;
    return std::move(item.value());
}

}  // namespace services
