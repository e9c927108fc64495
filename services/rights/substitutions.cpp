#include "services/rights/substitutions.hpp"

#include <nlohmann/json.hpp>

#include "services/rights/upkeep.hpp"
#include "services/store/access_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Error invalid(const char* field, const char* detail) {
    return Error{ErrorCode::invalid_input, detail, field};
}

bool is_active(Transaction& tx, core::UserId id) {
    const auto user = UserStore{tx}.find(id);
    return user && user->active;
}

Result<void> check(Transaction& tx, const Acting& acting, const NewSubstitution& made) {
    const auto today = core::danish_date(acting.now);
    if (!is_active(tx, made.absent)) return invalid("absent", "there is no such active user");
    if (!is_active(tx, made.substitute)) return invalid("substitute", "there is no such active user");
    if (made.absent == made.substitute) return invalid("substitute", "nobody stands in for themselves");
    if (made.last < today) return invalid("last", "the period is over already");
    if (made.last < made.first) return invalid("last", "the period ends before it begins");
    if (made.last - made.first >= substitution_limit) return invalid("last", "a period is at most a year");
    return core::done();
}

void note(Transaction& tx, const Acting& acting, EventKind kind, const core::Substitution& one) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind,
        .subject_kind = SubjectKind::user,
        .subject = one.absent.value,
        .in_case = std::nullopt,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"substitute", one.substitute.value},
                {"begins_at", core::iso_time(one.begins_at)},
                {"ends_at", core::iso_time(one.ends_at)}}
                .dump(),
    });
}

}  // namespace

Result<core::Substitution> name_substitute(Transaction& tx, const Acting& acting, const NewSubstitution& made) {
    TRY(check(tx, acting, made));
    if (!core::may_name_substitute(acting.who, made.absent, UserStore{tx}.roles(made.absent)))
        return Error{ErrorCode::forbidden, "only the person and the leader of all their units may name a substitute"};
    core::Substitution named{
        .id = {},
        .absent = made.absent,
        .substitute = made.substitute,
        .begins_at = std::max(core::danish_midnight(made.first), acting.now),
        .ends_at = core::danish_midnight(made.last + std::chrono::days{1}),
        .named_by = acting.who.user,
        .named_at = acting.now,
    };
    named.id = SubstitutionStore{tx}.add(named);
    note(tx, acting, EventKind::substitute_named, named);
    keep_rights_current(tx, acting.now);
    return named;
}

Result<void> end_substitution(Transaction& tx, const Acting& acting, core::SubstitutionId id) {
    const auto one = SubstitutionStore{tx}.find(id);
    if (!one) return Error{ErrorCode::not_found, "there is no such substitution"};
    const bool may_end = one->substitute == acting.who.user ||
                         core::may_name_substitute(acting.who, one->absent, UserStore{tx}.roles(one->absent));
    if (!may_end) return Error{ErrorCode::not_found, "there is no such substitution"};
    SubstitutionStore{tx}.end(id);
    GroupStore{tx}.refresh(one->substitute);
    note(tx, acting, EventKind::substitute_ended, *one);
    return core::done();
}

std::vector<core::Substitution> substitutions_seen(Transaction& tx, const core::Principal& who) {
    auto seen = SubstitutionStore{tx}.all();
    if (core::may(who, core::Action::administer, {})) return seen;
    std::erase_if(seen, [&](const core::Substitution& one) {
        return one.substitute != who.user &&
               !core::may_name_substitute(who, one.absent, UserStore{tx}.roles(one.absent));
    });
    return seen;
}

}  // namespace services
