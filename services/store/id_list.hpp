#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/id.hpp"

/// Many ids as one parameter, which both engines take apart alike. For the stores only.
namespace services {

/// Of so many at most: the text is gone through from its beginning for each.
inline constexpr std::size_t ids_at_once = 500;

/// A subselect of the ids in the text of id_list() in parameter `text`, which holds as many as parameter `count` says,
/// one at least.
#define ID_LIST(text, count)                                                                             \
    "(WITH RECURSIVE places (at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM places WHERE at + 1 < " count \
    ")"                                                                                                  \
    " SELECT CAST(SUBSTR(CAST(" text " AS TEXT), CAST(1 + 19 * at AS INTEGER), 19) AS BIGINT) FROM places)"

template <class IdType>
std::string id_list(std::span<const IdType> ids) {
    constexpr std::size_t digits = 19;
    std::string text;
    text.reserve(digits * ids.size());
    for (const auto id : ids) {
        const auto number = std::to_string(id.value);
        text.append(digits - number.size(), '0').append(number);
    }
    return text;
}

/// Calls `take` with the ids as text and how many they are, some hundreds at a time.
template <class IdType, class Take>
void in_lists(const std::vector<IdType>& ids, Take take) {
    for (std::span<const IdType> rest{ids}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), ids_at_once));
        take(id_list(some), static_cast<std::int64_t>(some.size()));
        rest = rest.subspan(some.size());
    }
}

}  // namespace services
