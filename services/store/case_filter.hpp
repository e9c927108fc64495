#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"

/// What a list of cases asks for, and where its pages begin.
namespace services {

/// What a list is in the order of; cases alike in it are in the order of their ids.
enum class CaseSort {
    changed,  ///< when they changed last
    opened,
    number,
    title,    ///< as core/rules/danish_order.hpp has it
    deadline  ///< closed cases and those without come as if it were on the last of all days
};

/// Which cases a list shows: those that `reader` may read and that are all of what is set.
struct CaseFilter {
    core::UserId reader;
    std::optional<core::UserId> caseworker;
    std::optional<core::UnitId> unit;
    std::optional<core::CaseState> state;
    bool open_only{false};     ///< leaves out closed cases
    bool waiting_only{false};  ///< leaves out closed cases and those that wait for nothing
    std::string subject{};     ///< how the KLE number begins: "27.35"
    std::optional<core::Confidentiality> confidentiality{};
    std::optional<core::Timestamp> opened_from{}, opened_until{};    ///< from this second on, and before that one
    std::optional<core::Timestamp> changed_from{}, changed_until{};  ///< likewise
    std::optional<core::Date> due_before{};  ///< with a deadline before this day, and not closed
    CaseSort sort{CaseSort::changed};
    bool is_rising{false};      ///< the least first; else the newest, highest or last first
    struct Place {              ///< of a row in the order of the list
        std::string text{};     ///< of number, title and deadline
        std::int64_t number{};  ///< of the times, in seconds
        core::CaseId id;
    };
    std::optional<Place> after;  ///< the last row of the page before
    std::int64_t limit{50};
    /// How many cases `reader` may read at the most for them to be gathered and sorted, in orders other than that of
    /// change: some ten milliseconds. For more, the order's own index is walked, which passes by what others may read.
    std::int64_t gathered_up_to{5'000};
};

/// Where a case stands in lists of that order.
CaseFilter::Place place_of(CaseSort sort, const core::Case& one);
/// Whether `one` comes before `other` in lists that rise.
bool is_before(const CaseFilter::Place& one, const CaseFilter::Place& other);
/// Whether the filter lets the case through, whoever reads it and wherever the page begins.
bool passes(const core::Case& one, const CaseFilter& filter);

/// Cursors are opaque to clients.
std::string cursor_text(const CaseFilter::Place& place, CaseSort sort);
/// Nothing where the text is not a cursor of such a list.
std::optional<CaseFilter::Place> place_in(std::string_view cursor, CaseSort sort);

}  // namespace services
