#include "services/cases/case_changes.hpp"

#include "services/cases/case_checks.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Result;

namespace {

nlohmann::json day_or_null(const std::optional<core::Date>& day) {
    return day ? nlohmann::json(core::iso_date(*day)) : nlohmann::json(nullptr);
}

void apply(const CaseChange& change, core::Case& to) {
    if (change.title) to.title = *change.title;
    if (change.public_title) to.public_title = *change.public_title;
    if (change.subject) to.subject = *change.subject;
    if (change.facet) to.facet = *change.facet;
    if (change.state) to.state = change.state->state;
    if (change.unit) to.unit = *change.unit;
    if (change.caseworker) to.caseworker = *change.caseworker;
    if (change.confidentiality) to.confidentiality = *change.confidentiality;
    if (change.deadline) to.deadline = *change.deadline;
    if (change.waiting_for) to.waiting_for = *change.waiting_for;
}

/// When a case that moves so is closed: at this moment, unless an earlier day is named.
std::optional<core::Timestamp> closing(const core::Case& before, const CaseChange& change, core::Timestamp now) {
    const auto state = change.state ? change.state->state : before.state;
    if (state != core::CaseState::closed) return std::nullopt;
    if (before.closed_at) return before.closed_at;
    const auto since = change.state->since.value_or(core::danish_date(now));
    return since == core::danish_date(now) ? now : core::danish_midnight(since);
}

}  // namespace

core::Case changed(const core::Case& before, const CaseChange& change, core::Timestamp now) {
    auto after = before;
    apply(change, after);
    after.closed_at = closing(before, change, now);
    return after;
}

nlohmann::json changed_fields(const core::Case& before, const core::Case& after) {
    auto fields = nlohmann::json::object();
    if (before.title != after.title) fields["title"] = true;
    if (before.public_title != after.public_title) fields["public_title"] = true;
    if (before.subject != after.subject) fields["subject"] = {before.subject, after.subject};
    if (before.facet != after.facet) fields["facet"] = {before.facet, after.facet};
    if (before.state != after.state) fields["state"] = {core::name_of(before.state), core::name_of(after.state)};
    if (before.unit != after.unit) fields["unit"] = {before.unit.value, after.unit.value};
    if (before.caseworker != after.caseworker)
        fields["caseworker"] = {
            before.caseworker.value_or(core::UserId{}).value, after.caseworker.value_or(core::UserId{}).value};
    if (before.confidentiality != after.confidentiality)
        fields["confidentiality"] = {core::name_of(before.confidentiality), core::name_of(after.confidentiality)};
    if (before.deadline != after.deadline)
        fields["deadline"] = {day_or_null(before.deadline), day_or_null(after.deadline)};
    if (before.waiting_for != after.waiting_for) fields["waiting_for"] = true;
    return fields;
}

Result<void> check_people(Transaction& tx, core::UnitId unit, std::optional<core::UserId> caseworker) {
    if (!UnitStore{tx}.find(unit)) return invalid_field("unit", "there is no such unit");
    if (caseworker) {
        const auto user = UserStore{tx}.find(*caseworker);
        if (!user || !user->active) return invalid_field("caseworker", "there is no such active user");
    }
    return core::done();
}

}  // namespace services
