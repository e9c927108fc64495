#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/time.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// Callers as they were last worked out, by the hash of their token, so that a request need not do it again. Whoever
/// takes one must see that rights_version() still is the Caller's.
class KeptCallers {
  public:
    explicit KeptCallers(std::size_t limit) : limit_(limit) {}

    struct Kept {
        std::shared_ptr<const Caller> caller;
        core::Timestamp ends_at{};
        core::Timestamp seen_at{};
        core::Timestamp noted_at{};  ///< the last seen_at that the database was told
    };

    std::optional<Kept> find(const std::string& hash) const;
    /// When the limit is reached, all are forgotten: each is one read away.
    void keep(const std::string& hash, const Kept& kept);
    void forget(const std::string& hash);
    /// Notes that the session was used. True at most once a minute: then the database should hear of it.
    bool see(const std::string& hash, core::Timestamp now);

  private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Kept> kept_;
    std::size_t limit_;
};

}  // namespace services
