#pragma once

#include <span>

#include "core/id.hpp"
#include "core/model/draft.hpp"

/// Approval of a document before it is journaled, and the rule of four eyes: what two people must answer for is
/// approved by somebody who wrote none of it. The rule is the house's own, as auditors of public accounts ask for it
/// (separation of functions); no statute gives it for letters at large.
namespace core {

/// Whether a second person must approve: where the case asks for it, or somebody did for this document.
constexpr bool needs_second_person(bool case_asks, bool person_asks) {
    return case_asks || person_asks;
}

/// Whether the person had no hand in it. `writers` are all who began it, made a version of it or attached something.
bool is_second_person(UserId person, std::span<const UserId> writers);

enum class ApprovalFault {
    none,
    over,         ///< it is journaled or discarded
    approved,     ///< it has been approved already
    no_file,      ///< there is nothing to read yet
    checked_out,  ///< somebody is working on it
    own_work      ///< it must be another than those who wrote it
};

/// Whether `person` may approve the draft, or be asked to, by what it is; rights in its case are asked for elsewhere.
ApprovalFault approval_fault(const Draft& draft, UserId person, std::span<const UserId> writers, bool needs_second);

}  // namespace core
