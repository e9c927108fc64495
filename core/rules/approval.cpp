#include "core/rules/approval.hpp"

#include <algorithm>

namespace core {

bool is_second_person(UserId person, std::span<const UserId> writers) {
    return std::ranges::find(writers, person) == writers.end();
}

ApprovalFault approval_fault(const Draft& draft, UserId person, std::span<const UserId> writers, bool needs_second) {
    if (draft.state == DraftState::journaled || draft.state == DraftState::discarded) return ApprovalFault::over;
    if (draft.state == DraftState::approved) return ApprovalFault::approved;
    if (draft.newest == 0) return ApprovalFault::no_file;
    if (draft.checked_out) return ApprovalFault::checked_out;
    if (needs_second && !is_second_person(person, writers)) return ApprovalFault::own_work;
    return ApprovalFault::none;
}

}  // namespace core
