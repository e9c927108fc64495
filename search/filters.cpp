#include "search/filters.hpp"

#include <vector>

#include "search/fields.hpp"
#include "search/posting.hpp"

namespace search {
namespace {

Xapian::Query any_group(const std::vector<core::GroupId>& groups) {
    std::vector<Xapian::Query> terms;
    terms.reserve(groups.size());
    for (const auto group : groups) terms.emplace_back(term_of(Field::group, group.value));
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

Xapian::Query any_unit(const std::vector<core::UnitId>& units) {
    std::vector<Xapian::Query> terms;
    terms.reserve(units.size());
    for (const auto unit : units) terms.emplace_back(term_of(Field::unit, unit.value));
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

Xapian::Query within(std::optional<core::Date> from, std::optional<core::Date> to) {
    const auto slot = number_of(Slot::newest);
    const auto first = from ? first_value_of(*from) : first_dated_value();
    if (!to) return {Xapian::Query::OP_VALUE_GE, slot, first};
    return {Xapian::Query::OP_VALUE_RANGE, slot, first, last_value_of(*to)};
}

}  // namespace

Xapian::Query filtered(const Xapian::Query& words, const Query& query) {
    std::vector<Xapian::Query> conditions{any_group(query.groups)};
    if (query.kind) conditions.emplace_back(term_of(Field::kind, std::string(1, letter_of(*query.kind))));
    if (query.in_case) conditions.emplace_back(term_of(Field::in_case, query.in_case->value));
    if (query.unit) conditions.emplace_back(term_of(Field::unit, query.unit->value));
    if (!query.units.empty()) conditions.push_back(any_unit(query.units));
    if (!query.subject.empty()) conditions.emplace_back(term_of(Field::subject, query.subject));
    if (query.from || query.to) conditions.push_back(within(query.from, query.to));
    const Xapian::Query visible(Xapian::Query::OP_AND, conditions.begin(), conditions.end());
    if (words.empty()) return {Xapian::Query::OP_SCALE_WEIGHT, visible, 0.0};
    return {Xapian::Query::OP_FILTER, words, visible};
}

}  // namespace search
