#pragma once

#include "core/result.hpp"
#include "services/rights/acting.hpp"
#include "services/store/people_store.hpp"

/// The tree of units. Only administrators change it.
namespace services {

/// Errors: forbidden, invalid_input with its field, conflict if the name is taken.
core::Result<core::UnitId> add_unit(Transaction& tx, const Acting& acting, const Unit& made);
/// Names it anew or moves it, with all that is beneath it; `changed.version` is the one that was read. Errors:
/// forbidden, not_found, invalid_input with its field (a unit can't be put beneath itself), conflict of names or
/// versions.
core::Result<void> change_unit(Transaction& tx, const Acting& acting, const Unit& changed);
/// What change_unit() would refuse, without doing it.
core::Result<void> check_unit(Transaction& tx, const Unit& changed);

}  // namespace services
