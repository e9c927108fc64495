#pragma once

#include <string>
#include <vector>

#include "services/post_list/post_check.hpp"
#include "services/web/translation.hpp"

/// What the machine found, said as one would say it.
namespace services {

std::string spoken_kind(Language language, std::string_view what);
/// Where a hit stands: "Titlen", "Side 2", "Bilag 1, side 2".
std::string spoken_place(Language language, const PostHit& hit);
/// The hit itself; of hidden parts that could not be looked at why that is.
std::string spoken_hit(Language language, const PostHit& hit);
/// A sentence for each kind and place, the pages taken together.
std::vector<std::string> spoken_findings(Language language, const std::vector<PostFinding>& findings);

}  // namespace services
