#include "services/demo/wear.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace services {

namespace {

struct WearRow {
    std::array<int, 3> paper;  ///< tone of the paper, red green blue
    int noise;                 ///< largest change of a pixel
    int specks;
    int folds;
    int blurs;
};

WearRow row_of(DemoWear wear) {
    switch (wear) {
        case DemoWear::clean:
            return {{252, 252, 252}, 2, 4, 0, 0};
        case DemoWear::office:
            return {{246, 243, 234}, 9, 60, 1, 0};
        case DemoWear::worn:
            return {{233, 222, 196}, 22, 420, 2, 1};
        case DemoWear::fax:
            break;
    }
    return {{255, 255, 255}, 60, 300, 0, 1};
}

std::uint8_t clamped(int value) {
    return static_cast<std::uint8_t>(std::clamp(value, 0, 255));
}

/// Each pixel becomes the mean of itself (twice) and its neighbours to the right and below; a soft
/// lens, not a lost focus.
void blur(Picture& page) {
    const std::size_t stride = page.row_bytes();
    const auto step = static_cast<std::size_t>(page.channels);
    for (std::size_t y = 0; y + 1 < static_cast<std::size_t>(page.height); ++y) {
        std::uint8_t* row = page.pixels.data() + y * stride;
        for (std::size_t x = 0; x + step < stride; ++x)
            row[x] = static_cast<std::uint8_t>((2 * row[x] + row[x + step] + row[x + stride]) / 4);
    }
}

/// How bright a row is, of 256: paper lies unevenly under the lid, and folds throw a shadow.
int light_of_row(int y, int height, int folds, int slope) {
    int light = 256 - slope * y / height;
    for (int fold = 1; fold <= folds; ++fold) {
        const int distance = std::abs(y - height * fold / (folds + 1));
        if (distance < 40) light -= (40 - distance) * 5 / 4;
    }
    return light;
}

void tone_and_noise(Picture& page, const WearRow& wear, DemoRandom& random) {
    const int slope = wear.noise > 4 ? random.between(4, 18) : 0;
    for (int y = 0; y < page.height; ++y) {
        const int light = light_of_row(y, page.height, wear.folds, slope);
        std::uint8_t* pixel = page.pixels.data() + page.row_bytes() * static_cast<std::size_t>(y);
        std::uint64_t bits = 0;
        for (int x = 0; x < page.width; ++x) {
            if (x % 4 == 0) bits = random.next();
            // Two bytes make a triangular distribution around zero.
            const int byte_sum = static_cast<int>(bits & 0xFF) + static_cast<int>((bits >> 8) & 0xFF);
            bits >>= 16;
            const int noise = (byte_sum - 255) * wear.noise / 255;
            for (int channel = 0; channel < page.channels; ++channel, ++pixel) {
                const int paper = wear.paper[static_cast<std::size_t>(channel)] * light / 256;
                *pixel = clamped(*pixel * paper / 255 + noise);
            }
        }
    }
}

void speck(Picture& page, DemoRandom& random) {
    const int size = random.chance(85) ? random.between(1, 3) : random.between(3, 6);
    const int left = random.between(0, page.width - size - 1);
    const int top = random.between(0, page.height - size - 1);
    const int shade = random.between(30, 150);
    for (int y = top; y < top + size; ++y)
        for (int x = left; x < left + size; ++x) {
            if (random.chance(25)) continue;
            const auto at =
                page.row_bytes() * static_cast<std::size_t>(y) + static_cast<std::size_t>(x * page.channels);
            for (int channel = 0; channel < page.channels; ++channel) {
                auto& value = page.pixels[at + static_cast<std::size_t>(channel)];
                value = std::min(value, static_cast<std::uint8_t>(shade));
            }
        }
}

void to_black_and_white(Picture& page) {
    for (auto& value : page.pixels) value = value < 140 ? 0 : 255;
}

/// A dirty spot on a fax machine's glass draws a line down the whole page.
void streak(Picture& page, DemoRandom& random) {
    const auto x = static_cast<std::size_t>(random.between(40, 160));
    for (std::size_t y = 0; y < static_cast<std::size_t>(page.height); ++y)
        if (random.chance(80)) page.pixels[y * page.row_bytes() + x] = 0;
}

}  // namespace

void wear_down(Picture& page, DemoWear wear, DemoRandom& random) {
    const WearRow row = row_of(wear);
    for (int i = 0; i < row.blurs; ++i) blur(page);
    tone_and_noise(page, row, random);
    for (int i = 0; i < row.specks; ++i) speck(page, random);
    if (wear != DemoWear::fax) return;
    to_black_and_white(page);
    streak(page, random);
}

}  // namespace services
