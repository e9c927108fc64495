#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/access_request.hpp"
#include "core/model/content.hpp"
#include "services/store/database.hpp"

/// Answers to requests for access that everybody may read.
namespace services {

struct AccessPublication {
    core::AccessRequestId request;
    std::int64_t answer{};
    std::string title;
    core::Date published{};
    core::UserId published_by;
    core::Timestamp published_at{};
    std::string reason{};
    std::optional<core::Timestamp> taken_down_at{};
    std::optional<core::UserId> taken_down_by{};
    std::string taken_down_reason{};
    core::ContentHash file{};  ///< of the answer; not kept here
    std::int64_t page_count{};
};

class AccessPublicationStore {
  public:
    explicit AccessPublicationStore(Transaction& tx) : tx_(tx) {}

    /// Takes the place of one that was taken down. False where it is public already.
    bool publish(const AccessPublication& made);
    /// False where it is not public.
    bool take_down(const AccessPublication& taken);
    std::optional<AccessPublication> find(core::AccessRequestId id) const;
    /// What everybody may see, the newest first; beyond that place, if one is named.
    struct Place {
        core::Date published{};
        core::AccessRequestId request;
    };
    std::vector<AccessPublication> list(const std::optional<Place>& after, std::int64_t limit) const;

  private:
    Transaction& tx_;
};

}  // namespace services
