#include "services/rights/case_access.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "services/rights/upkeep.hpp"
#include "services/store/access_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::ptrdiff_t reason_limit = 500;

Error invalid(const char* field, const char* detail) {
    return Error{ErrorCode::invalid_input, detail, field};
}

Result<core::Case> managed_case(Transaction& tx, const core::Principal& who, core::CaseId id) {
    auto found = CaseStore{tx}.find(id);
    if (!found || !core::may(who, core::Action::read, {found->unit, found->access_group}))
        return Error{ErrorCode::not_found, "there is no such case"};
    if (!may_manage_access(who, *found))
        return Error{ErrorCode::forbidden, "only the case's caseworker and the leaders of its unit may"};
    return std::move(*found);
}

Result<void> check_reason(const std::string& reason) {
    if (!core::valid_utf8(reason)) return invalid("reason", "the text is not UTF-8");
    if (reason.find_first_not_of(' ') == std::string::npos) return invalid("reason", "the reason is missing");
    const auto is_first_byte = [](unsigned char c) { return (c & 0xC0U) != 0x80U; };
    if (std::ranges::count_if(reason, is_first_byte) > reason_limit)
        return invalid("reason", "the reason is longer than 500 characters");
    if (std::ranges::any_of(reason, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
        return invalid("reason", "the reason holds a line end or control character");
    return core::done();
}

Result<void> check_who(Transaction& tx, const NewCaseAccess& made) {
    if (made.user.has_value() == made.unit.has_value()) return invalid("user", "name a person, or else a unit");
    if (made.kind == core::CaseAccessKind::block && !made.user) return invalid("user", "a block names a person");
    if (made.user) {
        const auto user = UserStore{tx}.find(*made.user);
        if (!user || !user->active) return invalid("user", "there is no such active user");
    }
    if (made.unit && !UnitStore{tx}.find(*made.unit)) return invalid("unit", "there is no such unit");
    return core::done();
}

/// Whether somebody may still read the case and change who does.
bool is_managed(Transaction& tx, const core::Case& one) {
    const auto staffing = read_staffing(tx);
    const auto readers = CaseAccessStore{tx}.readers(one);
    return std::ranges::any_of(staffing.roles, [&](const auto& person) {
        const auto personas = staffing.personas(person.first);
        if (!core::may_read_case(readers, personas, staffing.units)) return false;
        return std::ranges::any_of(personas, [&](const core::Persona& persona) {
            return std::ranges::any_of(persona.roles, [&](const core::RoleInUnit& held) {
                const bool leads =
                    held.role == core::Role::leader && core::is_at_or_above(held.unit, one.unit, staffing.units);
                return leads || (persona.user == one.caseworker && core::handles_cases(held.role));
            });
        });
    });
}

void note(Transaction& tx, const Acting& acting, const char* what, const core::CaseAccess& one) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::case_access_changed,
        .subject_kind = SubjectKind::case_file,
        .subject = one.in_case.value,
        .in_case = one.in_case,
        .actor = acting.who.user,
        .payload = access_payload(what, one).dump(),
    });
}

}  // namespace

bool may_manage_access(const core::Principal& who, const core::Case& one) {
    return core::may(who, core::Action::manage_access, {one.unit, one.access_group, one.caseworker});
}

Result<std::vector<core::CaseAccess>> case_access(Transaction& tx, const core::Principal& who, core::CaseId id) {
    TRY(managed_case(tx, who, id));
    return CaseAccessStore{tx}.of_case(id);
}

Result<core::CaseAccess> give_case_access(
    Transaction& tx, const Acting& acting, core::CaseId id, const NewCaseAccess& made
) {
    TRY(const auto on, managed_case(tx, acting.who, id));
    TRY(check_who(tx, made));
    TRY(check_reason(made.reason));
    if (made.until && *made.until < core::danish_date(acting.now))
        return invalid("until", "the day has passed already");
    CaseAccessStore store{tx};
    const auto holding = store.of_case(id);
    const bool is_there = std::ranges::any_of(holding, [&](const core::CaseAccess& one) {
        return one.kind == made.kind && one.user == made.user && one.unit == made.unit;
    });
    if (is_there) return Error{ErrorCode::conflict, "there is one already; take it back first", "user"};

    core::CaseAccess given{
        .id = {},
        .in_case = id,
        .kind = made.kind,
        .user = made.user,
        .unit = made.unit,
        .reason = made.reason,
        .given_by = acting.who.user,
        .given_at = acting.now,
        .ends_at = made.until ? std::optional{core::danish_midnight(*made.until + std::chrono::days{1})} : std::nullopt,
    };
    given.id = store.add(given);
    if (made.kind == core::CaseAccessKind::block && !is_managed(tx, on))
        return Error{ErrorCode::conflict, "nobody would be left who may change who reads the case"};
    regroup(tx, on);
    note(tx, acting, "given", given);
    return given;
}

Result<void> take_back_case_access(Transaction& tx, const Acting& acting, core::CaseId id, core::CaseAccessId access) {
    TRY(const auto on, managed_case(tx, acting.who, id));
    const auto one = CaseAccessStore{tx}.find(access);
    if (!one || one->in_case != id) return Error{ErrorCode::not_found, "there is no such grant or block"};
    CaseAccessStore{tx}.end(access, acting.now, acting.who.user);
    regroup(tx, on);
    note(tx, acting, "taken_back", *one);
    return core::done();
}

}  // namespace services
