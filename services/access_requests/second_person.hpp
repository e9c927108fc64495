#pragma once

#include <optional>
#include <string>

#include "services/access_requests/access_requests.hpp"
#include "services/store/access_agreement_store.hpp"

/// Two people on one decision: where the authority wants it always ([access_requests] two_people), or somebody asked
/// for it on this request. Who approves has decided on none of its documents. What is decided afterwards needs a new
/// word.
namespace services {

struct SecondPerson {
    bool is_needed{};                        ///< before the answer may go
    bool is_approved{};                      ///< as it is decided now
    bool is_asked{};                         ///< somebody is asked, and nothing was decided since
    std::optional<AccessApproval> newest{};  ///< whatever came of it
};
SecondPerson second_person(Transaction& tx, const AccessSettings& settings, core::AccessRequestId id);

/// Whether this person may say yes: may work on the request and made none of its decisions.
bool may_approve(Transaction& tx, const core::Principal& who, const AccessFile& file);

/// Errors: not_found, forbidden, conflict (not all decided, field "decisions"; asked already, field "second"),
/// invalid_input (approver: they may not).
core::Result<void> ask_second_person(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, std::optional<core::UserId> approver
);
/// Errors: not_found, forbidden (also one who decided), conflict (nobody is asked, or it was decided anew: field
/// "second").
core::Result<void> approve_access(Transaction& tx, const Acting& acting, core::AccessRequestId id);
/// Errors: likewise, and invalid_input (reason).
core::Result<void> send_access_back(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, const std::string& reason
);

}  // namespace services
