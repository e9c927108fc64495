#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "search/index.hpp"

namespace search {

/// Where a page's words and its text are.
struct PagePlace {
    int number{};
    std::uint32_t first_position{};   ///< of its words in the index; the last word's is before the next page's
    std::uint32_t chunk{};            ///< 0 is beside the entry, later ones are documents of their own
    std::uint32_t offset{}, bytes{};  ///< in that chunk's text
};

/// What a hit shows, as kept in a document's data.
struct StoredEntry {
    Kind kind{};
    std::int64_t id{};
    std::optional<core::CaseId> in_case;
    core::UnitId unit;
    std::optional<core::Date> date;
    std::string title;
    std::string case_number;
    std::vector<std::string> people;
    std::vector<PagePlace> pages;  ///< by position
    std::string text;              ///< chunk 0
};

std::string encode(const StoredEntry& entry);
/// Throws IndexDamaged, if the bytes are none that encode() makes.
StoredEntry decode(std::string_view data);

}  // namespace search
