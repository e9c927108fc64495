#include "services/access_requests/access_requests.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "services/access_requests/house_acting.hpp"
#include "services/access_requests/reminders.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/identity/token.hpp"
#include "services/store/case_store.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::AccessRequest;
using core::AccessRequestId;
using core::AccessState;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t hours_max = 10'000;

Result<void> require_open(const AccessFile& file) {
    if (file.request.state == AccessState::open) return core::done();
    return Error{ErrorCode::conflict, "the request has been ended", "state"};
}

Result<AccessFile> open_file(Transaction& tx, const Acting& acting, AccessRequestId id, std::int64_t version) {
    TRY(auto file, access_file_to_work_on(tx, acting, id, version));
    TRY(require_open(file));
    return file;
}

AccessFile file_of(Transaction& tx, const core::Principal& who, AccessRequest one, core::Case on, core::Date today) {
    AccessFile file{.request = std::move(one), .on = std::move(on), .times = {}, .clock = {}, .may_work = false};
    file.times = AccessRequestStore{tx}.times(file.request.id);
    file.clock = core::access_clock(course_of(file.request, file.times), CalendarStore{tx}.calendar(), today);
    file.may_work = core::may(who, core::Action::journal, {file.on.unit, file.on.access_group});
    return file;
}

bool is_paused(const AccessFile& file) {
    return std::ranges::any_of(file.times, [](const AccessTime& time) {
        return time.kind == AccessTime::Kind::pause && !time.to;
    });
}

/// Stops the clock for good, and what the case waited for is done: by `actor`, or by the house where the asker took it
/// back. `one` was read in this very transaction.
void end(
    Transaction& tx,
    const CaseSettings& settings,
    AccessRequest& one,
    std::optional<core::UserId> actor,
    core::Timestamp now
) {
    one.ended = core::danish_date(now);
    one.forget_at = now + asker_kept_for;
    AccessRequestStore store{tx};
    store.end_pause(one.id, *one.ended);
    const auto kept = store.update(one);
    static_cast<void>(kept);
    end_access_reminders(tx, one, now);
    keep_access_sheet(tx, settings, one, now);
    const auto on = actor ? std::nullopt : CaseStore{tx}.find(one.in_case);
    if (actor || on)
        finish_deadlines(tx, *settings.types, one.in_case, actor ? *actor : house_on(tx, *on, now).user, now);
}

void end_withdrawn(
    Transaction& tx,
    const CaseSettings& settings,
    AccessRequest one,
    std::optional<core::UserId> actor,
    core::Timestamp now
) {
    one.state = AccessState::withdrawn;
    end(tx, settings, one, actor, now);
    append_access_event(tx, EventKind::access_withdrawn, one, actor, now, Json::object());
}

}  // namespace

Result<AccessFile> read_access_request(
    Transaction& tx, const core::Principal& who, AccessRequestId id, core::Date today
) {
    auto one = AccessRequestStore{tx}.find(id);
    if (!one) return Error{ErrorCode::not_found, "there is no such request"};
    auto on = read_case(tx, who, one->in_case);
    if (!on) return Error{ErrorCode::not_found, "there is no such request"};
    return file_of(tx, who, std::move(*one), std::move(on.value()), today);
}

Result<AccessFile> read_access_request_of(
    Transaction& tx, const core::Principal& who, core::CaseId id, core::Date today
) {
    TRY(auto on, read_case(tx, who, id));
    auto one = AccessRequestStore{tx}.of_case(id);
    if (!one) return Error{ErrorCode::not_found, "the case is no request for access"};
    return file_of(tx, who, std::move(*one), std::move(on), today);
}

Result<AccessFile> access_file_to_work_on(
    Transaction& tx, const Acting& acting, AccessRequestId id, std::int64_t version
) {
    TRY(auto file, read_access_request(tx, acting.who, id, core::danish_date(acting.now)));
    TRY(require_on_case(acting.who, core::Action::journal, file.on));
    if (version != 0 && file.request.version != version)
        return Error{ErrorCode::conflict, "the request has changed since it was read", "version"};
    return file;
}

Result<AccessFile> open_access_file(Transaction& tx, const Acting& acting, AccessRequestId id) {
    return open_file(tx, acting, id, 0);
}

Result<FollowedAccess> follow_access_request(Transaction& tx, std::string_view secret, core::Date today) {
    auto one = AccessRequestStore{tx}.followed_by(token_hash(secret));
    const auto on = one ? CaseStore{tx}.find(one->in_case) : std::nullopt;
    if (!on) return Error{ErrorCode::not_found, "there is no such request"};
    const auto unit = UnitStore{tx}.find(on->unit);
    auto course = course_of(*one, AccessRequestStore{tx}.times(one->id));
    FollowedAccess followed{.request = std::move(*one), .case_number = on->number, .unit = {}, .clock = {}};
    if (unit) followed.unit = unit->name;
    followed.clock = core::access_clock(course, CalendarStore{tx}.calendar(), today);
    return followed;
}

Result<void> withdraw_followed(
    Transaction& tx, std::string_view secret, const CaseSettings& settings, core::Timestamp now
) {
    auto one = AccessRequestStore{tx}.followed_by(token_hash(secret));
    if (!one) return Error{ErrorCode::not_found, "there is no such request"};
    if (one->state != AccessState::open) return Error{ErrorCode::conflict, "the request has been ended", "state"};
    end_withdrawn(tx, settings, std::move(*one), std::nullopt, now);
    return core::done();
}

Result<void> withdraw_access_request(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, AccessRequestId id, std::int64_t version
) {
    TRY(auto file, open_file(tx, acting, id, version));
    end_withdrawn(tx, settings, std::move(file.request), acting.who.user, acting.now);
    return core::done();
}

void end_answered(
    Transaction& tx,
    const CaseSettings& settings,
    AccessRequest one,
    std::optional<core::UserId> actor,
    core::Timestamp now
) {
    one.state = AccessState::answered;
    one.outcome = core::outcome_of(AccessRequestStore{tx}.documents(one.id));
    end(tx, settings, one, actor, now);
    append_access_event(
        tx,
        EventKind::access_answered,
        one,
        actor,
        now,
        {{"outcome", one.outcome ? core::name_of(*one.outcome) : std::string_view{}}}
    );
}

Result<void> change_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequestId id,
    std::int64_t version,
    const AccessChange& change
) {
    TRY(auto file, access_file_to_work_on(tx, acting, id, version));
    auto changed = file.request;
    if (change.laws) {
        TRY(require_open(file));
        if (change.laws->empty()) return invalid_field("laws", "one law at least");
        changed.laws = tidied(*change.laws);
    }
    if (change.size) changed.size = *change.size;
    if (change.hours_expected) {
        const auto& hours = *change.hours_expected;
        if (hours && (*hours < 1 || *hours > hours_max))
            return invalid_field("hours_expected", "a whole number from 1 to 10000");
        changed.hours_expected = hours;
    }
    if (change.minutes_more) {
        changed.minutes_used += *change.minutes_more;
        if (changed.minutes_used < 0 || changed.minutes_used > hours_max * 60)
            return invalid_field("minutes_more", "the time used can't be less than nothing, or so much");
    }
    TRY(AccessRequestStore{tx}.update(changed));
    Json payload{{"size", core::name_of(changed.size)}, {"minutes_used", changed.minutes_used}};
    for (const auto law : changed.laws) payload["laws"].push_back(core::name_of(law));
    if (changed.hours_expected) payload["hours_expected"] = *changed.hours_expected;
    append_access_event(
        tx, EventKind::access_request_changed, changed, acting.who.user, acting.now, std::move(payload)
    );
    keep_due(tx, settings, id, CalendarStore{tx}.calendar(), "laws", acting.who.user, acting.now);
    return core::done();
}

Result<void> pause_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequestId id,
    std::int64_t version,
    const core::AccessPause& pause
) {
    TRY(const auto file, open_file(tx, acting, id, version));
    TRY(check_text(pause.reason, "reason", reason_limit));
    if (is_paused(file)) return Error{ErrorCode::conflict, "the clock stands still already", "state"};
    if (pause.from > core::danish_date(acting.now)) return invalid_field("on", "the day lies in the future");
    if (pause.from < file.request.received) return invalid_field("on", "the day lies before the receipt");
    AccessRequestStore store{tx};
    store.add_time(
        id,
        {.kind = AccessTime::Kind::pause,
         .from = pause.from,
         .reason = pause.reason,
         .noted_by = acting.who.user,
         .noted_at = acting.now}
    );
    TRY(store.update(file.request));  // a new version: whoever works from the page before is told
    append_access_event(
        tx,
        EventKind::access_time_noted,
        file.request,
        acting.who.user,
        acting.now,
        {{"what", "pause"}, {"from", core::iso_date(pause.from)}, {"reason", pause.reason}}
    );
    keep_due(tx, settings, id, CalendarStore{tx}.calendar(), "pause", acting.who.user, acting.now);
    return core::done();
}

Result<void> resume_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequestId id,
    std::int64_t version,
    core::Date on
) {
    TRY(const auto file, open_file(tx, acting, id, version));
    const auto pause = std::ranges::find_if(file.times, [](const AccessTime& time) {
        return time.kind == AccessTime::Kind::pause && !time.to;
    });
    if (pause == file.times.end()) return Error{ErrorCode::conflict, "the clock is running", "state"};
    if (on > core::danish_date(acting.now)) return invalid_field("on", "the day lies in the future");
    if (on < pause->from) return invalid_field("on", "the day lies before the pause");
    AccessRequestStore store{tx};
    store.end_pause(id, on);
    TRY(store.update(file.request));
    append_access_event(
        tx,
        EventKind::access_time_noted,
        file.request,
        acting.who.user,
        acting.now,
        {{"what", "resumed"}, {"on", core::iso_date(on)}}
    );
    keep_due(tx, settings, id, CalendarStore{tx}.calendar(), "resumed", acting.who.user, acting.now);
    return core::done();
}

Result<void> extend_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequestId id,
    std::int64_t version,
    const core::AccessExtension& extension
) {
    TRY(const auto file, open_file(tx, acting, id, version));
    TRY(check_text(extension.reason, "reason", reason_limit));
    const auto today = core::danish_date(acting.now);
    if (extension.told_on > today) return invalid_field("told_on", "the day lies in the future");
    if (extension.told_on < file.request.received) return invalid_field("told_on", "the day lies before the receipt");
    if (extension.until <= file.clock.due) return invalid_field("until", "that is no later than what holds now");
    const auto latest = core::latest_extension(course_of(file.request, file.times), today);
    if (latest && extension.until > *latest)
        return invalid_field("until", "the law allows no later day than " + core::iso_date(*latest));
    AccessRequestStore store{tx};
    store.add_time(
        id,
        {.kind = AccessTime::Kind::extension,
         .from = extension.told_on,
         .to = extension.until,
         .reason = extension.reason,
         .noted_by = acting.who.user,
         .noted_at = acting.now}
    );
    TRY(store.update(file.request));
    append_access_event(
        tx,
        EventKind::access_time_noted,
        file.request,
        acting.who.user,
        acting.now,
        {{"what", "extension"}, {"until", core::iso_date(extension.until)}, {"reason", extension.reason}}
    );
    keep_due(tx, settings, id, CalendarStore{tx}.calendar(), "extension", acting.who.user, acting.now);
    return core::done();
}

void keep_due(
    Transaction& tx,
    const CaseSettings& settings,
    AccessRequestId id,
    const core::WorkCalendar& calendar,
    std::string_view because,
    std::optional<core::UserId> actor,
    core::Timestamp now
) {
    AccessRequestStore store{tx};
    auto one = store.find(id);
    if (!one || one->state != AccessState::open) return;
    const auto due = core::access_clock(course_of(*one, store.times(id)), calendar, core::danish_date(now)).due;
    if (due == one->due) return;
    const auto before = one->due;
    one->due = due;
    const auto kept = store.update(*one);
    static_cast<void>(kept);  // it was read in this very transaction
    append_access_event(
        tx,
        EventKind::access_due_moved,
        *one,
        actor,
        now,
        {{"from", core::iso_date(before)}, {"to", core::iso_date(due)}, {"because", because}}
    );
    one->version += 1;
    end_access_reminders(tx, *one, now);
    keep_access_sheet(tx, settings, *one, now);
}

void keep_access_requests(Database& db, const CaseSettings& settings, core::Timestamp now) {
    constexpr std::int64_t at_once = 100;
    AccessRequestId last;
    for (bool is_more = true; is_more;) {
        const auto due = db.read([&](Transaction& tx) -> Result<std::vector<AccessRequest>> {
            return AccessRequestStore{tx}.open_after(last, at_once);
        });
        is_more = std::ssize(due.value()) == at_once;
        if (due.value().empty()) break;
        last = due.value().back().id;
        std::vector<AccessRequestId> moved;
        const auto looked = db.read([&](Transaction& tx) -> Result<void> {
            const auto calendar = CalendarStore{tx}.calendar();
            const AccessRequestStore store{tx};
            for (const auto& one : due.value())
                if (core::access_clock(course_of(one, store.times(one.id)), calendar, core::danish_date(now)).due !=
                    one.due)
                    moved.push_back(one.id);
            return core::done();
        });
        static_cast<void>(looked);
        if (moved.empty()) continue;
        const auto kept = db.write([&](Transaction& tx) -> Result<void> {
            const auto calendar = CalendarStore{tx}.calendar();
            for (const auto id : moved) keep_due(tx, settings, id, calendar, "day_passed", std::nullopt, now);
            return core::done();
        });
        static_cast<void>(kept);  // the work has no errors of its own
    }
    queue_access_reminders(db, now);
    const bool is_any = db.read([&](Transaction& tx) -> Result<bool> {
                              return AccessRequestStore{tx}.has_askers_to_forget(now);
                          }).value();
    if (!is_any) return;
    const auto forgotten = db.write([&](Transaction& tx) -> Result<void> {
        AccessRequestStore{tx}.forget_askers(now);
        return core::done();
    });
    static_cast<void>(forgotten);
}

}  // namespace services
