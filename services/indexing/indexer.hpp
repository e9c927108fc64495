#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/index.hpp"
#include "search/query.hpp"
#include "services/store/database.hpp"
#include "services/store/event_log.hpp"

/// Keeps the full-text index in step with the event log. Its position is kept in the index itself, with what it
/// indexed.
namespace services {

/// The group that everybody is in, signed in or not: that of published post-list entries.
inline constexpr core::GroupId public_group{0};

class Indexer {
  public:
    /// Opens, or makes, the live index under `folder`; `reader` is told when a rebuilt one takes its place.
    Indexer(Database& db, std::filesystem::path folder, unsigned shards, search::Reader& reader);

    core::EventId position();
    /// Puts all that these events are about into the index, as it is now, and commits.
    void take(const std::vector<Event>& events);

  private:
    void follow_rebuild();
    void put(const std::vector<Event>& events);

    Database& db_;
    std::filesystem::path folder_;
    unsigned shards_;
    search::Reader& reader_;
    std::filesystem::path live_;
    std::optional<search::Writer> writer_;
};

/// Where the live index lies under the index folder: the file `current` names a folder beside it; "first" until there
/// is one.
std::filesystem::path live_index(const std::filesystem::path& folder);

/// Builds a new index beside the live one and makes it the live one when it is whole. Stopped at any point, it goes on
/// from there the next time. `progress` hears (done, of) in cases, documents and items; returning false stops.
/// Returns whether it came to the end.
bool rebuild_index(
    Database& db,
    const std::filesystem::path& folder,
    unsigned shards,
    const std::function<bool(std::int64_t, std::int64_t)>& progress
);

}  // namespace services
