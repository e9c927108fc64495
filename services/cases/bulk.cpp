#include "services/cases/bulk.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/rules/case_states.hpp"
#include "services/cases/case_changes.hpp"
#include "services/cases/case_checks.hpp"
#include "services/rights/upkeep.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::BulkKind;
using core::Error;
using core::ErrorCode;
using core::LeftOut;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::size_t shown_of_left_out = 20;
constexpr std::int64_t step = 1000;

/// Cases that are left as they are, in the order of the reasons.
class LeftOuts {
  public:
    void add(LeftOut why, const core::Case* one) {
        auto& left = by_reason_[why];
        left.why = why;
        ++left.count;
        if (one != nullptr && left.first.size() < shown_of_left_out) left.first.push_back(*one);
    }
    std::vector<LeftOutCases> all() {
        std::vector<LeftOutCases> all;
        for (auto& [why, left] : by_reason_) all.push_back(std::move(left));
        return all;
    }

  private:
    std::map<LeftOut, LeftOutCases> by_reason_;
};

std::vector<core::CaseId> ids_of(const std::vector<core::Case>& cases) {
    std::vector<core::CaseId> ids;
    ids.reserve(cases.size());
    for (const auto& one : cases) ids.push_back(one.id);
    return ids;
}

Result<void> check_hand_over(Transaction& tx, const Acting& acting, const CaseChange& change) {
    if (!change.unit && !change.caseworker) return invalid_field("unit", "name a unit, a caseworker or both");
    if (change.unit) {
        TRY(check_people(tx, *change.unit, std::nullopt));
        if (!core::may(acting.who, core::Action::open_case, {*change.unit, std::nullopt}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to open a case in the other unit"};
    }
    if (!change.caseworker || !*change.caseworker) return core::done();
    const auto user = UserStore{tx}.find(**change.caseworker);
    if (!user || !user->active) return invalid_field("caseworker", "there is no such active user");
    return core::done();
}

Result<void> check_order(Transaction& tx, const Acting& acting, const BulkOrder& order) {
    const auto& change = order.change;
    switch (order.kind) {
        case BulkKind::hand_over:
            return check_hand_over(tx, acting, change);
        case BulkKind::state:
            if (!change.state) return invalid_field("state", "the state is missing");
            if (!change.state->reason.empty()) return check_text(change.state->reason, "reason", reason_limit);
            return core::done();
        case BulkKind::deadline:
            if (!change.deadline) return invalid_field("deadline", "the deadline is missing");
            return core::done();
        case BulkKind::waiting:
            if (!change.waiting_for) return invalid_field("waiting_for", "what they wait for is missing");
            return check_line(*change.waiting_for, "waiting_for", /*may_be_empty=*/true);
    }
    return core::done();
}

Result<void> check_reason(const BulkOrder& order, const std::vector<core::Case>& cases) {
    if (order.kind != BulkKind::state || !order.change.state->reason.empty()) return core::done();
    const bool is_needed = std::ranges::any_of(cases, [&](const core::Case& one) {
        return core::needs_reason(one.state, order.change.state->state);
    });
    if (is_needed) return invalid_field("reason", "say why: the cases are closed, opened again, or go back");
    return core::done();
}

/// Puts cases, as they are now, under the groups that their level, unit and caseworker ask for.
void regroup_all(Transaction& tx, const std::vector<core::Case>& cases) {
    BulkStore store{tx};
    const auto own = store.with_own_group(ids_of(cases));
    std::map<std::pair<core::Confidentiality, std::pair<std::int64_t, std::int64_t>>, core::GroupId> known;
    std::map<core::GroupId, std::vector<core::CaseId>> moved;
    for (const auto& one : cases) {
        if (std::ranges::binary_search(own, one.id)) {
            regroup(tx, one);
            continue;
        }
        const auto caseworker = one.caseworker.value_or(core::UserId{}).value;
        const auto [group, is_new] = known.try_emplace({one.confidentiality, {one.unit.value, caseworker}});
        if (is_new)
            group->second = GroupStore{tx}.ensure(core::group_for(one.confidentiality, one.unit, one.caseworker));
        if (group->second != one.access_group) moved[group->second].push_back(one.id);
    }
    for (const auto& [group, ids] : moved) store.move_group(ids, group);
}

NewEvent case_event(const Acting& acting, core::CaseId id, const Json& payload) {
    return {
        .at = acting.now,
        .kind = EventKind::case_changed,
        .subject_kind = SubjectKind::case_file,
        .subject = id.value,
        .in_case = id,
        .actor = acting.who.user,
        .payload = payload.dump(),
    };
}

BulkValues values_of(const CaseChange& change) {
    BulkValues values{
        .unit = change.unit,
        .caseworker = change.caseworker,
        .deadline = change.deadline,
        .waiting_for = change.waiting_for,
    };
    if (change.state) values.state = change.state->state;
    return values;
}

/// What became of the cases, for whoever looks at it later.
Json what_of(const BulkOrder& order, const BulkPlan& plan) {
    Json what = Json::object();
    const auto& change = order.change;
    if (change.state) what["state"] = core::name_of(change.state->state);
    if (change.state) what["reason"] = change.state->reason;
    if (change.unit) what["unit"] = change.unit->value;
    if (change.caseworker) what["caseworker"] = *change.caseworker ? Json((*change.caseworker)->value) : Json(nullptr);
    if (change.deadline) what["deadline"] = *change.deadline ? Json(core::iso_date(**change.deadline)) : Json(nullptr);
    if (change.waiting_for) what["waiting_for"] = *change.waiting_for;
    auto& left = what["left_out"] = Json::object();
    for (const auto& [why, count, first] : plan.left_out) left[std::string{core::name_of(why)}] = count;
    return what;
}

/// The case as it was before.
core::Case restored(core::Case one, const BulkCase& before) {
    one.state = before.state;
    one.closed_at = before.closed_at;
    one.unit = before.unit;
    one.caseworker = before.caseworker;
    one.deadline = before.deadline;
    one.waiting_for = before.waiting_for;
    return one;
}

/// What an undoing comes to.
struct Undoing {
    std::vector<core::Case> after;
    std::vector<NewEvent> events;
    LeftOuts refused;
};

Undoing plan_undo(Transaction& tx, const Acting& acting, BulkId id) {
    Undoing undoing;
    core::CaseId last;
    for (;;) {
        const auto kept = BulkStore{tx}.cases(id, last, step);
        if (kept.empty()) return undoing;
        std::map<core::CaseId, BulkCase> before;
        std::vector<core::CaseId> ids;
        for (const auto& one : kept) {
            before.emplace(one.id, one);
            ids.push_back(one.id);
        }
        last = ids.back();
        for (const auto& now : CaseStore{tx}.of_ids(ids)) {
            const auto& was = before.at(now.id);
            const bool may_see = core::may(acting.who, core::Action::read, {now.unit, now.access_group});
            const bool has_changed = now.version != was.version_after;
            // It was theirs to change when they did; where it has come to since need not be.
            if (has_changed || !core::may(acting.who, core::Action::edit_case, {was.unit, std::nullopt})) {
                undoing.refused.add(has_changed ? LeftOut::changed_since : LeftOut::no_right, may_see ? &now : nullptr);
                continue;
            }
            auto after = restored(now, was);
            auto payload = changed_fields(now, after);
            payload["bulk"] = id.value;
            payload["undo"] = true;
            undoing.events.push_back(case_event(acting, now.id, payload));
            undoing.after.push_back(std::move(after));
        }
    }
}

/// The act itself, told once beside what it did to each case: an auditor finds it whole.
void append_act(Transaction& tx, const Acting& acting, const BulkAction& action, nlohmann::json payload) {
    payload["bulk"] = action.id.value;
    payload["kind"] = action.kind;
    payload["what"] = nlohmann::json::parse(action.what);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::many_changed,
        .subject_kind = SubjectKind::authority,
        .subject = 0,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

}  // namespace

Result<std::vector<ChosenCase>> chosen_by(
    Transaction& tx, const search::Reader& index, const core::Principal& who, CaseQuestion question
) {
    std::vector<ChosenCase> chosen;
    question.filter.limit = step;
    question.filter.after.reset();
    for (;;) {
        TRY(const auto listed, list_cases(tx, index, who, question));
        for (const auto& one : listed.rows) chosen.push_back({one.id, one.version});
        if (chosen.size() > bulk_cases_max)
            return invalid_field("cases", "more than 20,000 cases match; narrow the filter");
        if (!listed.next) return chosen;
        question.filter.after = listed.next;
    }
}

Result<BulkPlan> plan_bulk(
    Transaction& tx, const Acting& acting, const BulkOrder& order, const std::vector<ChosenCase>& chosen
) {
    if (chosen.empty()) return invalid_field("cases", "no case is chosen");
    if (chosen.size() > bulk_cases_max) return invalid_field("cases", "more than 20,000 cases are chosen");
    TRY(check_order(tx, acting, order));
    std::map<core::CaseId, std::optional<std::int64_t>> versions;
    for (const auto& [id, version] : chosen) versions.emplace(id, version);
    std::vector<core::CaseId> ids;
    ids.reserve(versions.size());
    for (const auto& [id, version] : versions) ids.push_back(id);
    const bool closes = order.change.state && order.change.state->state == core::CaseState::closed;
    const auto with_tasks = closes ? BulkStore{tx}.with_open_tasks(ids) : std::vector<core::CaseId>{};

    const auto merged = order.kind == BulkKind::state ? BulkStore{tx}.merged(ids) : std::vector<core::CaseId>{};

    BulkPlan plan;
    LeftOuts left;
    auto cases = CaseStore{tx}.of_ids(ids);
    std::erase_if(cases, [&](const core::Case& one) {
        return !core::may(acting.who, core::Action::read, {one.unit, one.access_group});
    });
    for (auto missing = ids.size() - cases.size(); missing > 0; --missing) left.add(LeftOut::not_found, nullptr);
    std::ranges::sort(cases, {}, &core::Case::number);
    for (auto& one : cases) {
        const auto& version = versions.at(one.id);
        const core::BulkFacts facts{
            .may_edit = core::may(acting.who, core::Action::edit_case, {one.unit, one.access_group}),
            .has_changed = version && *version != one.version,
            .is_as_asked = changed_fields(one, changed(one, order.change, acting.now)).empty(),
            .is_closed = one.state == core::CaseState::closed,
            .closes = closes,
            .has_open_tasks = std::ranges::binary_search(with_tasks, one.id),
            .is_merged = std::ranges::binary_search(merged, one.id),
        };
        if (const auto why = core::left_out(order.kind, facts))
            left.add(*why, &one);
        else
            plan.cases.push_back(std::move(one));
    }
    plan.left_out = left.all();
    return plan;
}

Result<BulkAction> do_bulk(
    Transaction& tx,
    const Acting& acting,
    const BulkOrder& order,
    const std::vector<ChosenCase>& chosen,
    std::optional<std::int64_t> expected
) {
    TRY(const auto plan, plan_bulk(tx, acting, order, chosen));
    TRY(check_reason(order, plan.cases));
    if (expected && *expected != std::ssize(plan.cases))
        return Error{ErrorCode::conflict, "not as many cases would change as were looked at", "expected"};
    if (plan.cases.empty()) return Error{ErrorCode::conflict, "none of the cases would change", "cases"};
    BulkStore store{tx};
    BulkAction action{
        .id = {},
        .kind = std::string{core::name_of(order.kind)},
        .what = what_of(order, plan).dump(),
        .made_by = acting.who.user,
        .made_at = acting.now,
        .undo_until = acting.now + bulk_undo_time,
    };
    action.id = store.add(action);
    store.keep(action.id, ids_of(plan.cases));
    store.change(action.id, values_of(order.change), acting.now);
    if (order.change.state)
        store.note_state(action.id, order.change.state->state, order.change.state->reason, acting.now, acting.who.user);
    std::vector<core::Case> after;
    for (const auto& one : plan.cases) {
        after.push_back(changed(one, order.change, acting.now));
        auto payload = changed_fields(one, after.back());
        if (order.change.state && !order.change.state->reason.empty()) payload["reason"] = order.change.state->reason;
        payload["bulk"] = action.id.value;
        EventLog{tx}.append(case_event(acting, one.id, payload));
    }
    append_act(tx, acting, action, {{"cases", plan.cases.size()}});
    if (order.kind == BulkKind::hand_over) regroup_all(tx, after);
    return action;
}

Result<BulkAction> read_bulk(Transaction& tx, const core::Principal& who, BulkId id) {
    auto action = BulkStore{tx}.find(id);
    if (!action || action->made_by != who.user) return Error{ErrorCode::not_found, "there is no such action"};
    return std::move(*action);
}

Result<BulkUndone> undo_bulk(Transaction& tx, const Acting& acting, BulkId id) {
    TRY(const auto action, read_bulk(tx, acting.who, id));
    if (action.undone_at) return Error{ErrorCode::conflict, "it has been undone already", "undone_at"};
    if (acting.now >= action.undo_until) return Error{ErrorCode::conflict, "it is too late to undo it", "undo_until"};
    auto undoing = plan_undo(tx, acting, id);
    BulkUndone undone{.undone = std::ssize(undoing.after), .refused = undoing.refused.all()};
    if (undoing.after.empty()) return undone;
    BulkStore store{tx};
    store.mark_undone(id, ids_of(undoing.after));
    store.restore(id, acting.now);
    if (action.kind == core::name_of(BulkKind::state))
        store.note_state_before(id, "Fortrudt", acting.now, acting.who.user);
    if (action.kind == core::name_of(BulkKind::hand_over)) regroup_all(tx, undoing.after);
    for (const auto& event : undoing.events) EventLog{tx}.append(event);
    append_act(tx, acting, action, {{"cases", undone.undone}, {"undone", true}});
    store.set_undone(id, acting.now);
    return undone;
}

Result<LeftOutCases> left_by_undo(Transaction& tx, const core::Principal& who, BulkId id) {
    TRY(const auto action, read_bulk(tx, who, id));
    LeftOutCases left{.why = LeftOut::changed_since, .count = BulkStore{tx}.count(id) - BulkStore{tx}.count_undone(id)};
    core::CaseId last;
    while (left.count > 0 && left.first.size() < shown_of_left_out) {
        const auto kept = BulkStore{tx}.cases(id, last, step);
        if (kept.empty()) break;
        last = kept.back().id;
        for (const auto& one : kept) {
            if (one.is_undone || left.first.size() == shown_of_left_out) continue;
            if (auto found = read_case(tx, who, one.id)) left.first.push_back(std::move(found.value()));
        }
    }
    return left;
}

}  // namespace services
