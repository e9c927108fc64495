#include "services/citizens/read_notes.hpp"

#include <nlohmann/json.hpp>

#include "services/store/event_log.hpp"

namespace services {

using namespace std::chrono_literals;

namespace {

constexpr auto once_within = 10min;
constexpr std::size_t noted_limit = 20'000;

}  // namespace

bool ReadNotes::is_new(const Key& key, core::Timestamp now) {
    const std::lock_guard lock{mutex_};
    if (noted_.size() >= noted_limit)
        std::erase_if(noted_, [&](const auto& one) { return now - one.second >= once_within; });
    if (noted_.size() >= noted_limit) noted_.clear();  // noted once too often is better than not at all
    const auto [before, is_first] = noted_.try_emplace(key, now);
    if (!is_first && now - before->second < once_within) return false;
    before->second = now;
    return true;
}

void ReadNotes::note(
    Database& db, const Citizen& who, const OwnCase& seen, std::optional<core::DocumentId> document, core::Timestamp now
) {
    if (!is_new({who.session, seen.on.id, document ? document->value : 0}, now)) return;
    nlohmann::json payload{{"as", seen.as.power == 0 ? "party" : "attorney"}};
    if (seen.as.power != 0) payload["power"] = seen.as.power;
    const auto written = db.write([&](Transaction& tx) -> core::Result<void> {
        EventLog{tx}.append({
            .at = now,
            .kind = EventKind::citizen_read,
            .subject_kind = document ? SubjectKind::document : SubjectKind::case_file,
            .subject = document ? document->value : seen.on.id.value,
            .in_case = seen.on.id,
            .actor = std::nullopt,
            .payload = payload.dump(),
        });
        return core::done();
    });
    static_cast<void>(written);  // the work has no errors of its own
}

}  // namespace services
