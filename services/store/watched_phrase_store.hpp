#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/rules/release_check.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// The authority's own lists of what holds a post back, and of what is allowed. They hold names that are protected:
/// only those who review the post list may read them, and events never do.
namespace services {

using WatchedPhraseId = core::Id<struct WatchedPhraseTag>;

struct StoredPhrase {
    WatchedPhraseId id;
    core::WatchedPhrase phrase;
    core::UserId added_by;
    core::Timestamp added_at{};
};

class WatchedPhraseStore {
  public:
    explicit WatchedPhraseStore(Transaction& tx) : tx_(tx) {}

    /// The id in `made` is not read. Nothing where the list has it already.
    std::optional<WatchedPhraseId> add(const StoredPhrase& made);
    std::optional<StoredPhrase> find(WatchedPhraseId id) const;
    /// By kind and text.
    std::vector<StoredPhrase> all() const;
    bool remove(WatchedPhraseId id);
    std::int64_t count() const;

  private:
    Transaction& tx_;
};

/// The check of all that everyone may read, with the lists as they are now.
core::ReleaseCheck release_check(Transaction& tx);

}  // namespace services
