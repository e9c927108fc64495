#pragma once

#include <optional>
#include <vector>

#include "core/id.hpp"
#include "core/rules/publication_rules.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

namespace services {

/// The authority's rules for its post list, in their order.
class PublicationRuleStore {
  public:
    explicit PublicationRuleStore(Transaction& tx) : tx_(tx) {}

    std::vector<core::PublicationRule> all() const;
    std::optional<core::PublicationRule> find(std::int64_t id) const;
    /// Behind the others; the id in `made` is not read.
    std::int64_t add(const core::PublicationRule& made, core::UserId by, core::Timestamp now);
    void update(const core::PublicationRule& changed, core::UserId by, core::Timestamp now);
    void remove(std::int64_t id);
    /// The two change places. Both are there.
    void swap(std::int64_t one, std::int64_t other);

    /// Entries of documents that the reader may read, of the days since then, the newest first: what a trial is made
    /// on.
    std::vector<core::PostListId> listed_since(core::UserId reader, core::Date since, std::int64_t limit) const;

    /// Held entries whose day has come by `today` and in which nothing is found.
    std::vector<core::PostListId> due(core::Date today, std::int64_t limit) const;
    /// The entry waits for no day any more.
    void set_due_past(core::PostListId id);
    /// A person has let it out, and it waits for its day only.
    void clear_until_due(core::PostListId id);

  private:
    Transaction& tx_;
};

}  // namespace services
