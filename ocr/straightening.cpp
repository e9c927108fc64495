#include "ocr/straightening.hpp"

#include <algorithm>
#include <cmath>

namespace ocr {
namespace {

/// Below this straightening only blurs.
constexpr float least_skew_degrees = 0.1f;
/// Leptonica's measure of how much better the best angle is than its neighbours.
constexpr float least_skew_certainty = 3.0f;

/// The dpi that the sizes of specks are told at.
constexpr double speck_dpi = 300;
/// What is larger than this either way is a letter, a dot of one, or a stroke.
constexpr double speck_pixels = 5;
/// A dot within this of something large belongs to it.
constexpr double reach_pixels = 10;

/// The paper's grey in each part of the page, and by how much it may differ.
constexpr int parts_across = 6;
constexpr int parts_down = 8;
constexpr l_float32 paper_rank = 0.7f;
constexpr l_float32 even_greys = 24;

constexpr double ink_share_least = 0.00005;
constexpr double ink_share_most = 0.9;

struct NumaRelease {
    void operator()(Numa* numbers) const noexcept { numaDestroy(&numbers); }
};

struct BoxRelease {
    void operator()(::Box* box) const noexcept { boxDestroy(&box); }
};

int otsu_threshold(Pix* grey) {
    const std::unique_ptr<Numa, NumaRelease> greys{pixGetGrayHistogram(grey, 1)};
    l_int32 threshold = 128;
    if (!greys ||
        numaSplitDistribution(greys.get(), 0.1f, &threshold, nullptr, nullptr, nullptr, nullptr, nullptr) != 0)
        return 128;
    return threshold;
}

/// The paper's own grey: what most of the page is at least as dark as.
l_uint32 paper_colour(Pix* grey) {
    l_float32 value = 255;
    pixGetRankValueMasked(grey, nullptr, 0, 0, 8, paper_rank, &value, nullptr);
    return static_cast<l_uint32>(value);
}

}  // namespace

double skew_of(Pix* grey) {
    const Picture half{pixGetWidth(grey) > 1600 ? pixScaleAreaMap2(grey) : pixClone(grey)};
    if (!half) return 0;
    const Picture ink{pixThresholdToBinary(half.get(), otsu_threshold(half.get()))};
    if (!ink) return 0;
    l_float32 degrees = 0;
    l_float32 certainty = 0;
    if (pixFindSkewSweepAndSearch(ink.get(), &degrees, &certainty, 2, 1, 7.0f, 1.0f, 0.01f) != 0) return 0;
    if (certainty < least_skew_certainty || std::abs(degrees) < least_skew_degrees) return 0;
    return static_cast<double>(degrees);
}

Picture straightened(Pix* pixels, double degrees) {
    if (degrees == 0) return Picture{pixClone(pixels)};
    constexpr double radians_a_degree = 3.14159265358979 / 180;
    const auto radians = static_cast<l_float32>(degrees * radians_a_degree);
    return Picture{pixRotate(pixels, radians, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0)};
}

Picture turned(Pix* pixels, int degrees) {
    return Picture{pixRotateOrth(pixels, degrees / 90)};
}

Picture without_lone_specks(Pix* grey, double dpi) {
    const double scale = std::max(0.3, dpi / speck_dpi);
    const int large = std::max(2, static_cast<int>(std::lround(speck_pixels * scale)) + 1);
    const int reach = 2 * std::max(1, static_cast<int>(std::lround(reach_pixels * scale))) + 1;
    const Picture ink{pixThresholdToBinary(grey, otsu_threshold(grey))};
    if (!ink) return Picture{pixClone(grey)};
    const Picture big{pixSelectBySize(ink.get(), large, large, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GTE, nullptr)};
    const Picture small{pixXor(nullptr, ink.get(), big.get())};
    const Picture near_big{pixDilateCompBrick(nullptr, big.get(), reach, reach)};
    const Picture seed{pixAnd(nullptr, small.get(), near_big.get())};
    const Picture belonging{pixSeedfillBinary(nullptr, seed.get(), small.get(), 8)};
    if (!belonging) return Picture{pixClone(grey)};
    const Picture lone{pixSubtract(nullptr, small.get(), belonging.get())};
    // A speck's rim is grey; it goes too.
    const Picture with_rim{pixDilateBrick(nullptr, lone.get(), 3, 3)};
    Picture clean{pixCopy(nullptr, grey)};
    pixPaintThroughMask(clean.get(), with_rim.get(), 0, 0, paper_colour(grey));
    return clean;
}

bool is_evenly_lit(Pix* grey) {
    constexpr int step = 4;
    const int width = pixGetWidth(grey) / parts_across;
    const int height = pixGetHeight(grey) / parts_down;
    l_float32 darkest = 255;
    l_float32 lightest = 0;
    for (int part = 0; part < parts_across * parts_down; ++part) {
        const std::unique_ptr<::Box, BoxRelease> box{
            boxCreate(part % parts_across * width, part / parts_across * height, width, height)};
        l_float32 paper = 0;
        const std::unique_ptr<Numa, NumaRelease> greys{pixGetGrayHistogramInRect(grey, box.get(), step)};
        if (!greys || numaHistogramGetValFromRank(greys.get(), paper_rank, &paper) != 0) return false;
        darkest = std::min(darkest, paper);
        lightest = std::max(lightest, paper);
    }
    return lightest - darkest <= even_greys;
}

bool is_empty_page(Pix* grey) {
    const Picture small{pixGetWidth(grey) > 1600 ? pixScaleAreaMap2(grey) : pixClone(grey)};
    if (!small) return true;
    const Picture ink{pixThresholdToBinary(small.get(), 160)};
    l_int32 dark = 0;
    pixCountPixels(ink.get(), &dark, nullptr);
    const double area = static_cast<double>(pixGetWidth(small.get())) * pixGetHeight(small.get());
    const double share = dark / std::max(1.0, area);
    return share < ink_share_least || share > ink_share_most;
}

}  // namespace ocr
