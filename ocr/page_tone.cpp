#include "ocr/page_tone.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace ocr {
namespace {

/// Colours that differ by less are grey; so many pixels may be more than that by chance.
constexpr int tint_least = 16;
constexpr int tinted_pixels_most = 2;
/// Of print, most is bare paper of one lightness, even where a pixel stands for many.
constexpr double paper_share_least = 0.5;

struct Named {
    std::string_view comment;
    Tone tone;
};
constexpr std::array<Named, 4> names{{
    {"page: print in grey", {true, true}},
    {"page: print in colours", {false, true}},
    {"page: picture in grey", {true, false}},
    {"page: picture in colours", {false, false}},
}};

bool is_tinted(Pix* pixels) {
    int tinted = 0;
    for (int y = 0; y < pixGetHeight(pixels); ++y) {
        const l_uint32* line = line_of(pixels, y);
        for (int x = 0; x < pixGetWidth(pixels); ++x) {
            const int red = channel(line[x], L_RED_SHIFT);
            const int green = channel(line[x], L_GREEN_SHIFT);
            const int blue = channel(line[x], L_BLUE_SHIFT);
            if (std::max({red, green, blue}) - std::min({red, green, blue}) > tint_least) ++tinted;
        }
        if (tinted > tinted_pixels_most) return true;
    }
    return false;
}

bool is_mostly_paper(Pix* pixels) {
    std::array<int, 256> counts{};
    const bool is_grey = pixGetDepth(pixels) == 8;
    const int width = pixGetWidth(pixels);
    const int height = pixGetHeight(pixels);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) ++counts[static_cast<std::size_t>(lightness(line_of(pixels, y), x, is_grey))];
    return *std::ranges::max_element(counts) >= paper_share_least * width * height;
}

struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
struct Free {
    void operator()(l_uint8* bytes) const noexcept { lept_free(bytes); }
};

}  // namespace

Tone tone_of(Pix* small) {
    return {pixGetDepth(small) == 8 || !is_tinted(small), is_mostly_paper(small)};
}

void note_tone(Pix* picture, const Tone& tone) {
    const auto* const named = std::ranges::find(names, tone, &Named::tone);
    pixSetText(picture, std::string{named->comment}.c_str());
}

std::optional<Tone> noted_tone(const std::filesystem::path& jpeg) {
    const std::unique_ptr<std::FILE, Close> file{std::fopen(jpeg.c_str(), "rb")};
    if (!file) return std::nullopt;
    l_uint8* found = nullptr;
    fgetJpegComment(file.get(), &found);
    const std::unique_ptr<l_uint8, Free> comment{found};
    if (!comment) return std::nullopt;
    const std::string_view text{static_cast<const char*>(static_cast<const void*>(comment.get()))};
    const auto* const named = std::ranges::find(names, text, &Named::comment);
    return named == names.end() ? std::nullopt : std::optional{named->tone};
}

}  // namespace ocr
