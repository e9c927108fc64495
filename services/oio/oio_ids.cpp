#include "services/oio/oio_ids.hpp"

#include <algorithm>

#include "services/files/sha256.hpp"
#include "services/store/event_log.hpp"

namespace services {

OioIds OioIds::of(Transaction& tx) {
    const auto first = EventLog{tx}.after(core::EventId{0}, 1);
    return OioIds{first.empty() ? std::string{} : first.front().hash};
}

std::string OioIds::uuid(core::OioObject of, std::int64_t id) const {
    const auto named = installation_ + '\n' + std::to_string(static_cast<int>(of)) + '\n' + std::to_string(id);
    return core::oio_uuid(sha256(named).text(), id);
}

std::optional<std::int64_t> OioIds::id(core::OioObject of, std::string_view uuid) const {
    const auto id = core::id_in_oio_uuid(uuid);
    if (!id) return std::nullopt;
    const auto ours = this->uuid(of, *id);
    const auto is_same = [](char ours_has, char theirs) {
        return ours_has == (theirs >= 'A' && theirs <= 'F' ? static_cast<char>(theirs + 32) : theirs);
    };
    return std::ranges::equal(ours, uuid, is_same) ? id : std::nullopt;
}

}  // namespace services
