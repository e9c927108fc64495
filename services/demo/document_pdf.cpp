#include <cairo-pdf.h>

#include <array>
#include <stdexcept>

#include "services/demo/facts.hpp"
#include "services/demo/municipality.hpp"
#include "services/paper/cairo_handles.hpp"
#include "services/paper/pdf_surface.hpp"
#include "services/paper/typesetting.hpp"

namespace services {

namespace {

constexpr double left = 71;
constexpr double right = a4_width_pt - 71;
constexpr std::string_view house_font = "Liberation Sans";

TextStyle style(std::string_view family, double size, bool bold = false) {
    return {std::string{family}, size, bold, TextAlign::left, 1.35};
}

std::string lines_of(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        if (!text.empty()) text += '\n';
        text += line;
    }
    return text;
}

/// The arms of Solbakke: a sun over a hill.
void paint_arms(cairo_t* context) {
    cairo_save(context);
    cairo_translate(context, right - 18, 54);
    cairo_set_source_rgb(context, 0.93, 0.66, 0.13);
    cairo_arc(context, 0, -4, 9, 0, 6.2831853);
    cairo_fill(context);
    cairo_set_source_rgb(context, 0.13, 0.42, 0.29);
    cairo_move_to(context, -18, 14);
    cairo_curve_to(context, -8, -6, 6, 0, 18, 14);
    cairo_close_path(context);
    cairo_fill(context);
    cairo_restore(context);
}

void set_municipal_head(Typesetter& page, const DemoDocument& document) {
    page.place("Solbakke Kommune", style(house_font, 15, true), left, 44);
    page.place(document.unit_name, style(house_font, 9), left, 63);
    page.rule(82);
    TextStyle small = style(house_font, 8.5);
    small.align = TextAlign::right;
    page.place(
        "Rådhusgade 1\n9991 Solbakke\nTlf. 09 91 00 00\nraadhus@solbakke.example\n\n" +
            ("Dato: " + danish_date_in_words(document.letter_date.value_or(document.received))) +
            "\nSagsnr.: " + document.reference + "\nSagsbehandler: " + document.caseworker_name,
        small,
        right,
        104
    );
}

/// Writers outside the municipality have a typeface of their own, always the same one.
std::string_view font_of(const DemoDocument& document) {
    constexpr std::array fonts{"Liberation Serif", "Liberation Sans", "DejaVu Serif", "DejaVu Sans"};
    std::size_t sum = document.case_index;
    for (const char c : document.correspondent) sum = sum * 31 + static_cast<unsigned char>(c);
    return fonts[sum % fonts.size()];
}

void set_head(Typesetter& page, const DemoDocument& document, std::string_view font) {
    switch (document.direction) {
        case core::Direction::outgoing:
            set_municipal_head(page, document);
            page.place(lines_of(document.receiver_lines), style(font, 10.5), left, 104);
            page.move_down_to(232);
            break;
        case core::Direction::internal:
            set_municipal_head(page, document);
            page.place("NOTAT", style(font, 20, true), left, 104);
            page.move_down_to(232);
            break;
        case core::Direction::incoming: {
            TextStyle sender = style(font, 10.5);
            sender.align = TextAlign::right;
            page.place(lines_of(document.sender_lines), sender, right, 64);
            page.place("Solbakke Kommune\nRådhusgade 1\n9991 Solbakke", style(font, 10.5), left, 120);
            page.place(danish_date_in_words(document.letter_date.value_or(document.received)), sender, right, 178);
            page.move_down_to(218);
            break;
        }
    }
}

Typesetter set(const DemoDocument& document) {
    const bool ours = document.direction != core::Direction::incoming;
    const std::string_view font = ours ? house_font : font_of(document);
    Typesetter page{Margins{}};
    set_head(page, document, font);
    page.paragraph(document.title, style(font, 13, true));
    page.space(10);
    for (const DemoBlock& block : document.blocks) {
        const bool heading = block.kind == DemoBlock::Kind::heading;
        if (heading) page.space(4);
        page.paragraph(block.text, style(font, heading ? 11 : 10.5, heading));
        page.space(heading ? 2 : 8);
    }
    return page;
}

}  // namespace

std::string pdf_of(const DemoDocument& document) {
    const Typesetter pages = set(document);
    const bool ours = document.direction != core::Direction::incoming;
    PdfSurface pdf{a4_width_pt, a4_height_pt, document.title, document.letter_date.value_or(document.received)};
    for (std::size_t page = 0; page < pages.page_count(); ++page) {
        if (page == 0 && ours) paint_arms(pdf.context());
        pages.paint(pdf.context(), page);
        pdf.end_page();
    }
    return pdf.finish();
}

}  // namespace services
