#include "services/identity/kept_callers.hpp"

#include <algorithm>

namespace services {

namespace {
constexpr std::chrono::seconds note_interval{std::chrono::minutes{1}};
}  // namespace

std::optional<KeptCallers::Kept> KeptCallers::find(const std::string& hash) const {
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find(hash);
    return found == kept_.end() ? std::nullopt : std::optional{found->second};
}

void KeptCallers::keep(const std::string& hash, const Kept& kept) {
    const std::lock_guard lock{mutex_};
    if (kept_.size() >= limit_ && !kept_.contains(hash)) kept_.clear();
    kept_[hash] = kept;
}

void KeptCallers::forget(const std::string& hash) {
    const std::lock_guard lock{mutex_};
    kept_.erase(hash);
}

bool KeptCallers::see(const std::string& hash, core::Timestamp now) {
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find(hash);
    if (found == kept_.end()) return false;
    auto& kept = found->second;
    kept.seen_at = std::max(kept.seen_at, now);
    if (now - kept.noted_at < note_interval) return false;
    kept.noted_at = now;
    return true;
}

}  // namespace services
