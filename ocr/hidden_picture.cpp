// What a picture file says beside its pixels: EXIF (CIPA DC-008), IPTC (IIM 4.2 § 5 and 6), XMP (ISO 16684-1), and the
// texts of PNG (PNG 1.2 § 11.3.4).
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>

#include "ocr/hidden_texts.hpp"
#include "ocr/mail_coding.hpp"
#include "ocr/xml_scan.hpp"

namespace ocr {
namespace {

using namespace std::string_view_literals;

constexpr std::uint16_t exif_folder = 0x8769;
constexpr std::uint16_t gps_folder = 0x8825;
constexpr std::uint16_t xmp_packet = 700;
constexpr std::uint16_t iptc_records = 33723;
constexpr std::uint16_t user_comment = 0x9286;

/// Makes and models, programs, versions and times: no words about people.
bool is_wordless(std::uint16_t tag) {
    static const std::set<std::uint16_t> known{0x10F,  0x110,  0x131,  0x132,  0x9003, 0x9004, 0x9010, 0x9011,
                                               0x9012, 0x9290, 0x9291, 0x9292, 0xA420, 0xA431, 0xA433, 0xA434,
                                               0xA435, 0x1D,   0x9000, 0xA000, 0x1,    0x2};
    return known.contains(tag);
}

std::size_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < size && at + i < bytes.size(); ++i)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

/// Record 2 of IPTC, which begins with a marker wherever it stands.
void look_into_iptc(std::string_view bytes, HiddenTexts& texts) {
    constexpr std::size_t head = 5;
    for (auto at = bytes.find("\x1C\x02"sv); at != std::string_view::npos; at = bytes.find("\x1C\x02"sv, at + 1)) {
        if (at + head > bytes.size()) return;
        const auto dataset = static_cast<unsigned char>(bytes[at + 2]);
        const auto size = big_endian(bytes, at + 3, 2);
        constexpr std::array wordless{0, 30, 35, 37, 47, 55, 60, 62, 63, 65, 70};
        const bool has_words = std::find(wordless.begin(), wordless.end(), int{dataset}) == wordless.end();
        if (has_words && size <= bytes.size() - at - head)
            texts.add(HiddenPlace::picture, to_utf8(bytes.substr(at + head, size), "").text);
    }
}

/// A row of tags as TIFF has it (TIFF 6.0 § 2), wherever it is embedded. Every number is checked against the bytes.
class TiffTags {
  public:
    TiffTags(std::string_view bytes, HiddenTexts& texts) : bytes_(bytes), texts_(texts) {}

    void read() {
        if (bytes_.starts_with("II"))
            is_little_ = true;
        else if (!bytes_.starts_with("MM"))
            return;
        folder(number(4, 4), Folder::main);
    }

  private:
    enum class Folder { main, gps };

    std::uint32_t number(std::size_t at, std::size_t size) const {
        std::uint32_t value = 0;
        if (at > bytes_.size() || size > bytes_.size() - at) return 0;
        for (std::size_t i = 0; i < size; ++i) {
            const auto byte = static_cast<unsigned char>(bytes_[at + (is_little_ ? size - 1 - i : i)]);
            value = value << 8U | byte;
        }
        return value;
    }

    void folder(std::size_t at, Folder kind) {
        constexpr std::size_t tag_bytes = 12;
        constexpr int folders_max = 40;
        while (at != 0 && at + 2 <= bytes_.size() && ++folders_ <= folders_max) {
            const std::size_t count = number(at, 2);
            if (count * tag_bytes > bytes_.size() - at) return;
            for (std::size_t i = 0; i < count; ++i) tag(at + 2 + i * tag_bytes, kind);
            at = number(at + 2 + count * tag_bytes, 4);
        }
    }

    void tag(std::size_t at, Folder kind) {
        constexpr std::array<std::size_t, 6> type_sizes{0, 1, 1, 2, 4, 8};
        const auto tag = static_cast<std::uint16_t>(number(at, 2));
        const auto type = number(at + 2, 2);
        const std::size_t each = type < type_sizes.size() ? type_sizes[type] : 1;
        const std::size_t size = number(at + 4, 4) * each;
        const std::size_t from = size <= 4 ? at + 8 : number(at + 8, 4);
        if (from > bytes_.size() || size > bytes_.size() - from) return;
        const auto value = bytes_.substr(from, size);
        if (kind == Folder::gps) return position(tag, value, from);
        if (tag == exif_folder) return folder(number(at + 8, 4), Folder::main);
        if (tag == gps_folder) {
            folder(number(at + 8, 4), Folder::gps);
            return tell_position();
        }
        text(tag, type, value);
    }

    void text(std::uint16_t tag, std::uint32_t type, std::string_view value) {
        constexpr std::uint16_t first_wide = 0x9C9B;
        constexpr std::uint16_t last_wide = 0x9C9F;
        constexpr std::size_t charset_bytes = 8;
        if (tag == xmp_packet) return look_into_xmp(value, HiddenPlace::picture, texts_);
        if (tag == iptc_records) return look_into_iptc(value, texts_);
        if (tag >= first_wide && tag <= last_wide)
            return texts_.add(HiddenPlace::picture, to_utf8(value, "utf-16le").text);
        if (tag == user_comment && value.size() > charset_bytes) {
            const bool is_wide = value.starts_with("UNICODE");
            value.remove_prefix(charset_bytes);
            return texts_.add(HiddenPlace::picture, is_wide ? wide(value) : to_utf8(value, "").text);
        }
        constexpr std::uint32_t ascii = 2;
        if (type == ascii && !is_wordless(tag)) texts_.add(HiddenPlace::picture, to_utf8(value, "").text);
    }

    std::string wide(std::string_view value) const { return to_utf8(value, is_little_ ? "utf-16le" : "utf-16be").text; }

    void position(std::uint16_t tag, std::string_view value, std::size_t from) {
        constexpr std::size_t three_fractions = 24;
        if (tag == 1 && !value.empty() && value[0] == 'S') is_south_ = true;
        if (tag == 3 && !value.empty() && value[0] == 'W') is_west_ = true;
        if (value.size() < three_fractions) return;
        if (tag == 2) latitude_ = degrees(from);
        if (tag == 4) longitude_ = degrees(from);
    }

    double degrees(std::size_t at) const {
        double sum = 0;
        double part = 1;
        for (std::size_t i = 0; i < 3; ++i) {
            const double below = number(at + 8 * i + 4, 4);
            if (below > 0) sum += number(at + 8 * i, 4) / below / part;
            part *= 60;
        }
        return sum;
    }

    void tell_position() {
        if (!latitude_ || !longitude_ || (*latitude_ == 0 && *longitude_ == 0)) return;
        texts_.add(
            HiddenPlace::location,
            fmt::format("{:.5f}, {:.5f}", is_south_ ? -*latitude_ : *latitude_, is_west_ ? -*longitude_ : *longitude_)
        );
        latitude_.reset();
    }

    std::string_view bytes_;
    HiddenTexts& texts_;
    bool is_little_{};
    int folders_{};
    bool is_south_{}, is_west_{};
    std::optional<double> latitude_, longitude_;
};

void look_into_jpeg(std::string_view bytes, HiddenTexts& texts) {
    constexpr auto exif = "Exif\0\0"sv;
    constexpr auto xmp = "http://ns.adobe.com/xap/1.0/\0"sv;
    constexpr auto photoshop = "Photoshop 3.0\0"sv;
    for (std::size_t at = 2; at + 4 <= bytes.size() && bytes[at] == '\xFF';) {
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        constexpr unsigned char start_of_scan = 0xDA;
        if (marker == start_of_scan) return;
        const auto size = big_endian(bytes, at + 2, 2);
        if (size < 2 || at + 2 + size > bytes.size()) return;
        const auto segment = bytes.substr(at + 4, size - 2);
        at += 2 + size;
        constexpr unsigned char app1 = 0xE1;
        constexpr unsigned char app13 = 0xED;
        constexpr unsigned char comment = 0xFE;
        if (marker == app1 && segment.starts_with(exif)) TiffTags{segment.substr(exif.size()), texts}.read();
        if (marker == app1 && segment.starts_with(xmp))
            look_into_xmp(segment.substr(xmp.size()), HiddenPlace::picture, texts);
        if (marker == app13 && segment.starts_with(photoshop)) look_into_iptc(segment, texts);
        if (marker == comment) texts.add(HiddenPlace::picture, to_utf8(segment, "").text);
    }
}

std::string inflated(std::string_view bytes) {
    const HiddenLimits limits;
    std::string text(limits.all_bytes, '\0');
    auto size = static_cast<uLongf>(text.size());
    const int ended = uncompress(
        reinterpret_cast<Bytef*>(text.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()
    );
    text.resize(ended == Z_OK ? size : 0);
    return text;
}

void png_text(std::string_view kind, std::string_view chunk, HiddenTexts& texts) {
    const auto key_end = chunk.find('\0');
    if (key_end == std::string_view::npos) return;
    const auto key = chunk.substr(0, key_end);
    auto value = chunk.substr(key_end + 1);
    if (key == "Software" || key.starts_with("date:") || key == "Creation Time") return;
    bool is_packed = kind == "zTXt";
    if (kind == "zTXt" && !value.empty()) value.remove_prefix(1);
    if (kind == "iTXt") {
        if (value.size() < 2) return;
        is_packed = value[0] == '\1';
        value.remove_prefix(2);
        for (int i = 0; i < 2; ++i) {
            const auto end = value.find('\0');
            if (end == std::string_view::npos) return;
            value.remove_prefix(end + 1);
        }
    }
    const auto text = is_packed ? inflated(value) : std::string{value};
    if (key == "XML:com.adobe.xmp")
        look_into_xmp(text, HiddenPlace::picture, texts);
    else
        texts.add(HiddenPlace::picture, to_utf8(text, "").text);
}

void look_into_png(std::string_view bytes, HiddenTexts& texts) {
    constexpr std::size_t signature = 8;
    constexpr std::size_t around = 12;
    for (std::size_t at = signature; at + around <= bytes.size();) {
        const auto size = big_endian(bytes, at, 4);
        if (size > bytes.size() - at - around) return;
        const auto kind = bytes.substr(at + 4, 4);
        const auto chunk = bytes.substr(at + 8, size);
        at += around + size;
        if (kind == "tEXt" || kind == "zTXt" || kind == "iTXt") png_text(kind, chunk, texts);
        if (kind == "eXIf") TiffTags{chunk, texts}.read();
    }
}

/// What names things, tells times and programs.
bool is_wordless(std::string_view name) {
    constexpr std::array parts{
        "ID"sv,
        "Date"sv,
        "date"sv,
        "Tool"sv,
        "Producer"sv,
        "about"sv,
        "format"sv,
        "version"sv,
        "Version"sv,
        "xmlns"sv,
        "Format"sv,
        "conformance"sv,
        "when"sv,
        "Orientation"sv,
        "lang"sv,
        "parseType"sv,
        "softwareAgent"sv,
        "x:xmptk"sv};
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view one) {
        return name.find(one) != std::string_view::npos;
    });
}

}  // namespace

void look_into_xmp(std::string_view xml, HiddenPlace place, HiddenTexts& texts) {
    XmlScan scan{xml};
    bool is_passed_over = false;
    while (const auto piece = scan.next()) {
        if (piece->kind == XmlPiece::Kind::text) {
            if (!is_passed_over) texts.add(place, piece->text);
            continue;
        }
        is_passed_over = piece->kind == XmlPiece::Kind::open && is_wordless(piece->local_name());
        for (auto left = piece->attributes; piece->kind == XmlPiece::Kind::open && !left.empty();) {
            const auto equals = left.find('=');
            if (equals == std::string_view::npos || equals + 1 >= left.size()) break;
            auto key = left.substr(0, equals);
            key.remove_prefix(std::min(key.find_first_not_of(" \t\r\n"), key.size()));
            const auto end = left.find(left[equals + 1], equals + 2);
            if (end == std::string_view::npos) break;
            if (!is_wordless(key)) texts.add(place, decoded_xml(left.substr(equals + 2, end - equals - 2)));
            left.remove_prefix(end + 1);
        }
    }
}

void look_into_picture(std::string_view bytes, HiddenTexts& texts) {
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) look_into_jpeg(bytes, texts);
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) look_into_png(bytes, texts);
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) TiffTags{bytes, texts}.read();
}

}  // namespace ocr
