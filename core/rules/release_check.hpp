#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/rules/watch_list.hpp"

/// What the machine looks for in all that leaves the house for everyone to read. It finds, a person decides.
namespace core {

enum class ReleaseKind {
    cpr,        ///< databeskyttelsesloven § 11: a CPR number is not published
    listed,     ///< on the authority's own lists; CPR-loven § 28 (name and address protection)
    email,      ///< offentlighedsloven § 30, nr. 1, and databeskyttelsesforordningen art. 6
    phone,      ///< the same
    address,    ///< the same
    sensitive,  ///< databeskyttelsesforordningen art. 9, databeskyttelsesloven § 8, offentlighedsloven § 30, nr. 1
};

struct ReleaseFinding {
    ReleaseKind kind{};
    std::size_t begin{}, end{};  ///< bytes in the text
    bool certain{};

    friend bool operator==(const ReleaseFinding&, const ReleaseFinding&) = default;
};

/// All finders over one text after another. Reading only; may be shared by threads.
class ReleaseCheck {
  public:
    explicit ReleaseCheck(WatchList lists = {}) : lists_(std::move(lists)) {}

    /// In order, and never overlapping: of two that overlap, the kind that comes first above stays. `text` need not be
    /// valid UTF-8. A CPR number is never allowed by a list.
    std::vector<ReleaseFinding> operator()(std::string_view text) const;

  private:
    WatchList lists_;
};

std::string_view name_of(ReleaseKind kind);
std::optional<ReleaseKind> release_kind_named(std::string_view name);

}  // namespace core
