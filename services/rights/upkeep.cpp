#include "services/rights/upkeep.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "services/store/access_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"

namespace services {

core::GroupId regroup(Transaction& tx, const core::Case& one) {
    CaseAccessStore access{tx};
    const auto wanted = core::group_of_case(one.id, access.readers(one));
    GroupStore groups{tx};
    const auto group = groups.ensure(wanted);
    if (wanted.in_case) groups.refresh_case(group, one.id);
    if (group == one.access_group) return group;
    access.move_case(one.id, group);
    // Until the index has followed, what is found under a group of the case's own is for the same people as before it.
    const auto left = groups.find(one.access_group);
    if (left && left->in_case) groups.refresh_case(one.access_group, one.id);
    return group;
}

void keep_rights_current(Transaction& tx, core::Timestamp now) {
    CaseAccessStore access{tx};
    for (auto due = access.due(now); !due.empty(); due = access.due(now)) {
        for (const auto& one : due) {
            access.end(one.id, now, std::nullopt);
            if (const auto on = CaseStore{tx}.find(one.in_case)) regroup(tx, *on);
            EventLog{tx}.append({
                .at = now,
                .kind = EventKind::case_access_changed,
                .subject_kind = SubjectKind::case_file,
                .subject = one.in_case.value,
                .in_case = one.in_case,
                .actor = std::nullopt,
                .payload = access_payload("expired", one).dump(),
            });
        }
    }
    std::set<core::UserId> substitutes;
    for (const auto& changed : SubstitutionStore{tx}.take_due(now)) substitutes.insert(changed.substitute);
    for (const auto substitute : substitutes) GroupStore{tx}.refresh(substitute);
}

nlohmann::json access_payload(std::string_view what, const core::CaseAccess& one) {
    nlohmann::json payload{{"what", what}, {"kind", core::name_of(one.kind)}, {"access", one.id.value}};
    if (one.user) payload["user"] = one.user->value;
    if (one.unit) payload["unit"] = one.unit->value;
    if (one.ends_at) payload["ends_at"] = core::iso_time(*one.ends_at);
    return payload;
}

}  // namespace services
