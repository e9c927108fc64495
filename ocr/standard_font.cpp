#include "ocr/standard_font.hpp"

#include <fmt/format.h>

#include <array>

#include "core/utf8.hpp"

namespace ocr {
namespace {

/// Adobe's metrics of Helvetica, in thousandths, from the space to the tilde.
constexpr std::array widths{278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
                            556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
                            1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
                            667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
                            333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
                            556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

int width_of(char32_t character) {
    if (character < 0x7F) return widths[character - 0x20];
    switch (character) {
        case U'Æ':
            return 1000;
        case U'Ø':
            return 778;
        case U'æ':
            return 889;
        case U'ø':
            return 611;
        default:
            return character < U'à' && character > U'¿' ? 722 : 556;
    }
}

}  // namespace

StandardText in_standard_font(std::string_view text) {
    constexpr char32_t dash = 0x2013;
    constexpr unsigned dash_code = 0x96;
    StandardText made;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = core::code_point_at(text, at);
        at += point.size;
        const auto value = point.value;
        const bool is_latin = (value >= 0x20 && value < 0x7F) || (value >= 0xA0 && value < 0x100);
        if (!is_latin && value != dash) continue;
        made.hex += fmt::format("{:02x}", value == dash ? dash_code : static_cast<unsigned>(value));
        made.width += width_of(value) / 1000.0;
    }
    return made;
}

}  // namespace ocr
