#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/access_request.hpp"
#include "services/store/database.hpp"

/// Whose word a request for access waits for besides its worker's: a second person's, and that of those whom its
/// documents concern.
namespace services {

enum class AccessApprovalState { asked, approved, sent_back };

struct AccessApproval {
    std::int64_t id{};
    core::AccessRequestId request;
    AccessApprovalState state{};
    std::string decided;  ///< hash of what it is about (access_answers.hpp)
    std::optional<core::UserId> asked_of{};
    core::UserId asked_by;
    core::Timestamp asked_at{};
    std::optional<core::UserId> settled_by{};
    std::optional<core::Timestamp> settled_at{};
    std::string reason{};
};

enum class HearingOutcome { waiting, agrees, objects };

struct AccessHearing {
    std::int64_t id{};
    core::AccessRequestId request;
    core::DocumentId letter;
    core::Date asked{};
    core::Date answer_by{};
    HearingOutcome outcome{};
    std::optional<core::Date> answered{};
    std::optional<core::DocumentId> answer{};
    std::string receiver{};  ///< of the letter; not kept here
    std::vector<core::DocumentId> documents{};
};

class AccessAgreementStore {
  public:
    explicit AccessAgreementStore(Transaction& tx) : tx_(tx) {}

    std::int64_t ask(const AccessApproval& made);  ///< the id is not read
    std::optional<AccessApproval> newest(core::AccessRequestId of) const;
    /// Writes state, settled_by, settled_at and reason; false where it was settled before.
    bool settle(const AccessApproval& settled);

    std::int64_t add_hearing(const AccessHearing& made);  ///< with its documents; the id is not read
    std::vector<AccessHearing> hearings(core::AccessRequestId of) const;
    /// Writes outcome, answered and answer; false where it was answered before.
    bool answer_hearing(const AccessHearing& answered);

  private:
    Transaction& tx_;
};

std::string_view name_of(HearingOutcome outcome);

}  // namespace services
