#include "services/access_requests/calendar.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/working_days.hpp"
#include "services/cases/case_checks.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Result<void> require_administrator(const Acting& acting) {
    if (core::may_anywhere(acting.who, core::Action::administer)) return core::done();
    return Error{ErrorCode::forbidden, "administrators keep the calendar"};
}

void note(Transaction& tx, const Acting& acting, const core::CalendarChange& change, const char* what) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::calendar_changed,
        .subject_kind = SubjectKind::authority,
        .subject = 0,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"what", what}, {"day", core::iso_date(change.date)}, {"name", change.name}, {"is_off", change.is_off}}
                .dump(),
    });
}

/// In the deciding transaction: nobody sees a request by the old calendar after it.
void move_all(Transaction& tx, const Acting& acting, const CaseSettings& settings) {
    const auto calendar = CalendarStore{tx}.calendar();
    constexpr std::int64_t at_once = 200;
    core::AccessRequestId last;
    for (;;) {
        const auto open = AccessRequestStore{tx}.open_after(last, at_once);
        for (const auto& one : open) keep_due(tx, settings, one.id, calendar, "calendar", acting.who.user, acting.now);
        if (std::ssize(open) < at_once) return;
        last = open.back().id;
    }
}

}  // namespace

Result<void> change_calendar(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, const core::CalendarChange& change
) {
    TRY(require_administrator(acting));
    TRY(check_line(change.name, "name"));
    const std::chrono::weekday day{change.date};
    if (day == std::chrono::Saturday || day == std::chrono::Sunday)
        return invalid_field("date", "nobody works on a Saturday or Sunday anyway");
    CalendarStore store{tx};
    if (change.is_off != store.calendar().is_working_day(change.date))
        return invalid_field("date", change.is_off ? "the day is off already" : "the day is worked already");
    store.put(change, acting.who.user, acting.now);
    note(tx, acting, change, "put");
    move_all(tx, acting, settings);
    return core::done();
}

Result<void> undo_calendar_change(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, std::int64_t id
) {
    TRY(require_administrator(acting));
    CalendarStore store{tx};
    const auto day = store.find(id);
    if (!day) return Error{ErrorCode::not_found, "there is no such change"};
    store.remove(id);
    note(tx, acting, day->change, "undone");
    move_all(tx, acting, settings);
    return core::done();
}

}  // namespace services
