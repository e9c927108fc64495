#include "services/access_requests/file_list_paper.hpp"

#include <fstream>
#include <stdexcept>

#include "core/rules/exemptions.hpp"
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

std::string decision_text(const FileListPaper::Row& row) {
    if (!row.decision) return "ikke afgjort endnu";
    auto text = spoken(Language::danish, *row.decision);
    for (const auto& key : row.exemptions)
        if (const auto* one = core::exemption_named(key)) text += ", " + core::cited(*one);
    return text;
}

DrawnPaper painted(const Typesetter& page, const std::string& title, core::Date made) {
    DrawnPaper drawn;
    PdfSurface pdf{a4_width_pt, a4_height_pt, title, made};
    for (std::size_t number = 0; number < page.page_count(); ++number) {
        page.paint(pdf.context(), number);
        pdf.end_page();
        drawn.pages.push_back(page.text_on(number));
    }
    drawn.pdf = accessible_pdf(pdf.finish(), "da-DK");
    return drawn;
}

}  // namespace

DrawnPaper drawn_file_list(const FileListPaper& paper) {
    Typesetter page{Margins{}};
    page.paragraph(paper.authority, style(10));
    page.paragraph("Aktliste", style(16, true, "H1"));
    page.paragraph("Aktindsigt " + paper.number + ", " + spoken_date(Language::danish, paper.made), style(10.5));
    page.space(8);
    page.paragraph("Der er bedt om: " + paper.asked_for, style(10.5));
    page.space(10);
    for (const auto& row : paper.rows) {
        page.paragraph(std::to_string(row.place) + ".  " + row.title, style(10.5, true, "H2"));
        page.paragraph(spoken_date(Language::danish, row.date) + " · " + decision_text(row), style(9.5));
        page.space(6);
    }
    return painted(page, "Aktliste", paper.made);
}

DrawnPaper drawn_note(const std::string& title, const std::string& text, core::Date made) {
    Typesetter page{Margins{}};
    page.paragraph(title, style(14, true, "H1"));
    page.space(8);
    page.paragraph(text, style(10.5));
    return painted(page, title, made);
}

void write_file(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream out{file, std::ios::binary};
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) throw std::runtime_error{"can't write " + file.string()};
}

}  // namespace services
