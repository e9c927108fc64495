#include "services/rights/readers.hpp"

#include "services/rights/case_access.hpp"
#include "services/store/access_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Error no_such_case() {
    return Error{ErrorCode::not_found, "there is no such case"};
}

}  // namespace

Result<core::ReadingExplanation> why_readable(Transaction& tx, const core::Principal& who, core::CaseId id) {
    const auto one = CaseStore{tx}.find(id);
    if (!one || !core::may(who, core::Action::read, {one->unit, one->access_group})) return no_such_case();
    const auto staffing = read_staffing(tx);
    return core::explain_reading(CaseAccessStore{tx}.readers(*one), staffing.personas(who.user), staffing.units);
}

Result<std::vector<CaseReader>> readers_of_case(Transaction& tx, const core::Principal& who, core::CaseId id) {
    const auto one = CaseStore{tx}.find(id);
    if (!one) return no_such_case();
    const bool oversees =
        core::may(who, core::Action::read_log, {}) || core::may(who, core::Action::administer, core::Resource{});
    if (!oversees && !may_manage_access(who, *one)) return no_such_case();
    const auto staffing = read_staffing(tx);
    const auto readers = CaseAccessStore{tx}.readers(*one);
    std::vector<CaseReader> found;
    for (const auto& [user, roles] : staffing.roles) {
        auto why = core::explain_reading(readers, staffing.personas(user), staffing.units);
        if (why.block || !why.reasons.empty()) found.push_back({user, std::move(why)});
    }
    return found;
}

}  // namespace services
