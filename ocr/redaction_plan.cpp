#include "ocr/redaction_plan.hpp"

#include <algorithm>

#include "ocr/word_search.hpp"

namespace ocr {
namespace {

/// Widened boxes are this wide or a multiple of it: about two centimetres, longer than most names.
constexpr int step_pixels = 120;
/// Letters reach a little out of what is called their box.
constexpr int overhang_pixels = 2;

Box within(const Box& box, const Page& page) {
    const int left = std::clamp(box.left, 0, page.width);
    const int top = std::clamp(box.top, 0, page.height);
    const int right = std::clamp(box.left + std::max(0, box.width), left, page.width);
    const int bottom = std::clamp(box.top + std::max(0, box.height), top, page.height);
    return {left, top, right - left, bottom - top};
}

bool is_inside(const Box& inner, const Box& outer) {
    return inner.left >= outer.left && inner.top >= outer.top && inner.left + inner.width <= outer.left + outer.width &&
           inner.top + inner.height <= outer.top + outer.height;
}

Box padded(const Box& box) {
    return {
        box.left - overhang_pixels,
        box.top - overhang_pixels,
        box.width + 2 * overhang_pixels,
        box.height + 2 * overhang_pixels};
}

/// To both sides, or to the one that has room: at least a quarter of a step more than it was.
Box widened(const Box& box, const Page& page) {
    const int wanted = (box.width + step_pixels / 4 + step_pixels - 1) / step_pixels * step_pixels;
    const int width = std::min(wanted, page.width);
    const int left = std::clamp(box.left - (width - box.width) / 2, 0, page.width - width);
    return {left, box.top, width, box.height};
}

}  // namespace

PagePlan plan_page(const Page& page, const std::vector<Blackout>& blackouts, bool widen) {
    PagePlan plan;
    for (const Blackout& one : blackouts) {
        if (one.page != page.number) continue;
        if (one.box.width <= 0 || one.box.height <= 0) continue;
        Box box = within(padded(one.box), page);
        if (box.width == 0 || box.height == 0) continue;
        if (widen) box = widened(box, page);
        plan.covers.push_back({page.number, box, one.label});
    }
    const auto drawn = plan.covers;
    for (const Word& word : page.words) {
        const bool is_gone = std::ranges::any_of(drawn, [&](const Blackout& one) { return takes(one.box, word.box); });
        (is_gone ? plan.gone : plan.kept).push_back(word);
        if (!is_gone) continue;
        const Box whole = within(padded(word.box), page);
        const bool is_covered =
            std::ranges::any_of(drawn, [&](const Blackout& one) { return is_inside(whole, one.box); });
        if (!is_covered) plan.covers.push_back({page.number, whole, ""});
    }
    return plan;
}

}  // namespace ocr
