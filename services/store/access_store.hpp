#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/rules/case_access.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Grants and blocks on single cases, and substitutes. What follows from them for the access groups is worked out by
/// GroupStore; services/rights decides who may.
namespace services {

class CaseAccessStore {
  public:
    explicit CaseAccessStore(Transaction& tx) : tx_(tx) {}

    core::CaseAccessId add(const core::CaseAccess& made);  ///< the id in `made` is not read
    /// Those that hold, oldest first.
    std::vector<core::CaseAccess> of_case(core::CaseId in_case) const;
    std::optional<core::CaseAccess> find(core::CaseAccessId id) const;  ///< if it holds
    void end(core::CaseAccessId id, core::Timestamp now, std::optional<core::UserId> by);
    /// Those that hold, but should not any more.
    std::vector<core::CaseAccess> due(core::Timestamp now) const;

    /// All that decides who reads the case.
    core::CaseReaders readers(const core::Case& one) const;
    /// Moves the case to another access group, with all that lies on it: documents, tasks, the post journaled on it.
    void move_case(core::CaseId in_case, core::GroupId group);

    struct OfGroup {
        std::int64_t count{};
        std::vector<std::string> newest;  ///< numbers
    };
    /// How many cases an access group reads, and those of them that changed last.
    OfGroup cases_of_group(core::GroupId group, std::int64_t limit) const;

  private:
    Transaction& tx_;
};

class SubstitutionStore {
  public:
    explicit SubstitutionStore(Transaction& tx) : tx_(tx) {}

    core::SubstitutionId add(const core::Substitution& made);
    std::optional<core::Substitution> find(core::SubstitutionId id) const;  ///< unless it has ended
    /// That have not ended, by their beginning.
    std::vector<core::Substitution> all() const;
    void end(core::SubstitutionId id);
    /// Begins and ends what is due. Gives those whose rights change by it: the substitutes, each once.
    std::vector<core::Substitution> take_due(core::Timestamp now);

    /// Whom the person stands in for now, and who stands in for them.
    std::vector<core::UserId> absent_of(core::UserId substitute) const;
    std::vector<core::UserId> substitutes_of(core::UserId absent) const;

  private:
    Transaction& tx_;
};

/// Notes when a grant, block or substitution begins or ends by itself next, so that one small read tells whether
/// rights are as they should be (RightsState). To be called after any change of them.
void note_rights_due(Transaction& tx);

}  // namespace services
