#include "services/access_requests/request_keeping.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "services/access_requests/house_acting.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/store/case_store.hpp"

namespace services {

using core::AccessLaw;
using core::AccessRequest;
using core::AccessState;
using Json = nlohmann::json;

namespace {

std::string sheet_law(AccessLaw law) {
    switch (law) {
        case AccessLaw::public_access:
            return "ofl";
        case AccessLaw::party_access:
            return "fvl";
        case AccessLaw::own_data:
            return "gdpr";
        case AccessLaw::environment:
            return "mol";
    }
    return {};
}

/// What the case's type shows of the request.
Json sheet_values(const AccessRequest& one) {
    constexpr std::size_t shown = 2000;
    Json values{
        {"received_on", core::iso_date(one.received)},
        {"due_on", core::iso_date(one.due)},
        {"law", sheet_law(one.laws.front())},
        {"requester", core::name_of(one.asker.kind)},
        {"asked_for", core::first_words(one.asked_for, shown)},
        {"answered_on", nullptr},
        {"outcome", nullptr},
    };
    if (one.ended) values["answered_on"] = core::iso_date(*one.ended);
    if (one.state == AccessState::withdrawn) values["outcome"] = "withdrawn";
    if (one.outcome) values["outcome"] = core::name_of(*one.outcome);
    return values;
}

}  // namespace

void append_access_event(
    Transaction& tx,
    EventKind kind,
    const core::AccessRequest& one,
    std::optional<core::UserId> actor,
    core::Timestamp now,
    Json payload
) {
    payload["request"] = one.id.value;
    EventLog{tx}.append({
        .at = now,
        .kind = kind,
        .subject_kind = SubjectKind::case_file,
        .subject = one.in_case.value,
        .in_case = one.in_case,
        .actor = actor,
        .payload = payload.dump(),
    });
}

void keep_access_sheet(
    Transaction& tx, const CaseSettings& settings, const core::AccessRequest& one, core::Timestamp now
) {
    const auto on = CaseStore{tx}.find(one.in_case);
    if (!on) return;
    const auto house = house_on(tx, *on, now);
    SheetChange change;
    change.type = access_case_type;
    change.values = sheet_values(one);
    const auto changed = change_sheet(tx, {house, now}, *settings.types, on->id, on->version, change);
    static_cast<void>(changed);
}

std::vector<core::AccessLaw> tidied(std::vector<AccessLaw> laws) {
    if (laws.empty()) laws.push_back(AccessLaw::public_access);
    std::ranges::sort(laws);
    laws.erase(std::unique(laws.begin(), laws.end()), laws.end());  // clang 14 can't read what ranges::unique gives
    return laws;
}

}  // namespace services
