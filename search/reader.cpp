#include <xapian.h>

#include <algorithm>

#include "search/facet_spy.hpp"
#include "search/fields.hpp"
#include "search/filters.hpp"
#include "search/hit.hpp"
#include "search/index_pool.hpp"
#include "search/parse.hpp"
#include "search/posting.hpp"
#include "search/query.hpp"
#include "search/suggestion.hpp"

namespace search {
namespace {

constexpr std::uint32_t limit_max = 100;
constexpr std::uint32_t offset_max = 10'000;
// Up to here a total is counted, beyond it is estimated.
constexpr Xapian::doccount counted_max = 10'000;

core::Result<void> check(const Query& query) {
    const auto wrong = [](const char* sentence, const char* field) {
        return core::Error{core::ErrorCode::invalid_input, sentence, field};
    };
    if (query.limit > limit_max) return wrong("at most 100 hits at a time", "limit");
    if (query.offset > offset_max) return wrong("hits beyond 10,000 can't be listed; narrow the query", "offset");
    if (query.from && query.to && *query.from > *query.to) return wrong("the period ends before it begins", "to");
    return core::done();
}

Answer run(const Xapian::Database& database, const ParsedText& parsed, const Query& query) {
    Xapian::Enquire enquire(database);
    enquire.set_query(filtered(parsed.query, query));
    // What nothing was asked about has no relevance.
    if (query.order == Order::newest || parsed.is_everything) {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_sort_by_value(number_of(Slot::newest), true);
    }
    FacetSpy facets;
    enquire.add_matchspy(&facets);
    const auto matches = enquire.get_mset(query.offset, query.limit, counted_max + 1);

    Answer answer;
    answer.total = matches.get_matches_estimated();
    answer.total_is_exact = matches.get_matches_lower_bound() == matches.get_matches_upper_bound();
    facets.write_to(answer);
    const Matcher matcher(parsed.patterns);
    for (auto match = matches.begin(); match != matches.end(); ++match) {
        answer.hits.push_back(make_hit(database, *match, matcher));
    }
    if (answer.total == 0 && !parsed.is_everything) answer.suggestion = suggest(database, parsed, query);
    return answer;
}

}  // namespace

struct Reader::Impl {
    explicit Impl(std::filesystem::path folder) : pool(std::move(folder)) {}
    mutable IndexPool pool;
};

Reader::Reader(std::filesystem::path folder) : impl_(std::make_unique<Impl>(std::move(folder))) {}
Reader::~Reader() = default;

core::Result<Answer> Reader::find(const Query& query) const {
    TRY(check(query));
    return impl_->pool.with([&](const OpenIndex* index) -> core::Result<Answer> {
        // Also without an index a query that can't be understood is refused.
        TRY(const auto parsed, parse(query.text, index != nullptr ? index->all : Xapian::Database{}));
        if (index == nullptr || query.groups.empty()) return Answer{};
        return run(index->all, parsed, query);
    });
}

core::Result<std::vector<std::int64_t>> Reader::ids(const Query& query) const {
    TRY(check(query));
    return impl_->pool.with([&](const OpenIndex* index) -> core::Result<std::vector<std::int64_t>> {
        TRY(const auto parsed, parse(query.text, index != nullptr ? index->all : Xapian::Database{}));
        std::vector<std::int64_t> ids;
        if (index == nullptr || query.groups.empty()) return ids;
        Xapian::Enquire enquire(index->all);
        enquire.set_query(filtered(parsed.query, query));
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
        const auto matches = enquire.get_mset(0, index->all.get_doccount());
        ids.reserve(matches.size());
        for (auto match = matches.begin(); match != matches.end(); ++match)
            ids.push_back(id_in_newest_value(match.get_document().get_value(number_of(Slot::newest))));
        return ids;
    });
}

core::EventId Reader::position() const {
    return impl_->pool.with([](const OpenIndex* index) {
        return index != nullptr ? index->position() : core::EventId{};
    });
}

void Reader::switch_to(std::filesystem::path folder) {
    impl_->pool.switch_to(std::move(folder));
}

}  // namespace search
