#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/public_filter.hpp"
#include "services/store/public_list_store.hpp"

/// What is published of a part of the list, a piece at a time; from the database, or from the full-text index where
/// words are asked for.
namespace services {

struct PublicSlice {
    std::vector<PublicPost> posts;
    std::string next;  ///< where the next piece begins; empty: this is the last one
    std::int64_t total{};
    bool total_is_exact{true};  ///< else there are more
};

/// `after` is empty or the `next` of the slice before. Errors: invalid_input (field "efter", or "q" where the words
/// can't be understood).
core::Result<PublicSlice> public_slice(
    const PostListPages& pages, const PublicFilter& filter, const std::string& after, std::int64_t limit
);

/// The week of `today`, or the last one before it within a year that anything is shown of, or, where nothing is, that
/// anything was listed in: on a Monday morning, nobody is to meet an empty page.
core::IsoWeek newest_week(Transaction& tx, core::Date today);

/// "2026-11-03.123" as a place, and back. Errors: invalid_input (field "efter").
core::Result<std::optional<PostPlace>> place_from(const std::string& text);
std::string text_of(const PostPlace& place);

/// How far a count goes before it says "more than".
inline constexpr std::int64_t counted_up_to = 10'000;

}  // namespace services
