#include "search/facet_spy.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "search/fields.hpp"
#include "search/posting.hpp"

namespace search {
namespace {

std::vector<Count> sorted(const std::map<std::int64_t, std::uint64_t>& counts, double scale) {
    std::vector<Count> result;
    result.reserve(counts.size());
    for (const auto& [value, hits] : counts) {
        result.push_back({value, static_cast<std::uint64_t>(std::llround(static_cast<double>(hits) * scale))});
    }
    std::ranges::stable_sort(result, std::ranges::greater{}, &Count::hits);
    return result;
}

}  // namespace

void FacetSpy::operator()(const Xapian::Document& document, double) {
    ++counts_[document.get_value(number_of(Slot::facets))];
    ++seen_;
}

void FacetSpy::write_to(Answer& answer) const {
    std::map<std::int64_t, std::uint64_t> kinds, units, years;
    for (const auto& [value, hits] : counts_) {
        const auto facets = parse_facets(value);
        kinds[static_cast<std::int64_t>(facets.kind)] += hits;
        units[facets.unit.value] += hits;
        if (facets.year != 0) years[facets.year] += hits;
    }
    const bool is_part = answer.total > seen_ && seen_ > 0;
    const double scale = is_part ? static_cast<double>(answer.total) / static_cast<double>(seen_) : 1.0;
    answer.by_kind = sorted(kinds, scale);
    answer.by_unit = sorted(units, scale);
    answer.by_year = sorted(years, scale);
}

}  // namespace search
