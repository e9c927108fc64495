#pragma once

#include <string>
#include <vector>

#include "ocr/redaction.hpp"

namespace ocr {

/// What becomes of one page. Planned from what is known already, before any worker touches the file: no foreign file
/// can change what is covered.
struct PagePlan {
    std::vector<Blackout> covers;  ///< what is burnt, within the page: the boxes, and what they half cover
    std::vector<Word> kept;
    std::vector<Word> gone;
};

/// A word of which a box covers more than a sliver is covered whole and its text goes. `blackouts` may be of any pages.
PagePlan plan_page(const Page& page, const std::vector<Blackout>& blackouts, bool widen);

}  // namespace ocr
