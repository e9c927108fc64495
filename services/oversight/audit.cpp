#include "services/oversight/audit.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "services/store/case_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Result<void> require_auditor(const core::Principal& who) {
    if (!core::may(who, core::Action::read_log, {}))
        return Error{ErrorCode::forbidden, "only auditors may read the log"};
    return core::done();
}

Result<core::Case> case_of_overseer(Transaction& tx, const core::Principal& who, core::CaseId id) {
    auto one = CaseStore{tx}.find(id);
    if (!one || !may_see_reads(who, *one)) return Error{ErrorCode::not_found, "there is no such case"};
    return std::move(*one);
}

}  // namespace

bool may_see_reads(const core::Principal& who, const core::Case& one) {
    // A caseworker may manage who reads their case, but not oversee their colleagues: hence no caseworker is named.
    return core::may(who, core::Action::read_log, {}) ||
           core::may(who, core::Action::manage_access, {one.unit, one.access_group, std::nullopt});
}

Result<std::vector<Event>> search_log(Transaction& tx, const core::Principal& who, const EventLog::Filter& filter) {
    TRY(require_auditor(who));
    return EventLog{tx}.matching(filter);
}

Result<std::vector<Event>> reads_of_case(
    Transaction& tx, const core::Principal& who, core::CaseId id, core::EventId before, std::int64_t limit
) {
    TRY(case_of_overseer(tx, who, id));
    return EventLog{tx}.reads_of_case(id, before, limit);
}

Result<std::vector<ReaderSummary>> readings_for_citizen(Transaction& tx, const Acting& acting, core::CaseId id) {
    TRY(const auto one, case_of_overseer(tx, acting.who, id));
    constexpr std::int64_t step = 1000;
    std::map<core::UserId, ReaderSummary> by_reader;
    core::EventId before{std::numeric_limits<std::int64_t>::max()};
    for (;;) {
        const auto events = EventLog{tx}.reads_of_case(id, before, step);
        if (events.empty()) break;
        before = events.back().id;
        for (const auto& event : events) {
            if (!event.actor) continue;
            auto& summary =
                by_reader.try_emplace(*event.actor, ReaderSummary{*event.actor, event.at, event.at, 0}).first->second;
            summary.first = std::min(summary.first, event.at);
            ++summary.times;
        }
    }
    std::vector<ReaderSummary> summaries;
    summaries.reserve(by_reader.size());
    for (const auto& [who, summary] : by_reader) summaries.push_back(summary);
    std::ranges::sort(summaries, {}, [](const ReaderSummary& s) { return std::pair{s.first, s.who}; });
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::person_told,
        .subject_kind = SubjectKind::case_file,
        .subject = id.value,
        .in_case = id,
        .actor = acting.who.user,
        .payload = nlohmann::json{{"what", "readers"}, {"readers", summaries.size()}}.dump(),
    });
    return summaries;
}

Result<LogCheck> check_log(Database& db, const core::Principal& who, const core::Clock& clock) {
    TRY(require_auditor(who));
    TRY(const auto check, db.read([&](Transaction& tx) -> Result<LogCheck> {
        LogCheck found;
        const auto fault = EventLog{tx}.check([&](std::int64_t checked) { found.events = checked; });
        found.checked_at = clock.now();
        if (fault) {
            found.fault_at = fault->id;
            found.fault = fault->what;
        }
        return found;
    }));
    TRY(db.write([&](Transaction& tx) -> Result<void> {
        LogCheckStore{tx}.add(check);
        return core::done();
    }));
    return check;
}

}  // namespace services
