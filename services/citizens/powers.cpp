#include "services/citizens/powers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "services/cases/case_checks.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t told_cases = 200;

/// The giver's own cases that the power is about.
std::vector<core::CaseId> cases_of(Transaction& tx, const core::PowerOfAttorney& power, const CitizenRules& rules) {
    std::vector<core::CaseId> cases;
    for (const auto& seen : CitizenStore{tx}.seen_by(power.giver, rules.today, rules.most, power.in_case))
        if (seen.as.power == 0 && cases.size() < told_cases) cases.push_back(seen.in_case);
    return cases;
}

void tell(
    Transaction& tx, const core::PowerOfAttorney& power, const CitizenRules& rules, core::Timestamp now, bool is_given
) {
    const nlohmann::json payload{{"power", power.id}, {"given", is_given}, {"until", core::iso_date(power.last_day)}};
    for (const auto id : cases_of(tx, power, rules))
        EventLog{tx}.append({
            .at = now,
            .kind = EventKind::attorney_changed,
            .subject_kind = SubjectKind::case_file,
            .subject = id.value,
            .in_case = id,
            .actor = std::nullopt,
            .payload = payload.dump(),
        });
}

Result<core::CitizenNumber> number_in(const std::string& typed, const core::CitizenNumber& giver) {
    const auto bare = core::bare_identifier(typed);
    const auto kind = core::likely_kind(bare);
    const bool is_one = kind == core::IdentifierKind::cpr || kind == core::IdentifierKind::cvr;
    if (!is_one || !core::is_identifier(*kind, bare)) return invalid_field("number", "this is no CPR or CVR number");
    core::CitizenNumber number{*kind, bare};
    if (number == giver) return invalid_field("number", "nobody acts for themselves");
    return number;
}

}  // namespace

Result<GivenPower> give_power(
    Transaction& tx, const Citizen& who, const CitizenRules& rules, core::Timestamp now, const NewPower& made
) {
    GivenPower given;
    TRY(given.power.attorney, number_in(made.number, who.number));
    TRY(check_line(made.name, "name"));
    if (made.last_day < rules.today || made.last_day > rules.today + longest_power)
        return invalid_field("last_day", "the day has passed, or lies too far ahead");
    if (made.in_case) {
        const auto own = own_case(tx, who, rules, *made.in_case, 0);
        if (own.has_error()) return invalid_field("in_case", "this is no case of theirs");
    }
    given.power.giver = who.number;
    given.power.in_case = made.in_case;
    given.power.last_day = made.last_day;
    given.giver_name = who.name;
    given.attorney_name = made.name;
    given.given_at = now;
    given.power.id = CitizenStore{tx}.give_power(given);
    tell(tx, given.power, rules, now, /*is_given=*/true);
    return given;
}

Result<void> withdraw_power(
    Transaction& tx, const Citizen& who, const CitizenRules& rules, core::Timestamp now, std::int64_t id
) {
    CitizenStore store{tx};
    const auto found = store.power(id);
    const bool is_theirs = found && (found->power.giver == who.number || found->power.attorney == who.number);
    if (!is_theirs || !store.withdraw_power(id, now))
        return Error{ErrorCode::not_found, "there is no such power of attorney"};
    tell(tx, found->power, rules, now, /*is_given=*/false);
    return core::done();
}

}  // namespace services
