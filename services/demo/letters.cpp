#include "services/demo/letters.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>

#include "services/demo/facts.hpp"
#include "services/demo/letter_texts.hpp"
#include "services/demo/picture.hpp"
#include "services/demo/wear.hpp"
#include "services/paper/typesetting.hpp"

namespace services {

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double left = 71;
constexpr double right = a4_width_pt - 71;
constexpr int width_px = 2480;  // A4 at 300 dots an inch
constexpr int height_px = 3508;
constexpr std::size_t upside_down_letter = 11;
constexpr std::size_t sideways_letter = 26;

enum class FileKind { pdf, tiff, jpeg, png };
enum class Turn { upright, upside_down, sideways };

struct LetterRow {
    FileKind file;
    DemoWear wear;
};

/// Letters go through these eight again and again.
constexpr std::array letter_rows{
    LetterRow{FileKind::pdf, DemoWear::office},
    LetterRow{FileKind::pdf, DemoWear::clean},
    LetterRow{FileKind::tiff, DemoWear::fax},
    LetterRow{FileKind::pdf, DemoWear::worn},
    LetterRow{FileKind::jpeg, DemoWear::office},
    LetterRow{FileKind::tiff, DemoWear::worn},
    LetterRow{FileKind::png, DemoWear::clean},
    LetterRow{FileKind::pdf, DemoWear::office},
};

struct SetLetter {
    Typesetter pages;
    std::string text;
    double signature_y{};  ///< on the first page
};

struct Stamp {
    std::string date;  ///< "12. NOV. 2026"
    double turn{};     ///< radians
    double x{};
    double y{};
};

struct PageLook {
    bool colour{};
    Turn turn{};
    double skew{};  ///< radians
    const Stamp* stamp{};
    double signature_y{};
};

TextStyle style(std::string_view family, double size) {
    return {std::string{family}, size, false, TextAlign::left, 1.3};
}

/// Keeps the truth in step with what is printed.
class LetterSetter {
  public:
    LetterSetter(std::string_view family, double size)
        : set_{Typesetter{Margins{}}, {}, 0}, style_(style(family, size)) {}

    void place(std::string_view text, double x, double y, TextAlign align) {
        TextStyle placed = style_;
        placed.align = align;
        set_.pages.place(text, placed, x, y);
        remember(text);
    }
    void paragraph(std::string_view text) {
        set_.pages.paragraph(text, style_);
        set_.pages.space(9);
        remember(text);
    }
    void subject(std::string_view text) {
        TextStyle bold = style_;
        bold.bold = true;
        bold.size_pt += 1;
        set_.pages.move_down_to(232);
        set_.pages.paragraph(text, bold);
        set_.pages.space(9);
        remember(text);
    }
    void signature(std::string_view name) {
        paragraph("Med venlig hilsen");
        set_.signature_y = set_.pages.cursor();
        set_.pages.space(34);
        paragraph(name);
    }
    void new_page() { set_.pages.new_page(); }
    SetLetter done() { return std::move(set_); }

  private:
    void remember(std::string_view text) {
        if (!set_.text.empty()) set_.text += "\n\n";
        set_.text += text;
    }

    SetLetter set_;
    TextStyle style_;
};

std::vector<std::string_view> parted(std::string_view text, std::string_view by) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(by);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + by.size());
    }
}

SetLetter set(const DemoLetterText& letter, std::size_t index, core::Date date) {
    struct Face {
        std::string_view family;
        double size;
    };
    constexpr std::array faces{
        Face{"Liberation Serif", 12},
        Face{"Liberation Sans", 11},
        Face{"DejaVu Sans", 10.5},
        Face{"Liberation Mono", 10},
        Face{"DejaVu Serif", 10.5}};
    const Face& face = faces[index % faces.size()];
    LetterSetter setter{face.family, face.size};
    const std::string sender = std::string{letter.sender} + "\n" + std::string{letter.address};
    if (index % 3 == 0)
        setter.place(sender, right, 62, TextAlign::right);
    else
        setter.place(sender, left, 62, TextAlign::left);
    setter.place("Solbakke Kommune\nRådhusgade 1\n9991 Solbakke", left, 138, TextAlign::left);
    setter.place(danish_date_in_words(date), right, 200, TextAlign::right);
    setter.subject(letter.subject);
    const auto pages = parted(letter.body, "\f");
    for (std::size_t page = 0; page < pages.size(); ++page) {
        if (page > 0) setter.new_page();
        for (const std::string_view paragraph : parted(pages[page], "\n\n")) setter.paragraph(paragraph);
        if (page == 0) setter.signature(letter.signer);
    }
    return setter.done();
}

void set_ink(cairo_t* context, bool colour, double red, double green, double blue) {
    if (colour)
        cairo_set_source_rgb(context, red, green, blue);
    else
        cairo_set_source_rgb(context, 0.25, 0.25, 0.25);
}

void paint_stamp(cairo_t* context, const Stamp& stamp, bool colour) {
    cairo_save(context);
    cairo_translate(context, stamp.x, stamp.y);
    cairo_rotate(context, stamp.turn);
    set_ink(context, colour, 0.72, 0.12, 0.16);
    cairo_set_line_width(context, 1.4);
    cairo_rectangle(context, 0, 0, 118, 42);
    cairo_stroke(context);
    cairo_select_font_face(context, "Liberation Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(context, 12);
    cairo_move_to(context, 24, 17);
    cairo_show_text(context, "MODTAGET");
    cairo_set_font_size(context, 11);
    cairo_move_to(context, 22, 33);
    cairo_show_text(context, stamp.date.c_str());
    cairo_restore(context);
}

/// A name that nobody can read: loops from left to right, and a stroke beneath.
void paint_signature(cairo_t* context, double y, bool colour, DemoRandom& random) {
    set_ink(context, colour, 0.10, 0.16, 0.48);
    cairo_set_line_width(context, 1.1);
    cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND);
    double x = left + 4;
    const double base = y + 20;
    cairo_move_to(context, x, base);
    const int loops = random.between(5, 9);
    for (int i = 0; i < loops; ++i) {
        const double wide = random.between(7.0, 17.0);
        const double high = random.between(5.0, i == 0 ? 24.0 : 14.0);
        cairo_curve_to(
            context,
            x + wide * 1.4,
            base - high,
            x - wide * 0.3,
            base - high * 1.2,
            x + wide,
            base + random.between(-2.0, 3.0)
        );
        x += wide;
    }
    cairo_stroke(context);
    cairo_move_to(context, left, base + 7);
    cairo_curve_to(context, left + 30, base + 1, x - 20, base + 9, x + 18, base + 2);
    cairo_stroke(context);
}

void turn_page(cairo_t* context, const PageLook& look) {
    if (look.turn == Turn::upside_down) {
        cairo_translate(context, width_px, height_px);
        cairo_rotate(context, pi);
    } else if (look.turn == Turn::sideways) {
        cairo_translate(context, height_px, 0);
        cairo_rotate(context, pi / 2);
    }
    cairo_translate(context, width_px / 2.0, height_px / 2.0);
    cairo_rotate(context, look.skew);
    cairo_translate(context, -width_px / 2.0, -height_px / 2.0);
    cairo_scale(context, picture_dots_per_inch / 72.0, picture_dots_per_inch / 72.0);
}

Picture read_pixels(cairo_surface_t* surface, bool colour) {
    Picture picture;
    picture.width = cairo_image_surface_get_width(surface);
    picture.height = cairo_image_surface_get_height(surface);
    picture.channels = colour ? 3 : 1;
    picture.pixels.resize(picture.row_bytes() * static_cast<std::size_t>(picture.height));
    cairo_surface_flush(surface);
    const unsigned char* rows = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    auto to = picture.pixels.begin();
    for (int y = 0; y < picture.height; ++y) {
        const unsigned char* from = rows + static_cast<std::ptrdiff_t>(y) * stride;
        // Cairo keeps blue, green, red and an unused byte on every machine we build for.
        for (int x = 0; x < picture.width; ++x, from += 4) {
            if (colour) *to++ = from[2];
            *to++ = from[1];
            if (colour) *to++ = from[0];
        }
    }
    return picture;
}

Picture painted(const SetLetter& letter, std::size_t page, const PageLook& look, DemoRandom& random) {
    const bool sideways = look.turn == Turn::sideways;
    const CairoSurface surface{cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, sideways ? height_px : width_px, sideways ? width_px : height_px
    )};
    const CairoContext context{cairo_create(surface.get())};
    cairo_set_source_rgb(context.get(), 1, 1, 1);
    cairo_paint(context.get());
    turn_page(context.get(), look);
    letter.pages.paint(context.get(), page);
    if (page == 0) {
        paint_signature(context.get(), look.signature_y, look.colour, random);
        if (look.stamp != nullptr) paint_stamp(context.get(), *look.stamp, look.colour);
    }
    if (cairo_status(context.get()) != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error("a demonstration letter could not be drawn");
    return read_pixels(surface.get(), look.colour);
}

std::string stamp_date(core::Date date) {
    constexpr std::array<std::string_view, 12> months{
        "JAN", "FEB", "MAR", "APR", "MAJ", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"};
    const std::chrono::year_month_day parts{date};
    std::string text = std::to_string(static_cast<unsigned>(parts.day()));
    text += ". ";
    text += months[static_cast<unsigned>(parts.month()) - 1];
    text += ". ";
    return text + std::to_string(static_cast<int>(parts.year()));
}

std::string encoded(const std::vector<Picture>& pages, FileKind kind, DemoWear wear, core::Date made) {
    constexpr int quality = 82;
    switch (kind) {
        case FileKind::pdf:
            return picture_pdf_of(pages, quality, made);
        case FileKind::tiff:
            return tiff_of(pages, wear == DemoWear::fax ? TiffCoding::group4 : TiffCoding::jpeg);
        case FileKind::jpeg:
            return jpeg_of(pages.front(), quality);
        case FileKind::png:
            break;
    }
    return png_of(pages.front());
}

std::string file_name_of(std::size_t index, FileKind kind) {
    constexpr std::array<std::string_view, 4> endings{".pdf", ".tif", ".jpg", ".png"};
    const std::string number = std::to_string(index + 1);
    std::string name = "scan-";
    name.append(4 - number.size(), '0');
    name += number;
    return name.append(endings[static_cast<std::size_t>(kind)]);
}

Turn turn_of(std::size_t index) {
    if (index == upside_down_letter) return Turn::upside_down;
    return index == sideways_letter ? Turn::sideways : Turn::upright;
}

}  // namespace

DemoLetter demo_letter(std::uint64_t seed, std::size_t index, core::Date today) {
    const DemoLetterText& text = demo_letter_texts()[index];
    DemoRandom random{seed, "letter", index};
    LetterRow row = letter_rows[index % letter_rows.size()];
    const core::Date received = today - std::chrono::days{random.between(0, 3)};

    DemoLetter letter;
    letter.sender = text.sender;
    letter.subject = text.subject;
    letter.letter_date = received - std::chrono::days{random.between(1, 6)};
    const SetLetter set_letter = set(text, index, letter.letter_date);
    letter.text = set_letter.text;
    letter.pages = set_letter.pages.page_count();
    letter.wear = row.wear;
    // JPEG and PNG hold a single page.
    if (letter.pages > 1 && row.file != FileKind::tiff) row.file = FileKind::pdf;

    const Stamp stamp{
        stamp_date(received), random.between(-0.12, 0.12), random.between(300.0, 390.0), random.between(134.0, 142.0)};
    std::vector<Picture> pages;
    for (std::size_t page = 0; page < letter.pages; ++page) {
        const bool stamped = row.wear != DemoWear::clean;
        const double steepest = row.wear == DemoWear::clean ? 0.4 : 2.5;
        const PageLook look{
            row.wear == DemoWear::office || row.wear == DemoWear::worn,
            turn_of(index),
            random.between(-steepest, steepest) * pi / 180,
            stamped ? &stamp : nullptr,
            set_letter.signature_y};
        pages.push_back(painted(set_letter, page, look, random));
        wear_down(pages.back(), row.wear, random);
    }
    letter.file_name = file_name_of(index, row.file);
    letter.bytes = encoded(pages, row.file, row.wear, received);
    return letter;
}

}  // namespace services
