#include "services/access_requests/access_statistics.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace services {

namespace {

constexpr std::int64_t seven_days = 7;

std::size_t month_of(core::Date day) {
    return static_cast<unsigned>(std::chrono::year_month_day{day}.month()) - 1;
}

bool is_by(const std::vector<core::AccessLaw>& laws, const std::optional<core::AccessLaw>& wanted) {
    return !wanted || std::ranges::find(laws, *wanted) != laws.end();
}

void count_outcome(AccessMonth& month, std::optional<core::AccessOutcome> outcome) {
    if (!outcome) return;
    switch (*outcome) {
        case core::AccessOutcome::full:
            ++month.full;
            return;
        case core::AccessOutcome::partial:
            ++month.partial;
            return;
        case core::AccessOutcome::refused:
            ++month.refused;
            return;
        case core::AccessOutcome::nothing_held:
            ++month.nothing_held;
            return;
    }
}

void put_days(AccessMonth& month, const std::vector<std::int64_t>& days) {
    constexpr std::int64_t half = 50;
    constexpr std::int64_t nine_of_ten = 90;
    month.median = percentile(days, half);
    month.ninetieth = percentile(days, nine_of_ten);
    month.in_seven_days = std::ranges::count_if(days, [](std::int64_t used) { return used <= seven_days; });
}

}  // namespace

std::optional<std::int64_t> percentile(std::vector<std::int64_t> days, std::int64_t percent) {
    if (days.empty()) return std::nullopt;
    std::ranges::sort(days);
    const auto count = std::ssize(days);
    const auto rank = std::max<std::int64_t>(1, (count * percent + 99) / 100);
    return days[static_cast<std::size_t>(rank - 1)];
}

AccessStatistics access_statistics(Transaction& tx, core::UserId reader, const StatisticsQuestion& question) {
    const std::chrono::year year{question.year};
    const AccessFigureFilter filter{
        .reader = reader,
        .from = core::Date{year / std::chrono::January / 1},
        .to = core::Date{year / std::chrono::December / 31},
        .unit = question.unit,
    };
    AccessStatistics all;
    const AccessFiguresStore store{tx};
    for (const auto& one : store.received(filter)) {
        if (!is_by(one.laws, question.law)) continue;
        ++all.months[month_of(one.received)].received;
        ++all.year.received;
    }
    const auto calendar = CalendarStore{tx}.calendar();
    std::array<std::vector<std::int64_t>, 12> days;
    std::vector<std::int64_t> days_of_year;
    for (const auto& one : store.answered(filter)) {
        if (!is_by(one.laws, question.law)) continue;
        const auto at = month_of(one.ended);
        const auto used = calendar.working_days_between(one.received, one.ended);
        days[at].push_back(used);
        days_of_year.push_back(used);
        for (auto* month : {&all.months[at], &all.year}) {
            ++month->answered;
            month->minutes_used += one.minutes_used;
            count_outcome(*month, one.outcome);
        }
    }
    for (std::size_t at = 0; at < days.size(); ++at) put_days(all.months[at], days[at]);
    put_days(all.year, days_of_year);
    std::map<std::string, std::int64_t> paragraphs;
    for (const auto& one : store.exemptions(filter)) {
        if (!is_by(one.laws, question.law)) continue;
        for (const auto& key : one.exemptions) paragraphs[key] += one.documents;
    }
    for (const auto& [key, documents] : paragraphs) all.paragraphs.push_back({key, documents});
    std::ranges::stable_sort(all.paragraphs, std::ranges::greater{}, &AccessParagraph::documents);
    return all;
}

}  // namespace services
