#include "services/intake/intake.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/file_name.hpp"
#include "services/store/content_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/incoming_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

struct Place {
    core::UnitId unit;
    core::AccessGroup group;
};

/// Where the post of a sender waits: a registrar's and a scanner's with the registrars of the whole house, anybody
/// else's with their own unit.
Result<Place> place_for(Transaction& tx, const core::Principal* from) {
    const auto root = UnitStore{tx}.root();
    if (!root) return Error{ErrorCode::unavailable, "there is no unit yet to receive post"};
    if (from == nullptr || core::may(*from, core::Action::sort_mail, {*root, std::nullopt}))
        return Place{*root, {core::GroupKind::registrars, *root, std::nullopt}};
    for (const auto& held : from->roles)
        if (core::may(*from, core::Action::sort_mail, {held.unit, std::nullopt}))
            return Place{held.unit, {core::GroupKind::unit, held.unit, std::nullopt}};
    return Error{ErrorCode::forbidden, "the role does not carry the right to receive post"};
}

core::IncomingState state_after(ReadOutcome outcome) {
    switch (outcome) {
        case ReadOutcome::unread:
            return core::IncomingState::received;
        case ReadOutcome::complete:
            return core::IncomingState::ready;
        case ReadOutcome::partly:
            return core::IncomingState::partly_read;
        case ReadOutcome::failed:
            return core::IncomingState::failed;
    }
    return core::IncomingState::received;
}

}  // namespace

std::string reason_for(std::string reason, std::string_view file_name) {
    if (reason == "unsupported" && core::promises_pages(file_name)) return "not_what_it_says";
    return reason;
}

Result<Received> Intake::receive(const Arrival& arrival) {
    const auto media_type = media_type_of(arrival.file);
    const auto stored = arrival.known_hash
                            ? files_.adopt(arrival.file, *arrival.known_hash, std::filesystem::file_size(arrival.file))
                            : files_.put_copy(arrival.file);
    return db_.write([&](Transaction& tx) -> Result<Received> {
        TRY(const auto place, place_for(tx, arrival.from));
        ContentStore contents{tx};
        contents.add_unread(stored.hash, media_type, stored.size_bytes);
        const auto known = contents.find(stored.hash);
        IncomingStore items{tx};
        core::IncomingItem item{};
        item.received_at = clock_.now();
        item.channel = arrival.channel;
        item.file_name = core::harmless_file_name(arrival.file_name);
        item.content = stored.hash;
        item.duplicate_of = items.first_with(stored.hash);
        item.unit = place.unit;
        item.access_group = GroupStore{tx}.ensure(place.group);
        item.state = state_after(known->outcome);
        item.reason = reason_for(known->reason, item.file_name);
        if (item.duplicate_of) item.first_words = items.find(*item.duplicate_of)->first_words;
        item.id = items.add(item);
        EventLog{tx}.append({
            .at = item.received_at,
            .kind = EventKind::item_received,
            .subject_kind = SubjectKind::incoming,
            .subject = item.id.value,
            .actor = arrival.from != nullptr ? std::optional{arrival.from->user} : std::nullopt,
            .payload = nlohmann::json{{"channel", core::name_of(item.channel)}, {"content", stored.hash.text()}}.dump(),
        });
        if (known->outcome == ReadOutcome::unread) JobQueue{tx}.add("read_item", item.id.value, item.received_at);
        return Received{item.id, item.state, item.duplicate_of, stored.hash};
    });
}

bool Intake::was_received(const std::string& file_name, const core::ContentHash& content, core::Timestamp arrived_at) {
    const auto found = db_.read([&](Transaction& tx) -> Result<bool> {
        IncomingStore items{tx};
        for (const auto id : items.with_content(content)) {
            const auto item = items.find(id);
            if (item && item->channel == core::Channel::scanner && item->received_at >= arrived_at &&
                item->file_name == core::harmless_file_name(file_name))
                return true;
        }
        return false;
    });
    return found.has_value() && found.value();
}

}  // namespace services
