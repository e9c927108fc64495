#include "services/access_requests/reminders.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/access_requests/house_acting.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/store/case_sheet_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/store/task_store.hpp"

namespace services {

using core::AccessReminder;
using core::AccessRequest;
using core::AccessRequestId;
using core::Result;
using Json = nlohmann::json;

namespace {

/// What is to be said of it now and was not said before.
std::optional<AccessReminded> reminder_now(
    const AccessRequest& one, const core::AccessClock& clock, const AccessReminderStore& store, core::Timestamp now
) {
    const auto stage = core::reminder_of(clock);
    if (!stage || store.has(one.id, *stage, clock.due)) return std::nullopt;
    return AccessReminded{.request = one.id, .stage = *stage, .due = clock.due, .told_at = now};
}

bool may_read(Transaction& tx, core::UserId user, const core::Case& on) {
    const auto principal = UserStore{tx}.principal(user);
    return principal && core::may(*principal, core::Action::read, {on.unit, on.access_group});
}

/// The leader of the case's unit, or of the nearest above it that has one who may read the case; of several the first.
std::optional<core::UserId> nearest_leader(Transaction& tx, const core::Case& on) {
    const auto staffing = read_staffing(tx);
    const auto parent_of = [&](core::UnitId unit) -> std::optional<core::UnitId> {
        for (const auto& node : staffing.units)
            if (node.id == unit) return node.parent;
        return std::nullopt;
    };
    for (std::optional<core::UnitId> unit = on.unit; unit; unit = parent_of(*unit))
        for (const auto& [user, roles] : staffing.roles)
            for (const auto& held : roles) {
                if (held.role == core::Role::leader && held.unit == *unit && may_read(tx, user, on)) return user;
            }
    return std::nullopt;
}

void append_task(
    Transaction& tx, EventKind kind, const core::Task& task, core::UserId by, core::Timestamp now, const Json& payload
) {
    EventLog{tx}.append({
        .at = now,
        .kind = kind,
        .subject_kind = SubjectKind::task,
        .subject = task.id.value,
        .in_case = task.in_case,
        .actor = by,
        .payload = payload.dump(),
    });
}

core::TaskId add_leaders_task(
    Transaction& tx, const core::Case& on, std::optional<core::UserId> leader, core::UserId by, core::Timestamp now
) {
    core::Task task{};
    task.in_case = on.id;
    task.title = "Aktindsigten er over fristen: aftal, hvornår der svares";
    task.unit = on.unit;
    task.person = leader;
    task.due = task.remind_on = core::danish_date(now);
    task.access_group = on.access_group;
    task.made_at = now;
    task.made_by = by;
    task.id = TaskStore{tx}.add(task);
    append_task(tx, EventKind::task_added, task, by, now, {{"due", core::iso_date(task.due)}});
    return task.id;
}

/// What the case's own deadline waits for is pointed out from today, if it was not before, to whoever handles the case:
/// when the task was made, that was nobody as a rule.
void point_out(Transaction& tx, const core::Case& on, core::UserId by, core::Timestamp now) {
    const auto today = core::danish_date(now);
    for (const auto& made : CaseSheetStore{tx}.deadline_tasks(on.id)) {
        auto task = TaskStore{tx}.find(made.task);
        if (!task || task->done) continue;
        const bool is_given = !task->person && on.caseworker && may_read(tx, *on.caseworker, on);
        if (!is_given && task->remind_on <= today) continue;
        Json changed{{"remind_on", core::iso_date(std::min(task->remind_on, today))}};
        if (is_given) changed["person"] = {0, on.caseworker->value};
        if (is_given) task->person = on.caseworker;
        task->remind_on = std::min(task->remind_on, today);
        if (TaskStore{tx}.update(*task).has_error()) continue;  // never: it was read in this transaction
        append_task(tx, EventKind::task_changed, *task, by, now, changed);
    }
}

}  // namespace

void queue_access_reminders(Database& db, core::Timestamp now) {
    constexpr std::int64_t at_once = 100;
    const auto today = core::danish_date(now);
    AccessRequestId last;
    for (bool is_more = true; is_more;) {
        std::vector<AccessRequestId> pressing;
        const auto looked = db.read([&](Transaction& tx) -> Result<void> {
            const AccessRequestStore store{tx};
            const auto open = store.open_after(last, at_once);
            is_more = std::ssize(open) == at_once;
            if (open.empty()) return core::done();
            last = open.back().id;
            const auto calendar = CalendarStore{tx}.calendar();
            const AccessReminderStore said{tx};
            const JobQueue jobs{tx};
            for (const auto& one : open) {
                const auto clock = core::access_clock(course_of(one, store.times(one.id)), calendar, today);
                if (reminder_now(one, clock, said, now) && !jobs.has(access_reminder_kind, one.id.value))
                    pressing.push_back(one.id);
            }
            return core::done();
        });
        static_cast<void>(looked);  // the work has no errors of its own, nor has what follows
        if (pressing.empty()) continue;
        const auto queued = db.write([&](Transaction& tx) -> Result<void> {
            for (const auto id : pressing) JobQueue{tx}.add(access_reminder_kind, id.value, now);
            return core::done();
        });
        static_cast<void>(queued);
    }
}

void remind_of_access(Transaction& tx, AccessRequestId id, core::Timestamp now) {
    const AccessRequestStore store{tx};
    const auto one = store.find(id);
    const auto on = one ? CaseStore{tx}.find(one->in_case) : std::nullopt;
    if (!on) return;
    const auto clock =
        core::access_clock(course_of(*one, store.times(id)), CalendarStore{tx}.calendar(), core::danish_date(now));
    auto made = reminder_now(*one, clock, AccessReminderStore{tx}, now);
    if (!made) return;
    const auto house = house_on(tx, *on, now);
    if (made->stage == AccessReminder::late) {
        made->told_to = nearest_leader(tx, *on);
        made->task = add_leaders_task(tx, *on, made->told_to, house.user, now);
    }
    point_out(tx, *on, house.user, now);
    if (!AccessReminderStore{tx}.add(*made)) return;  // never: it was looked for in this transaction
    Json payload{{"what", "reminder"}, {"stage", core::name_of(made->stage)}, {"due", core::iso_date(made->due)}};
    if (made->told_to) payload["told_to"] = made->told_to->value;
    append_access_event(tx, EventKind::access_time_noted, *one, std::nullopt, now, std::move(payload));
}

void end_access_reminders(Transaction& tx, const AccessRequest& one, core::Timestamp now) {
    for (const auto& made : AccessReminderStore{tx}.of_request(one.id)) {
        auto task = made.task ? TaskStore{tx}.find(*made.task) : std::nullopt;
        const auto on = task && !task->done ? CaseStore{tx}.find(one.in_case) : std::nullopt;
        if (!on) continue;
        const auto house = house_on(tx, *on, now);
        task->done = core::Task::Done{now, house.user};
        if (TaskStore{tx}.update(*task).has_error()) continue;  // never: it was read in this transaction
        append_task(tx, EventKind::task_done, *task, house.user, now, Json::object());
    }
}

Result<void> AccessReminderJob::operator()(const Job& job) {
    return db_.write([&](Transaction& tx) -> Result<void> {
        remind_of_access(tx, AccessRequestId{job.subject}, clock_.now());
        return core::done();
    });
}

}  // namespace services
