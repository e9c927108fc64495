#pragma once

#include <set>

#include "services/rights/case_access.hpp"
#include "services/rights/readers.hpp"
#include "services/rights/substitutions.hpp"
#include "services/rights/upkeep.hpp"
#include "services/store/access_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/incoming_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

namespace tests {

inline services::CaseChange titled(const std::string& title) {
    services::CaseChange change;
    change.title = title;
    return change;
}
inline services::CaseChange handled_by(core::UserId caseworker) {
    services::CaseChange change;
    change.caseworker = caseworker;
    return change;
}

/// The town hall with an auditor, and with what is done about rights in it.
struct RightsHall : TownHall {
    core::UserId auditor = add_user("revi", {{core::Role::auditor, authority}});
    core::UserId colleague = add_user("kirsten", {{core::Role::caseworker, unit}});

    core::Result<core::CaseAccess> give(core::UserId by, core::CaseId id, const services::NewCaseAccess& made) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::give_case_access(tx, {who, clock.now()}, id, made);
        });
    }
    core::Result<core::CaseAccess> grant(
        core::UserId by, core::CaseId id, core::UserId to, std::optional<core::Date> until = {}
    ) {
        return give(by, id, {core::CaseAccessKind::grant, to, std::nullopt, "Skal hjælpe", until});
    }
    core::Result<core::CaseAccess> block(core::UserId by, core::CaseId id, core::UserId whom) {
        return give(by, id, {core::CaseAccessKind::block, whom, std::nullopt, "Er inhabil", std::nullopt});
    }
    core::Result<void> take_back(core::UserId by, const core::CaseAccess& access) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::take_back_case_access(tx, {who, clock.now()}, access.in_case, access.id);
        });
    }
    core::Result<core::Substitution> substitute(
        core::UserId by, core::UserId absent, core::UserId other, core::Date first, core::Date last
    ) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::name_substitute(tx, {who, clock.now()}, {absent, other, first, last});
        });
    }
    bool reads(core::UserId who, core::CaseId id) { return read(who, id).has_value(); }
    core::Case kept(core::CaseId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<core::Case> {
                return services::CaseStore{tx}.find(id).value();
            })
            .value();
    }
    core::Date today() { return core::danish_date(clock.now()); }
    /// As whoever is asked next would have it.
    void keep_current() {
        write([&](services::Transaction& tx) -> core::Result<void> {
            services::keep_rights_current(tx, clock.now());
            return core::done();
        }).value();
    }
    std::vector<services::Event> history(core::CaseId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::vector<services::Event>> {
                return services::EventLog{tx}.of_case(id, core::EventId{1'000'000}, 100);
            })
            .value();
    }
};

}  // namespace tests
