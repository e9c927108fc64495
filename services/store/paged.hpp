#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace services {

/// A page of a list, and where the page after begins; nothing: this is the last.
template <class Row, class Place>
struct Paged {
    std::vector<Row> rows;
    std::optional<Place> next{};
};

/// The first `limit` rows behind `after` of which `is_wanted` is true. `read(after, count)` gives no more than `count`
/// rows in the list's order, `place_of` where a row stands in it.
template <class Row, class Place, class Read, class Wanted, class PlaceOf>
Paged<Row, Place> paged(std::optional<Place> after, std::int64_t limit, Read read, Wanted is_wanted, PlaceOf place_of) {
    constexpr std::int64_t step_min = 100;
    const auto step = limit + 1 < step_min ? step_min : limit + 1;
    Paged<Row, Place> page;
    for (;;) {
        std::vector<Row> rows = read(after, step);
        const bool is_last = std::ssize(rows) < step;
        if (!is_last) after = place_of(rows.back());
        for (auto& row : rows) {
            if (!is_wanted(row)) continue;
            if (std::ssize(page.rows) == limit) {
                page.next = place_of(page.rows.back());
                return page;
            }
            page.rows.push_back(std::move(row));
        }
        if (is_last) return page;
    }
}

}  // namespace services
