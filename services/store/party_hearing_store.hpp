#pragma once

#include <optional>
#include <vector>

#include "core/model/task.hpp"
#include "core/rules/party_access.hpp"
#include "services/store/database.hpp"

/// Parties who were asked to comment on their case before it is decided (forvaltningsloven § 19).
namespace services {

struct PartyHearing {
    std::int64_t id{};
    core::CaseId in_case;
    core::CitizenNumber party;
    core::Date due{};
    core::DocumentId letter;
    std::optional<core::TaskId> task{};  ///< that reminds the caseworker
    core::UserId asked_by;
    core::Timestamp asked_at{};
    std::optional<core::Timestamp> answered_at{};
    std::optional<core::DocumentId> answer{};
};

class PartyHearingStore {
  public:
    explicit PartyHearingStore(Transaction& tx) : tx_(tx) {}

    std::int64_t add(const PartyHearing& made);  ///< the id is not read
    std::optional<PartyHearing> find(std::int64_t id) const;
    std::vector<PartyHearing> of_case(core::CaseId id) const;  ///< the latest first
    /// False if it was answered already.
    bool answer(std::int64_t id, core::DocumentId answer, core::Timestamp now);

  private:
    Transaction& tx_;
};

}  // namespace services
