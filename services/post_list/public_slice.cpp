#include "services/post_list/public_slice.hpp"

#include <algorithm>

#include "core/whole_number.hpp"
#include "services/indexing/indexer.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::int64_t searched_up_to = 10'000;
constexpr std::int64_t hits_at_once = 100;  // as many as the index gives
constexpr std::chrono::days looked_back{366};

Result<PublicSlice> searched(
    const PostListPages& pages, const PublicFilter& filter, const std::string& after, std::int64_t limit
) {
    const auto offset = core::whole_number(after.empty() ? "0" : after);
    if (!offset || *offset < 0 || *offset > searched_up_to)
        return Error{ErrorCode::invalid_input, "search for something narrower", "efter"};
    TRY(auto units, pages.workplace.db.read([&](Transaction& tx) -> Result<std::vector<core::UnitId>> {
        return units_in(tx, filter);
    }));
    search::Query query{
        .text = filter.words,
        .groups = {public_group},
        .kind = search::Kind::published,
        .in_case = {},
        .unit = {},
        .units = std::move(units),
        .subject = filter.subject,
        .from = filter.from,
        .to = filter.to,
        .order = search::Order::newest,
        .offset = static_cast<std::uint32_t>(*offset),
        .limit = static_cast<std::uint32_t>(std::min(limit, hits_at_once)),
    };
    PublicSlice slice;
    bool is_over = false;
    while (!is_over && static_cast<std::int64_t>(slice.posts.size()) < limit) {
        TRY(const auto answer, pages.search.find(query));
        TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
            // The index may be a moment behind: what is not public any more is not shown.
            for (const auto& hit : answer.hits)
                if (auto post = PostListStore{tx}.public_entry(core::PostListId{hit.id}))
                    slice.posts.push_back(std::move(*post));
            return core::done();
        }));
        query.offset += static_cast<std::uint32_t>(answer.hits.size());
        slice.total = static_cast<std::int64_t>(answer.total);
        slice.total_is_exact = answer.total_is_exact;
        is_over = answer.hits.empty() || query.offset >= answer.total || query.offset > searched_up_to;
    }
    if (!is_over) slice.next = std::to_string(query.offset);
    return slice;
}

}  // namespace

Result<PublicSlice> public_slice(
    const PostListPages& pages, const PublicFilter& filter, const std::string& after, std::int64_t limit
) {
    if (filter.needs_search()) return searched(pages, filter, after, limit);
    TRY(const auto place, place_from(after));
    return pages.workplace.db.read([&](Transaction& tx) -> Result<PublicSlice> {
        const PublicListStore list{tx};
        const auto scope = scope_of(tx, filter);
        PublicSlice slice;
        slice.posts = list.page(scope, place, limit + 1);
        if (static_cast<std::int64_t>(slice.posts.size()) > limit) {
            slice.posts.pop_back();
            slice.next = text_of({slice.posts.back().listed_on, slice.posts.back().id.value});
        }
        slice.total = list.count(scope, counted_up_to + 1);
        slice.total_is_exact = slice.total <= counted_up_to;
        slice.total = std::min(slice.total, counted_up_to);
        return slice;
    });
}

core::IsoWeek newest_week(Transaction& tx, core::Date today) {
    const PublicListStore list{tx};
    const auto from = today - looked_back;
    if (const auto shown = list.page({.from = from, .to = today}, {}, 1); !shown.empty())
        return core::iso_week(shown.front().listed_on);
    const auto listed = list.listed(from, today, {}, 1);
    return core::iso_week(listed.empty() ? today : listed.front().listed_on);
}

Result<std::optional<PostPlace>> place_from(const std::string& text) {
    if (text.empty()) return std::optional<PostPlace>{};
    const auto dot = text.find('.');
    const auto day = core::parse_iso_date(text.substr(0, dot));
    const auto number = dot == std::string::npos ? std::nullopt : core::whole_number(text.substr(dot + 1));
    if (!day || !number) return Error{ErrorCode::invalid_input, "follow the address of the next part", "efter"};
    return std::optional{PostPlace{*day, *number}};
}

std::string text_of(const PostPlace& place) {
    return core::iso_date(place.listed_on) + "." + std::to_string(place.id);
}

}  // namespace services
