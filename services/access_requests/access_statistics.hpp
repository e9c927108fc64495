#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "services/access_requests/access_requests.hpp"
#include "services/store/access_figures_store.hpp"

/// How a year of access requests went, month by month, of the requests that the reader may read.
namespace services {

struct AccessMonth {
    std::int64_t received{};
    std::int64_t answered{};
    std::int64_t in_seven_days{};             ///< of the answered: within seven working days of receipt
    std::optional<std::int64_t> median{};     ///< working days from receipt to answer; absent: nothing was answered
    std::optional<std::int64_t> ninetieth{};  ///< nine of ten took no more
    std::int64_t minutes_used{};
    std::int64_t full{}, partial{}, refused{}, nothing_held{};
};

struct AccessParagraph {
    std::string exemption;  ///< a key of core::exemptions
    std::int64_t documents{};
};

struct AccessStatistics {
    std::array<AccessMonth, 12> months{};
    AccessMonth year{};
    std::vector<AccessParagraph> paragraphs{};  ///< the most used first
};

struct StatisticsQuestion {
    int year{};
    std::optional<core::UnitId> unit{};
    std::optional<core::AccessLaw> law{};  ///< only requests that are answered by it, too
};
AccessStatistics access_statistics(Transaction& tx, core::UserId reader, const StatisticsQuestion& question);

/// The smallest of `days` that at least `percent` of a hundred do not exceed (nearest rank); nothing for none.
std::optional<std::int64_t> percentile(std::vector<std::int64_t> days, std::int64_t percent);

}  // namespace services
