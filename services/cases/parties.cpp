#include "services/cases/parties.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::IdentifierKind;
using core::Result;
using Json = nlohmann::json;

namespace {

Error wrong_number(std::string detail) {
    return Error{ErrorCode::invalid_input, std::move(detail), "identifier"};
}

PartyPlaces with_cases(Transaction& tx, std::vector<core::Party> parties, std::int64_t limit) {
    PartyPlaces found;
    found.are_more = std::ssize(parties) > limit;
    if (found.are_more) parties.resize(static_cast<std::size_t>(limit));
    for (auto& party : parties)
        if (auto on = CaseStore{tx}.find(party.in_case)) found.places.push_back({std::move(party), std::move(*on)});
    return found;
}

/// `party` is 0 where a number was looked up that nobody has.
void log_look_up(
    Transaction& tx, const Acting& acting, core::PartyId party, const core::Party& sought, const PartyPlaces& found
) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::party_looked_up,
        .subject_kind = SubjectKind::party,
        .subject = party.value,
        .actor = acting.who.user,
        .payload =
            Json{
                {"kind", core::name_of(sought.identifier_kind)},
                {"number", core::shown_identifier(sought.identifier_kind, sought.identifier)},
                {"places", found.places.size()}}
                .dump(),
    });
}

PartyPlaces places_of(
    Transaction& tx, const Acting& acting, const core::Party& sought, core::PartyId before, std::int64_t limit
) {
    PartyFilter filter;
    filter.reader = acting.who.user;
    filter.kind = sought.identifier_kind;
    filter.identifier = sought.identifier;
    filter.before = before;
    filter.limit = limit + 1;
    return with_cases(tx, CaseStore{tx}.parties_with(filter), limit);
}

}  // namespace

Result<void> check_identifier(core::Party& party) {
    if (party.identifier.empty()) party.identifier_kind = IdentifierKind::none;
    if (party.identifier_kind == IdentifierKind::none && !party.identifier.empty()) {
        const auto kind = core::likely_kind(party.identifier);
        if (!kind) return wrong_number("a CPR number has 10 digits, a CVR number 8 and a P-number 10");
        party.identifier_kind = *kind;
    }
    if (core::is_identifier(party.identifier_kind, party.identifier)) return core::done();
    switch (party.identifier_kind) {
        case IdentifierKind::cpr:
            return wrong_number("a CPR number is a date that exists and four digits");
        case IdentifierKind::cvr:
            return wrong_number("a CVR number has 8 digits, of which the last is a check digit");
        case IdentifierKind::p_number:
        case IdentifierKind::none:
            break;
    }
    return wrong_number("a P-number has 10 digits");
}

Result<PartyPlaces> find_parties(Transaction& tx, const Acting& acting, const PartyWanted& wanted) {
    if (!core::may_anywhere(acting.who, core::Action::edit_case) &&
        !core::may_anywhere(acting.who, core::Action::journal))
        return Error{ErrorCode::forbidden, "the role handles no cases"};
    core::Party sought;
    sought.identifier_kind = wanted.kind;
    sought.identifier = core::bare_identifier(wanted.identifier);
    if (sought.identifier.empty()) return wrong_number("the number is missing");
    // Old cases may carry numbers that no check would let through today; they are to be found as well.
    const auto checked = check_identifier(sought);
    if (checked.has_error() && sought.identifier_kind == IdentifierKind::none) return checked.error();
    auto found = places_of(tx, acting, sought, wanted.before, wanted.limit);
    const auto party = found.places.empty() ? core::PartyId{} : found.places.front().party.id;
    log_look_up(tx, acting, party, sought, found);
    return found;
}

Result<core::Party> read_party(Transaction& tx, const core::Principal& who, core::PartyId id) {
    auto party = CaseStore{tx}.find_party(id);
    if (!party || read_case(tx, who, party->in_case).has_error())
        return Error{ErrorCode::not_found, "there is no such party"};
    return std::move(*party);
}

Result<PartyPlaces> look_up_party(
    Transaction& tx, const Acting& acting, const core::Party& party, core::PartyId before, std::int64_t limit
) {
    if (party.identifier.empty()) return with_cases(tx, {party}, limit);
    auto found = places_of(tx, acting, party, before, limit);
    log_look_up(tx, acting, party.id, party, found);
    return found;
}

Result<std::string> show_identifier(Transaction& tx, const Acting& acting, core::PartyId id) {
    TRY(const auto party, read_party(tx, acting.who, id));
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::identifier_shown,
        .subject_kind = SubjectKind::party,
        .subject = id.value,
        .in_case = party.in_case,
        .actor = acting.who.user,
        .payload =
            Json{
                {"kind", core::name_of(party.identifier_kind)},
                {"number", core::shown_identifier(party.identifier_kind, party.identifier)}}
                .dump(),
    });
    return core::full_identifier(party.identifier_kind, party.identifier);
}

}  // namespace services
