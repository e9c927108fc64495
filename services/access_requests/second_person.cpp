#include "services/access_requests/second_person.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/approval.hpp"
#include "services/access_requests/access_answers.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/cases/case_checks.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

std::vector<core::UserId> deciders_of(Transaction& tx, AccessRequestId id) {
    std::vector<core::UserId> deciders;
    for (const auto& one : AccessRequestStore{tx}.documents(id))
        if (one.decided_by) deciders.push_back(*one.decided_by);
    return deciders;
}

bool is_second(Transaction& tx, core::UserId who, AccessRequestId id) {
    auto hands = deciders_of(tx, id);
    if (const auto asked = AccessAgreementStore{tx}.newest(id)) hands.push_back(asked->asked_by);
    return core::is_second_person(who, hands);
}

struct Asked {
    AccessFile file;
    AccessApproval approval;
};

Result<Asked> asked_of(Transaction& tx, const Acting& acting, AccessRequestId id) {
    TRY(auto file, open_access_file(tx, acting, id));
    auto newest = AccessAgreementStore{tx}.newest(id);
    if (!newest || newest->state != AccessApprovalState::asked || newest->decided != decided_now(tx, id))
        return Error{ErrorCode::conflict, "nobody is asked, or something was decided since", "second"};
    if (!is_second(tx, acting.who.user, id))
        return Error{ErrorCode::forbidden, "it must be another than those who decided", "second"};
    return Asked{std::move(file), std::move(*newest)};
}

Result<void> settle(
    Transaction& tx, const Acting& acting, Asked& asked, AccessApprovalState state, const std::string& reason
) {
    auto& approval = asked.approval;
    approval.state = state;
    approval.settled_by = acting.who.user;
    approval.settled_at = acting.now;
    approval.reason = reason;
    if (!AccessAgreementStore{tx}.settle(approval))
        return Error{ErrorCode::conflict, "somebody has answered already", "second"};
    const bool is_approved = state == AccessApprovalState::approved;
    nlohmann::json payload{{"decided", approval.decided}};
    if (!is_approved) payload["reason"] = reason;
    append_access_event(
        tx,
        is_approved ? EventKind::access_approved : EventKind::access_sent_back,
        asked.file.request,
        acting.who.user,
        acting.now,
        std::move(payload)
    );
    return core::done();
}

}  // namespace

SecondPerson second_person(Transaction& tx, const AccessSettings& settings, AccessRequestId id) {
    SecondPerson second;
    second.newest = AccessAgreementStore{tx}.newest(id);
    second.is_needed = core::needs_second_person(settings.two_people, second.newest.has_value());
    if (!second.newest || second.newest->decided != decided_now(tx, id)) return second;
    second.is_approved = second.newest->state == AccessApprovalState::approved;
    second.is_asked = second.newest->state == AccessApprovalState::asked;
    return second;
}

bool may_approve(Transaction& tx, const core::Principal& who, const AccessFile& file) {
    return file.may_work && is_second(tx, who.user, file.request.id);
}

Result<void> ask_second_person(
    Transaction& tx, const Acting& acting, AccessRequestId id, std::optional<core::UserId> approver
) {
    TRY(const auto file, open_access_file(tx, acting, id));
    if (!core::outcome_of(AccessRequestStore{tx}.documents(id)))
        return Error{ErrorCode::conflict, "not every document has been decided", "decisions"};
    AccessAgreementStore store{tx};
    AccessApproval asked;
    asked.request = id;
    asked.decided = decided_now(tx, id);
    const auto newest = store.newest(id);
    if (newest && newest->decided == asked.decided && newest->state != AccessApprovalState::sent_back)
        return Error{ErrorCode::conflict, "somebody is asked already, or has approved", "second"};
    if (approver) {
        auto hands = deciders_of(tx, id);
        hands.push_back(acting.who.user);
        const auto who = UserStore{tx}.principal(*approver);
        const bool may = who && core::may(*who, core::Action::journal, {file.on.unit, file.on.access_group});
        if (!may || !core::is_second_person(*approver, hands))
            return invalid_field("approver", "they may not work on it, or have decided on it themselves");
    }
    asked.asked_of = approver;
    asked.asked_by = acting.who.user;
    asked.asked_at = acting.now;
    store.ask(asked);
    nlohmann::json payload{{"decided", asked.decided}};
    if (approver) payload["of"] = approver->value;
    append_access_event(
        tx, EventKind::access_second_asked, file.request, acting.who.user, acting.now, std::move(payload)
    );
    return core::done();
}

Result<void> approve_access(Transaction& tx, const Acting& acting, AccessRequestId id) {
    TRY(auto asked, asked_of(tx, acting, id));
    return settle(tx, acting, asked, AccessApprovalState::approved, {});
}

Result<void> send_access_back(Transaction& tx, const Acting& acting, AccessRequestId id, const std::string& reason) {
    TRY(check_text(reason, "reason", reason_limit));
    TRY(auto asked, asked_of(tx, acting, id));
    return settle(tx, acting, asked, AccessApprovalState::sent_back, reason);
}

}  // namespace services
