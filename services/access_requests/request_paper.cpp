#include "services/access_requests/request_paper.hpp"

#include "services/access_requests/access_words.hpp"
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

std::string asker_text(const core::AccessRequest::Asker& asker) {
    std::string text = asker.name.empty() ? std::string{"Navn ikke oplyst"} : asker.name;
    if (!asker.address.empty()) text += "\n" + asker.address;
    if (!asker.mail.empty()) text += "\n" + asker.mail;
    return text;
}

}  // namespace

DrawnPaper drawn_request(const RequestPaper& paper) {
    constexpr auto language = Language::danish;
    Typesetter page{Margins{}};
    page.paragraph("Anmodning om aktindsigt", style(16, true, "H1"));
    page.paragraph("Til " + paper.authority, style(10.5));
    set_part(page, "Modtaget", spoken_day(language, paper.received) + ", " + spoken(language, paper.channel));
    set_part(page, "Fra", asker_text(paper.asker));
    std::string laws;
    for (const auto law : paper.laws) laws += (laws.empty() ? "" : ", ") + name_of_law(language, law);
    set_part(page, "Efter", laws);
    set_part(page, "Om", paper.about);
    set_part(page, "Der bedes om", paper.asked_for);

    DrawnPaper drawn;
    PdfSurface pdf{a4_width_pt, a4_height_pt, "Anmodning om aktindsigt", paper.received};
    for (std::size_t number = 0; number < page.page_count(); ++number) {
        page.paint(pdf.context(), number);
        pdf.end_page();
        drawn.pages.push_back(page.text_on(number));
    }
    drawn.pdf = accessible_pdf(pdf.finish(), "da-DK");
    return drawn;
}

}  // namespace services
