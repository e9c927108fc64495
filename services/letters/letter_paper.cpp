#include "services/letters/letter_paper.hpp"

#include "services/paper/accessible_pdf.hpp"
#include "services/paper/pdf_surface.hpp"
#include "services/paper/typesetting.hpp"
#include "services/web/words.hpp"

namespace services {

namespace {

constexpr double left = 71;
constexpr double right = a4_width_pt - 71;
// ISO/DL window envelopes show what stands from 50 to 80 mm below the upper edge.
constexpr double receiver_top = 145;
constexpr double text_top = 262;
constexpr double text_size = 10.5;

TextStyle style(double size, bool bold = false, std::string_view tag = "P") {
    return {"Liberation Sans", size, bold, TextAlign::left, 1.35, tag};
}

void set_head(Typesetter& page, const LetterPaper& letter) {
    page.place(letter.authority, style(15, true), left, 44);
    page.place(letter.unit, style(9), left, 63);
    page.rule(82);
    page.place(letter.receiver, style(text_size), left, receiver_top);
    auto facts = style(8.5);
    facts.align = TextAlign::right;
    std::string about = "Dato: " + spoken_date(Language::danish, letter.date) + "\nSagsnr.: " + letter.case_number;
    if (!letter.caseworker.empty()) about += "\nSagsbehandler: " + letter.caseworker;
    page.place(about, facts, right, receiver_top);
    page.move_down_to(text_top);
}

/// One line of what was typed; empty lines part paragraphs.
void set_line(Typesetter& page, std::string_view line) {
    if (line.empty()) {
        page.space(text_size * 0.7);
    } else if (line.starts_with("# ")) {
        page.space(4);
        page.paragraph(line.substr(2), style(11.5, true, "H2"));
    } else if (line.starts_with("- ")) {
        page.paragraph("•  " + std::string{line.substr(2)}, style(text_size, false, "P"));
    } else {
        page.paragraph(line, style(text_size));
    }
}

void set_text(Typesetter& page, std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        set_line(page, line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace

DrawnLetter drawn_letter(const LetterPaper& letter) {
    Typesetter page{Margins{}};
    set_head(page, letter);
    page.paragraph(letter.title, style(14, true, "H1"));
    page.space(8);
    set_text(page, letter.text);
    page.space(text_size * 1.4);
    page.paragraph("Med venlig hilsen", style(text_size));
    page.space(text_size);
    page.paragraph(letter.caseworker.empty() ? letter.unit : letter.caseworker + "\n" + letter.unit, style(text_size));

    if (!letter.attachments.empty()) {
        page.space(text_size * 1.4);
        page.paragraph("Bilag", style(9.5, true));
        for (std::size_t at = 0; at < letter.attachments.size(); ++at)
            page.paragraph(std::to_string(at + 1) + ".  " + letter.attachments[at], style(9.5));
    }

    DrawnLetter drawn;
    PdfSurface pdf{a4_width_pt, a4_height_pt, letter.title, letter.date};
    for (std::size_t number = 0; number < page.page_count(); ++number) {
        page.paint(pdf.context(), number);
        if (number > 0) {
            Typesetter foot{Margins{}};
            auto small = style(8.5);
            small.align = TextAlign::right;
            foot.place(letter.case_number + " · " + std::to_string(number + 1), small, right, a4_height_pt - 50);
            foot.paint(pdf.context(), 0);
        }
        pdf.end_page();
        drawn.pages.push_back(page.text_on(number));
    }
    drawn.pdf = accessible_pdf(pdf.finish(), "da-DK");
    return drawn;
}

}  // namespace services
