#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/rules/case_access.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Keeps what is worked out from rights (who is in which group, which group reads which case) in step with what it is
/// worked out from.
namespace services {

/// Puts a case, as it is in the database, under the group that its level, grants and blocks ask for, with its documents
/// and the post journaled on it, and works out who is in a group of its own. Gives the group. The event that says so is
/// the caller's; one whose kind has the indexer take up the whole case again.
core::GroupId regroup(Transaction& tx, const core::Case& one);

/// Ends the grants and blocks whose time is up, and begins and ends substitutions. Whoever answers for a person calls
/// it before, when rights_state() says that something is due: then nothing holds a second longer than it was meant to.
void keep_rights_current(Transaction& tx, core::Timestamp now);

/// What an event tells of a grant or block: given, taken_back or expired. Not the reason, which is about a person.
nlohmann::json access_payload(std::string_view what, const core::CaseAccess& one);

}  // namespace services
