#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "services/post_list/post_list_pages.hpp"

/// The authority's open data at /open-data: each set with a JSON Schema, a licence, whole months to download, and all
/// of it in the order in which it changed, so that a copy is kept up by asking for what came after. A part of the house
/// joins by adding its set to the list that the program builds.
namespace services {

struct DataSet {
    std::string_view name;             ///< in addresses: "postliste"
    std::string_view title;            ///< Danish
    std::string_view description;      ///< Danish, a sentence or two
    std::string_view schema;           ///< JSON Schema (2020-12) of one item
    std::vector<std::string> columns;  ///< of the item's members, as a spreadsheet has them
    std::vector<std::string> keywords;

    struct Piece {
        nlohmann::json items = nlohmann::json::array();
        std::string next;  ///< what to ask for to go on; empty: there is no more by now
    };
    /// What changed after a place, which is empty at the beginning. Errors: invalid_input (field "efter").
    std::function<core::Result<Piece>(const std::string& after, std::int64_t limit, const std::string& base)> changed;
    /// All of one month as it is now, from its first day to its last.
    std::function<core::Result<nlohmann::json>(core::Date first, core::Date last, const std::string& base)> of_month;
    struct Days {
        core::Date first{}, last{};
    };
    /// From when to when it has months; nothing where there is nothing in it.
    std::function<std::optional<Days>()> days;
    std::string_view feed_path{};  ///< of the same as a feed, or empty
};

/// Entries, the days' counts and what was taken down.
std::vector<DataSet> post_list_data_sets(const PostListPages& pages);

struct OpenDataDesk {
    PostListPages pages;
    std::string licence;  ///< its address
    std::vector<DataSet> sets;
};
void add_open_data(Router& router, const OpenDataDesk& desk);
/// /sitemap.xml, its parts, and /robots.txt.
void add_sitemap(Router& router, const PostListPages& pages);

}  // namespace services
