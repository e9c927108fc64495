#include "ocr/page_image.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace ocr {
namespace {

constexpr int jpeg_quality = 72;
/// Higher levels take longer by a third for a hundredth less.
constexpr int deflate_level = 4;
constexpr double flat_share = 0.85;
/// One line in so many is looked at.
constexpr int sampled_lines = 4;
constexpr std::size_t palette_colours_max = 256;
constexpr std::size_t colours_of_4_bits = 1U << 12U;

using Bytes = std::vector<std::uint8_t>;

std::string deflated(const Bytes& raw) {
    uLongf size = compressBound(static_cast<uLong>(raw.size()));
    std::string bytes(size, '\0');
    const auto made = compress2(
        reinterpret_cast<Bytef*>(bytes.data()), &size, raw.data(), static_cast<uLong>(raw.size()), deflate_level
    );
    if (made != Z_OK) throw std::runtime_error("a page can't be compressed");
    bytes.resize(size);
    return bytes;
}

/// To the nearest of sixteen greys.
std::uint8_t in_4_bits(l_uint32 grey) {
    constexpr l_uint32 most = 15;
    constexpr l_uint32 half = 135;
    return static_cast<std::uint8_t>((grey * most + half) >> 8);
}

/// Four bits a pixel: four pixels of a word become two bytes.
PageImage greys_of(Pix* grey) {
    const int width = pixGetWidth(grey);
    const int height = pixGetHeight(grey);
    const auto row_bytes = static_cast<std::size_t>(width + 1) / 2;
    const auto words = static_cast<std::size_t>(width + 3) / 4;
    // A row's last word may reach a byte into the next row, which is written after it.
    Bytes raw(row_bytes * static_cast<std::size_t>(height) + 1);
    for (int y = 0; y < height; ++y) {
        const l_uint32* line = line_of(grey, y);
        std::uint8_t* row = raw.data() + row_bytes * static_cast<std::size_t>(y);
        for (std::size_t i = 0; i < words; ++i) {
            const l_uint32 four = line[i];
            row[2 * i] = static_cast<std::uint8_t>(in_4_bits(four >> 24) << 4 | in_4_bits(four >> 16 & 0xFF));
            row[2 * i + 1] = static_cast<std::uint8_t>(in_4_bits(four >> 8 & 0xFF) << 4 | in_4_bits(four & 0xFF));
        }
    }
    raw.pop_back();
    return {
        deflated(raw),
        "FlateDecode",
        fmt::format("/Width {} /Height {} /ColorSpace /DeviceGray /BitsPerComponent 4", width, height)};
}

/// Four bits of each colour, as a place in a table.
std::size_t colour_of(l_uint32 pixel) {
    return static_cast<std::size_t>(in_4_bits(pixel >> 24)) << 8 |
           static_cast<std::size_t>(in_4_bits(pixel >> 16 & 0xFF)) << 4 | in_4_bits(pixel >> 8 & 0xFF);
}

/// The page's colours at four bits each, in a palette; nothing where there are too many.
PageImage palette_of(Pix* colours) {
    const int width = pixGetWidth(colours);
    const int height = pixGetHeight(colours);
    std::vector<std::int16_t> places(colours_of_4_bits, -1);
    std::string palette;
    Bytes raw;
    raw.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    std::int16_t next = 0;
    for (int y = 0; y < height; ++y) {
        const l_uint32* line = line_of(colours, y);
        for (int x = 0; x < width; ++x) {
            const auto colour = colour_of(line[x]);
            auto& place = places[colour];
            if (place < 0) {
                if (static_cast<std::size_t>(next) == palette_colours_max) return {};
                place = next++;
                constexpr std::size_t full_scale = 17;  // 15 * 17 is 255
                palette += fmt::format(
                    "{:02x}{:02x}{:02x}",
                    (colour >> 8) * full_scale,
                    (colour >> 4 & 0xF) * full_scale,
                    (colour & 0xF) * full_scale
                );
            }
            raw.push_back(static_cast<std::uint8_t>(place));
        }
    }
    return {
        deflated(raw),
        "FlateDecode",
        fmt::format(
            "/Width {} /Height {} /ColorSpace [/Indexed /DeviceRGB {} <{}>] /BitsPerComponent 8",
            width,
            height,
            next - 1,
            palette
        )};
}

struct FreeBytes {
    void operator()(l_uint8* bytes) const noexcept { lept_free(bytes); }
};

PageImage jpeg_of(Pix* pixels) {
    l_uint8* made = nullptr;
    std::size_t size = 0;
    const bool failed = pixWriteMemJpeg(&made, &size, pixels, jpeg_quality, 0) != 0;
    const std::unique_ptr<l_uint8, FreeBytes> bytes{made};
    if (failed || !bytes) throw std::runtime_error("a page can't be compressed");
    return {
        {reinterpret_cast<const char*>(bytes.get()), size},
        "DCTDecode",
        fmt::format(
            "/Width {} /Height {} /ColorSpace /{} /BitsPerComponent 8",
            pixGetWidth(pixels),
            pixGetHeight(pixels),
            pixGetDepth(pixels) == 8 ? "DeviceGray" : "DeviceRGB"
        )};
}

}  // namespace

bool is_flat(Pix* pixels) {
    std::array<std::size_t, 256> counts{};
    const int width = pixGetWidth(pixels);
    const bool is_grey = pixGetDepth(pixels) == 8;
    std::size_t all = 0;
    for (int y = 0; y < pixGetHeight(pixels); y += sampled_lines) {
        const l_uint32* line = line_of(pixels, y);
        for (int x = 0; x < width; ++x) {
            const l_uint32 value = is_grey ? GET_DATA_BYTE(line, x) : line[x] >> 16 & 0xFF;
            ++counts[value];
        }
        all += static_cast<std::size_t>(width);
    }
    std::partial_sort(counts.begin(), counts.begin() + 2, counts.end(), std::greater<>{});
    return static_cast<double>(counts[0] + counts[1]) >= flat_share * static_cast<double>(all);
}

PageImage page_image(Pix* pixels) {
    if (!is_flat(pixels)) return jpeg_of(pixels);
    if (pixGetDepth(pixels) == 8) return greys_of(pixels);
    auto image = palette_of(pixels);
    return image.bytes.empty() ? jpeg_of(pixels) : image;
}

}  // namespace ocr
