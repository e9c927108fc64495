#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/rules/bulk.hpp"
#include "services/cases/case_listing.hpp"
#include "services/cases/cases.hpp"
#include "services/store/bulk_store.hpp"

/// One thing done to many cases: looked at before, done in one transaction of few statements, and undone by one more.
/// Each case keeps its own event, as if it had been changed by itself.
namespace services {

/// More are not done at once: a filter finds fewer.
inline constexpr std::size_t bulk_cases_max = 20'000;
/// For so long it can be undone.
inline constexpr std::chrono::hours bulk_undo_time{24};

struct BulkOrder {
    core::BulkKind kind{};
    CaseChange change{};  ///< only what belongs to the kind is set; a state has no other day than today
};

/// A case that was chosen, at the version at which it was looked at; without one, as it is now.
struct ChosenCase {
    core::CaseId id;
    std::optional<std::int64_t> version{};
};

struct LeftOutCases {
    core::LeftOut why{};
    std::int64_t count{};
    std::vector<core::Case> first{};  ///< some of them, by number; none of those that are not found
};

/// What would happen.
struct BulkPlan {
    std::vector<core::Case> cases;  ///< that change, as they are
    std::vector<LeftOutCases> left_out;
};

struct BulkUndone {
    std::int64_t undone{};
    std::vector<LeftOutCases> refused;  ///< left as they are
};

/// All that the question asks for. Errors: invalid_input, also where they are more than bulk_cases_max.
core::Result<std::vector<ChosenCase>> chosen_by(
    Transaction& tx, const search::Reader& index, const core::Principal& who, CaseQuestion question
);

/// Errors: invalid_input with its field: cases (none, or too many), unit, caseworker, state, reason, deadline,
/// waiting_for; forbidden, where the other unit is not one to open cases in.
core::Result<BulkPlan> plan_bulk(
    Transaction& tx, const Acting& acting, const BulkOrder& order, const std::vector<ChosenCase>& chosen
);

/// Errors: as plan_bulk; conflict, where not `expected` cases would change, or none would.
core::Result<BulkAction> do_bulk(
    Transaction& tx,
    const Acting& acting,
    const BulkOrder& order,
    const std::vector<ChosenCase>& chosen,
    std::optional<std::int64_t> expected
);

/// What the person has done. Errors: not_found.
core::Result<BulkAction> read_bulk(Transaction& tx, const core::Principal& who, BulkId id);

/// Only the one who did it can undo it, and only cases that nobody has changed since. Errors: not_found; conflict,
/// where it was undone already (field undone_at) or it is too late (undo_until).
core::Result<BulkUndone> undo_bulk(Transaction& tx, const Acting& acting, BulkId id);

/// Of what was undone, the cases that were left as they are.
core::Result<LeftOutCases> left_by_undo(Transaction& tx, const core::Principal& who, BulkId id);

}  // namespace services
