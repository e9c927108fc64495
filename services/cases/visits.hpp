#pragma once

#include <vector>

#include "services/cases/cases.hpp"
#include "services/store/visit_store.hpp"

/// The cases that are closest at hand: starred ones, those seen lately, and what is new on them. It is each person's
/// own, and the log does not tell of it.
namespace services {

/// Notes that the person has the case before them now. Errors: not_found.
core::Result<void> note_visit(Transaction& tx, const Acting& acting, core::CaseId one);
/// Errors: not_found.
core::Result<void> set_star(Transaction& tx, const core::Principal& who, core::CaseId one, bool is_starred);

/// What others have done on a case since the person last had it before them, newest first; at most `limit`. Nothing on
/// a case that they have never opened.
std::vector<Event> news_since(Transaction& tx, core::UserId who, const Visit& visit, std::int64_t limit);

}  // namespace services
