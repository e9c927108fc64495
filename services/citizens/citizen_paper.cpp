#include "services/citizens/citizen_paper.hpp"

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

}  // namespace

DrawnCitizenPaper drawn_citizen_paper(const CitizenPaper& paper) {
    constexpr auto language = Language::danish;
    Typesetter page{Margins{}};
    page.paragraph(paper.title, style(16, true, "H1"));
    page.paragraph("Til " + paper.authority + ", sag " + paper.case_number, style(10.5));
    set_part(page, "Skrevet på Mine sager", spoken_day(language, paper.written));
    set_part(page, "Af", paper.from);
    set_part(page, "Med fuldmagt fra", paper.for_party);
    set_part(page, "Besked", paper.text);
    std::string files;
    for (const auto& name : paper.files) files += (files.empty() ? "" : "\n") + name;
    set_part(page, "Vedlagt", files);

    DrawnCitizenPaper drawn;
    PdfSurface pdf{a4_width_pt, a4_height_pt, paper.title, paper.written};
    for (std::size_t number = 0; number < page.page_count(); ++number) {
        page.paint(pdf.context(), number);
        pdf.end_page();
        drawn.pages.push_back(page.text_on(number));
    }
    drawn.pdf = accessible_pdf(pdf.finish(), "da-DK");
    return drawn;
}

}  // namespace services
