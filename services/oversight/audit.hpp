#pragma once

#include <string>
#include <vector>

#include "core/model/case.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "services/rights/acting.hpp"
#include "services/store/event_log.hpp"
#include "services/store/oversight_store.hpp"

/// What auditors do: search the whole log, look through its chain, and see who read a case.
namespace services {

/// Newest first. Only for auditors. Errors: forbidden.
core::Result<std::vector<Event>> search_log(
    Transaction& tx, const core::Principal& who, const EventLog::Filter& filter
);

/// Who read the case and its documents, newest first, older than `before`. For auditors, who need not be able to read
/// it themselves, and for the leaders of its unit. Errors: not_found.
core::Result<std::vector<Event>> reads_of_case(
    Transaction& tx, const core::Principal& who, core::CaseId id, core::EventId before, std::int64_t limit
);
/// Whether the person is shown who read this case.
bool may_see_reads(const core::Principal& who, const core::Case& one);

/// Each person's readings of a case on one line, for the citizen whom it is about.
struct ReaderSummary {
    core::UserId who;
    core::Timestamp first{}, last{};
    std::int64_t times{};
};
/// All of them, by their first reading; appends the event that says that someone was given the list. Errors: not_found.
core::Result<std::vector<ReaderSummary>> readings_for_citizen(Transaction& tx, const Acting& acting, core::CaseId id);

/// Looks through the chain from its beginning, and keeps what was found. Only for auditors. Errors: forbidden.
core::Result<LogCheck> check_log(Database& db, const core::Principal& who, const core::Clock& clock);

}  // namespace services
