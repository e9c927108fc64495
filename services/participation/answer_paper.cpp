#include "services/participation/answer_paper.hpp"

#include "services/paper/accessible_pdf.hpp"
#include "services/paper/pdf_surface.hpp"
#include "services/paper/typesetting.hpp"
#include "services/web/words.hpp"

namespace services {

namespace {

TextStyle style(double size, bool bold = false, std::string_view tag = "P") {
    return {"Liberation Sans", size, bold, TextAlign::left, 1.35, tag};
}

void set_part(Typesetter& page, std::string_view heading, const std::string& text) {
    if (text.empty()) return;
    page.space(10);
    page.paragraph(heading, style(9.5, true, "H2"));
    page.paragraph(text, style(10.5));
}

std::string sender_text(const AnswerPaper& paper) {
    auto text = paper.name;
    if (!paper.organisation.empty()) text += "\n" + paper.organisation;
    if (!paper.mail.empty()) text += "\n" + paper.mail;
    if (paper.hides_name) text += "\nØnsker ikke at få vist sit navn";
    return text;
}

}  // namespace

DrawnPaper drawn_parts(const PaperParts& paper) {
    Typesetter page{Margins{}};
    page.paragraph(paper.title, style(16, true, "H1"));
    page.paragraph("Til " + paper.authority, style(10.5));
    for (const auto& [heading, text] : paper.parts) set_part(page, heading, text);
    DrawnPaper drawn;
    PdfSurface pdf{a4_width_pt, a4_height_pt, paper.title, paper.day};
    for (std::size_t number = 0; number < page.page_count(); ++number) {
        page.paint(pdf.context(), number);
        pdf.end_page();
        drawn.pages.push_back(page.text_on(number));
    }
    drawn.pdf = accessible_pdf(pdf.finish(), "da-DK");
    return drawn;
}

DrawnPaper drawn_answer(const AnswerPaper& paper) {
    std::string files;
    for (const auto& file : paper.files) files += (files.empty() ? "" : "\n") + file;
    return drawn_parts({
        .title = "Høringssvar nr. " + std::to_string(paper.number),
        .authority = paper.authority,
        .day = paper.received,
        .parts =
            {{"Høring", paper.hearing},
             {"Modtaget", spoken_day(Language::danish, paper.received) + (paper.is_late ? ", efter fristen" : "")},
             {"Fra", sender_text(paper)},
             {"Svar", paper.text},
             {"Bilag", files}},
    });
}

}  // namespace services
