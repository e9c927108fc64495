#pragma once

#include <optional>

#include "core/model/case.hpp"
#include "core/rules/access.hpp"
#include "services/store/database.hpp"

namespace services {

/// Saglig itself as one who acts, for what a guest begins: a user who can't sign in and has no rights but those that
/// are lent here, in one unit. Made when first needed.
core::Principal house_in(Transaction& tx, core::UnitId unit, core::Timestamp now);
/// The same, who may read the case, too.
core::Principal house_on(Transaction& tx, const core::Case& on, core::Timestamp now);

/// What the house does alone is told as done by nobody.
inline constexpr const char* house_user_name = "selvbetjening";

}  // namespace services
