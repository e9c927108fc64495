#include "ocr/text_overlay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ocr {
namespace {

constexpr int codes_a_font = 255;
constexpr double glyph_width = 0.5;  ///< of the font size; each word is stretched to its box
constexpr double pi = 3.14159265358979;

/// Well-formed UTF-8 only, as the recogniser and JSON give it.
std::u32string characters_of(std::string_view text) {
    std::u32string characters;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (i + length > text.size()) break;
        char32_t value = length == 1 ? first : first & (0xFFu >> (length + 1));
        for (std::size_t k = 1; k < length; ++k) value = value << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
        characters.push_back(value);
        i += length;
    }
    return characters;
}

std::string utf16_hex(char32_t character) {
    if (character < 0x10000) return fmt::format("{:04X}", static_cast<unsigned>(character));
    const auto rest = static_cast<unsigned>(character - 0x10000);
    return fmt::format("{:04X}{:04X}", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
}

std::string to_unicode_map(const std::vector<char32_t>& characters) {
    std::string map =
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n";
    constexpr std::size_t rows_a_block = 100;  // the most that a CMap may have
    for (std::size_t from = 0; from < characters.size(); from += rows_a_block) {
        const std::size_t count = std::min(rows_a_block, characters.size() - from);
        map += fmt::format("{} beginbfchar\n", count);
        for (std::size_t i = from; i < from + count; ++i)
            map += fmt::format("<{:02X}> <{}>\n", i + 1, utf16_hex(characters[i]));
        map += "endbfchar\n";
    }
    return map + "endcmap CMapName currentdict /CMap defineresource pop end end\n";
}

/// A line's words stand on one line: readers then see them as one.
struct Line {
    double baseline{};
    double height{};
};

std::map<int, Line> lines_of(const Page& page) {
    std::map<int, std::vector<int>> bottoms;
    std::map<int, std::vector<int>> heights;
    for (const Word& word : page.words) {
        bottoms[word.line].push_back(word.box.top + word.box.height);
        heights[word.line].push_back(word.box.height);
    }
    const auto median = [](std::vector<int>& values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return static_cast<double>(*middle);
    };
    std::map<int, Line> lines;
    for (auto& [number, values] : bottoms) lines[number] = {median(values), std::max(4.0, median(heights[number]))};
    return lines;
}

}  // namespace

Affine then(const Affine& one, const Affine& other) {
    return {
        one.a * other.a + one.b * other.c,
        one.a * other.b + one.b * other.d,
        one.c * other.a + one.d * other.c,
        one.c * other.b + one.d * other.d,
        one.e * other.a + one.f * other.c + other.e,
        one.e * other.b + one.f * other.d + other.f};
}

Affine turn_about(double x, double y, double degrees) {
    const double cosine = std::cos(degrees * pi / 180);
    const double sine = std::sin(degrees * pi / 180);
    const Affine turned = then({1, 0, 0, 1, -x, -y}, {cosine, -sine, sine, cosine, 0, 0});
    return then(turned, {1, 0, 0, 1, x, y});
}

Affine to_unturned_unit_square(const Page& page) {
    const Affine upright{1.0 / std::max(1, page.width), 0, 0, 1.0 / std::max(1, page.height), 0, 0};
    switch (page.rotation_degrees) {
        case 90:
            return then(upright, {0, -1, 1, 0, 0, 1});
        case 180:
            return then(upright, {-1, 0, 0, -1, 1, 1});
        case 270:
            return then(upright, {0, 1, -1, 0, 1, 0});
        default:
            return upright;
    }
}

TextOverlay::Code TextOverlay::code_for(char32_t character) {
    if (const auto known = codes_.find(character); known != codes_.end()) return known->second;
    if (characters_.empty() || characters_.back().size() >= codes_a_font) characters_.emplace_back();
    characters_.back().push_back(character);
    const Code code{characters_.size() - 1, static_cast<int>(characters_.back().size())};
    codes_.emplace(character, code);
    return code;
}

/// Shows the word's characters, changing from `font` to others where it must.
void TextOverlay::append_word(std::string& drawing, const std::u32string& characters, std::size_t& font) {
    bool is_open = false;
    for (const char32_t character : characters) {
        const Code code = code_for(character);
        if (code.font != font) {
            if (is_open) drawing += "> Tj ";
            drawing += fmt::format("/SagligText{} 1 Tf ", code.font);
            font = code.font;
            is_open = false;
        }
        if (!is_open) drawing += '<';
        is_open = true;
        fmt::format_to(std::back_inserter(drawing), "{:02X}", code.code);
    }
    if (is_open) drawing += "> Tj\n";
}

std::string TextOverlay::contents(const Page& page, const Affine& to_user_space) {
    const auto lines = lines_of(page);
    std::string drawing = "q BT 3 Tr\n";
    std::size_t font = std::string::npos;
    for (const Word& word : page.words) {
        const auto characters = characters_of(word.text);
        const auto count = static_cast<double>(characters.size());
        if (count == 0) continue;
        const Line& line = lines.at(word.line);
        // A word that stands apart from its line's middle, in a wrongly joined line, keeps its own place.
        const double bottom = word.box.top + word.box.height;
        const bool with_line = std::abs(bottom - line.baseline) < line.height / 2;
        const double baseline = with_line ? line.baseline : bottom;
        const double width = word.box.width / (count * glyph_width);
        const Affine place{width, 0, 0, -line.height, double(word.box.left), baseline};
        const Affine at = then(place, to_user_space);
        fmt::format_to(
            std::back_inserter(drawing),
            "{:.4f} {:.4f} {:.4f} {:.4f} {:.2f} {:.2f} Tm ",
            at.a,
            at.b,
            at.c,
            at.d,
            at.e,
            at.f
        );
        append_word(drawing, characters, font);
    }
    return drawing + "ET Q\n";
}

std::vector<std::pair<std::string, QPDFObjectHandle>> TextOverlay::fonts(QPDF& pdf) const {
    std::vector<std::pair<std::string, QPDFObjectHandle>> made;
    const auto glyph = pdf.makeIndirectObject(QPDFObjectHandle::newStream(&pdf, "500 0 0 -250 500 750 d1\n"));
    for (std::size_t i = 0; i < characters_.size(); ++i) {
        const auto& characters = characters_[i];
        std::string widths;
        std::string names;
        for (std::size_t code = 0; code < characters.size(); ++code) {
            widths += "500 ";
            names += "/g ";
        }
        auto font = QPDFObjectHandle::parse(fmt::format(
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 -250 500 750] "
            "/FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> /FirstChar 1 /LastChar {} "
            "/Widths [{}] /Encoding << /Type /Encoding /Differences [1 {}] >> >>",
            characters.size(),
            widths,
            names
        ));
        auto shapes = QPDFObjectHandle::newDictionary();
        shapes.replaceKey("/g", glyph);
        font.replaceKey("/CharProcs", shapes);
        font.replaceKey(
            "/ToUnicode", pdf.makeIndirectObject(QPDFObjectHandle::newStream(&pdf, to_unicode_map(characters)))
        );
        made.emplace_back(fmt::format("/SagligText{}", i), pdf.makeIndirectObject(font));
    }
    return made;
}

}  // namespace ocr
