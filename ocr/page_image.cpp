#include "ocr/page_image.hpp"

#include <fmt/format.h>
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

namespace ocr {
namespace {

constexpr int jpeg_quality = 72;
constexpr double flat_share = 0.85;
/// One line in so many is looked at.
constexpr int sampled_lines = 8;
constexpr std::size_t palette_colours_max = 256;
constexpr std::size_t colours_of_4_bits = 1U << 12U;

using Bytes = std::vector<std::uint8_t>;

/// By igzip, whose first level takes a tenth of the time of zlib's fourth, for a twelfth more bytes: most of a page is
/// paper, and it passes over that at the memory's own speed. By zlib it was a quarter of a redaction's time.
std::string deflated(Bytes& raw) {
    constexpr std::size_t extra = 1024;  // and a byte in sixteen, for what can't be made smaller
    std::string bytes(raw.size() + raw.size() / 16 + extra, '\0');
    Bytes room(ISAL_DEF_LVL1_DEFAULT);
    const auto stream = std::make_unique<isal_zstream>();
    isal_deflate_init(stream.get());
    stream->gzip_flag = IGZIP_ZLIB;
    stream->level = 1;
    stream->level_buf = room.data();
    stream->level_buf_size = static_cast<std::uint32_t>(room.size());
    stream->end_of_stream = 1;
    stream->next_in = raw.data();
    stream->avail_in = static_cast<std::uint32_t>(raw.size());
    stream->next_out = reinterpret_cast<std::uint8_t*>(bytes.data());
    stream->avail_out = static_cast<std::uint32_t>(bytes.size());
    const bool is_done = isal_deflate(stream.get()) == COMP_OK && stream->internal_state.state == ZSTATE_END;
    if (!is_done) throw std::runtime_error("a page can't be compressed");
    bytes.resize(stream->total_out);
    return bytes;
}

/// To the nearest of sixteen greys.
std::uint8_t in_4_bits(l_uint32 grey) {
    constexpr l_uint32 most = 15;
    constexpr l_uint32 half = 135;
    return static_cast<std::uint8_t>((grey * most + half) >> 8);
}

/// The same for the second and the fourth pixel of a word at once.
l_uint32 two_in_4_bits(l_uint32 four) {
    constexpr l_uint32 both = 0x0001'0001;
    return ((four & 0xFF * both) * 15 + 135 * both) >> 8 & 0xF * both;
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
            const l_uint32 two = two_in_4_bits(four >> 8) << 4 | two_in_4_bits(four);
            row[2 * i] = static_cast<std::uint8_t>(two >> 16);
            row[2 * i + 1] = static_cast<std::uint8_t>(two);
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

constexpr l_uint32 white = 0xFFFF'FFFF;

/// The smallest part that holds all that is not white, to the word of pixels: four greys, or one in colour. Of an empty
/// page, its first word.
Box inked_part(Pix* pixels) {
    const int width = pixGetWidth(pixels);
    const bool is_grey = pixGetDepth(pixels) == 8;
    const int pixels_a_word = is_grey ? 4 : 1;
    const int words = (width + pixels_a_word - 1) / pixels_a_word;
    const l_uint32 alpha = is_grey ? 0 : 0xFF;
    const l_uint32 beyond_page = width % pixels_a_word == 0 ? 0 : white >> 8 * (width % pixels_a_word);
    int left = words;
    int right = 0;
    int top = pixGetHeight(pixels);
    int bottom = 0;
    for (int y = 0; y < pixGetHeight(pixels); ++y) {
        const l_uint32* line = line_of(pixels, y);
        const auto is_paper = [&](int i) { return (line[i] | alpha | (i + 1 == words ? beyond_page : 0)) == white; };
        int first = 0;
        while (first < words && is_paper(first)) ++first;
        if (first == words) continue;
        int end = words;
        while (is_paper(end - 1)) --end;
        left = std::min(left, first);
        right = std::max(right, end);
        top = std::min(top, y);
        bottom = y + 1;
    }
    if (bottom == 0) return {0, 0, std::min(width, pixels_a_word), 1};
    left *= pixels_a_word;
    return {left, top, std::min(width, right * pixels_a_word) - left, bottom - top};
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
            // Paper is passed over four pixels at a time.
            if (is_grey && x % 4 == 0 && x + 4 <= width && line[x / 4] == white) {
                counts[0xFF] += 4;
                x += 3;
                continue;
            }
            const l_uint32 value = is_grey ? GET_DATA_BYTE(line, x) : line[x] >> 16 & 0xFF;
            ++counts[value];
        }
        all += static_cast<std::size_t>(width);
    }
    std::partial_sort(counts.begin(), counts.begin() + 2, counts.end(), std::greater<>{});
    return static_cast<double>(counts[0] + counts[1]) >= flat_share * static_cast<double>(all);
}

PageImage page_image(Pix* pixels) {
    Box part = inked_part(pixels);
    const Picture inked{pixCreate(part.width, part.height, pixGetDepth(pixels))};
    if (!inked) throw std::runtime_error("a page can't be cut");
    pixRasterop(inked.get(), 0, 0, part.width, part.height, PIX_SRC, pixels, part.left, part.top);
    PageImage image;
    if (is_flat(pixels)) image = pixGetDepth(pixels) == 8 ? greys_of(inked.get()) : palette_of(inked.get());
    if (image.bytes.empty()) image = jpeg_of(inked.get());
    image.place = part;
    return image;
}

}  // namespace ocr
