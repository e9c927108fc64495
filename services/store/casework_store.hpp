#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// What casework leaves behind beside the case itself: how its state moved, and which other cases it belongs with.
namespace services {

/// A move of a case's state.
struct StateMove {
    core::CaseId of;
    core::CaseState state{};
    core::Date since{};  ///< the Danish date from which it holds; may lie before the day it was told
    std::string reason;
    core::Timestamp set_at{};
    core::UserId set_by;
};

class CaseStateStore {
  public:
    explicit CaseStateStore(Transaction& tx) : tx_(tx) {}

    void add(const StateMove& made);
    /// The newest; nothing for a case that is as it was opened.
    std::optional<StateMove> last_of(core::CaseId id) const;
    /// Oldest first.
    std::vector<StateMove> of_case(core::CaseId id) const;

  private:
    Transaction& tx_;
};

/// Another case, and how the first one stands to it.
struct RelatedCase {
    core::CaseRelation relation{};
    core::CaseId id;
    std::string number, title;
    core::CaseState state{};
};

class RelationStore {
  public:
    explicit RelationStore(Transaction& tx) : tx_(tx) {}

    /// False if the two are related already.
    bool add(core::CaseId one, core::CaseRelation relation, core::CaseId other, core::UserId by, core::Timestamp now);
    bool remove(core::CaseId one, core::CaseId other);
    /// Those that `reader` may read, in the order of their numbers.
    std::vector<RelatedCase> of_case(core::CaseId id, core::UserId reader) const;

  private:
    Transaction& tx_;
};

}  // namespace services
