#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/store/post_list_store.hpp"

/// The public post list, part by part: by day, unit and subject. Everything here is asked of an index, so that a page
/// costs no more on a list of a million entries than on one of a hundred.
namespace services {

/// Where a page goes on: after this entry, the newest first.
struct PostPlace {
    core::Date listed_on{};
    std::int64_t id{};
};

/// What part of what is published is meant; one of units and subject at most.
struct PostScope {
    core::Date from{std::chrono::days{-719162}};  ///< 0001-01-01
    core::Date to{std::chrono::days{2932896}};    ///< 9999-12-31
    std::vector<core::UnitId> units{};            ///< in any of these; each once
    std::string subject{};                        ///< a main group "27", a group "27.35" or a subject "27.35.00"
};

class PublicListStore {
  public:
    explicit PublicListStore(Transaction& tx) : tx_(tx) {}

    /// What is published, newest day first.
    std::vector<PublicPost> page(const PostScope& scope, const std::optional<PostPlace>& after, std::int64_t limit)
        const;
    /// How many there are, counted up to `limit`.
    std::int64_t count(const PostScope& scope, std::int64_t limit) const;

    /// Every entry of the days from..to whatever its state, the last number of the last day first, after a place whose
    /// id is a number of its day.
    std::vector<ListedPost> listed(
        core::Date from, core::Date to, const std::optional<PostPlace>& after, std::int64_t limit
    ) const;
    /// What is published from one to the other, both included, in no order.
    std::vector<PublicPost> numbered(const ListedPost& first, const ListedPost& last) const;

    struct DayTotal {
        core::Date day{};
        PostState state{};
        std::int64_t count{};
    };
    /// How much each day has, by day and state.
    std::vector<DayTotal> totals(core::Date from, core::Date to) const;

    struct Part {
        std::string key;   ///< a unit's id or a subject's number
        std::string name;  ///< the unit's, or what KL calls the subject
        std::int64_t count{};
    };
    /// Every unit with what it has published since the day, by name.
    std::vector<Part> units(core::Date since) const;
    /// Every subject whose number begins so, with what is published on it since the day, by number.
    std::vector<Part> subjects(std::string_view beginning, core::Date since) const;
    /// What KL calls a main group, group or subject; empty where the authority's scheme does not have it.
    std::string subject_title(std::string_view number) const;

    /// The case's documents are on another subject now.
    void refresh_subjects(core::CaseId in_case);

  private:
    class UnitStream;
    std::vector<PublicPost> page_of_units(
        const PostScope& scope, const std::optional<PostPlace>& after, std::int64_t limit
    ) const;

    Transaction& tx_;
};

}  // namespace services
