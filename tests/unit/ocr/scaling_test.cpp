// Pages made smaller before they are read.
#include "ocr/scaling.hpp"

#include <leptonica/allheaders.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>

namespace {

using ocr::Picture;

Picture grey_of(int width, int height, std::uint8_t (*value)(int, int)) {
    Picture picture{pixCreate(width, height, 8)};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) pixSetPixel(picture.get(), x, y, value(x, y));
    return picture;
}

int value_at(const Picture& picture, int x, int y) {
    l_uint32 value = 0;
    REQUIRE(pixGetPixel(picture.get(), x, y, &value) == 0);
    return static_cast<int>(value);
}

std::uint8_t slope(int x, int y) {
    return static_cast<std::uint8_t>(40 + x + y);
}

}  // namespace

TEST_CASE("Two thirds of a picture hold what leptonica's scaling by area holds", "[ocr][scaling]") {
    const Picture picture = grey_of(90, 60, slope);
    const Picture ours = ocr::two_thirds_of(picture.get());
    const Picture theirs{pixScaleAreaMap(picture.get(), 2.0f / 3, 2.0f / 3)};
    REQUIRE(pixGetWidth(ours.get()) == pixGetWidth(theirs.get()));
    REQUIRE(pixGetHeight(ours.get()) == pixGetHeight(theirs.get()));
    int farthest = 0;
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 60; ++x)
            farthest = std::max(farthest, std::abs(value_at(ours, x, y) - value_at(theirs, x, y)));
    CHECK(farthest <= 2);
}

TEST_CASE("A black stroke on two thirds of a picture is as black and as wide as before", "[ocr][scaling]") {
    const auto stroke = [](int x, int) { return static_cast<std::uint8_t>(x >= 30 && x < 36 ? 0 : 255); };
    const Picture smaller = ocr::two_thirds_of(grey_of(91, 62, stroke).get());
    CHECK(pixGetWidth(smaller.get()) == 60);
    CHECK(pixGetHeight(smaller.get()) == 40);
    for (const int y : {0, 17, 39}) {
        CHECK(value_at(smaller, 19, y) == 255);
        for (int x = 20; x < 24; ++x) CHECK(value_at(smaller, x, y) == 0);
        CHECK(value_at(smaller, 24, y) == 255);
    }
}

TEST_CASE("Two thirds of almost nothing are still a picture", "[ocr][scaling]") {
    const Picture smaller = ocr::two_thirds_of(grey_of(2, 2, slope).get());
    REQUIRE(smaller);
    CHECK(pixGetWidth(smaller.get()) >= 1);
}

TEST_CASE("Black and white becomes grey when it gets smaller", "[ocr][scaling]") {
    const Picture dots{pixCreate(300, 300, 1)};
    const Picture smaller = ocr::scaled_grey(dots.get(), 2.0 / 3);
    REQUIRE(smaller);
    CHECK(pixGetDepth(smaller.get()) == 8);
    CHECK(std::abs(pixGetWidth(smaller.get()) - 200) <= 1);
    CHECK(value_at(smaller, 100, 100) == 255);
}
