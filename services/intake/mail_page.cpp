#include "services/intake/mail_page.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "services/paper/accessible_pdf.hpp"
#include "services/paper/pdf_surface.hpp"
#include "services/paper/typesetting.hpp"
#include "services/web/words.hpp"

namespace services {

namespace {

constexpr double text_size = 10;
constexpr double right = a4_width_pt - 71;

TextStyle style(double size, bool bold = false, std::string_view tag = "P") {
    return {"Liberation Sans", size, bold, TextAlign::left, 1.35, tag};
}

void set_field(Typesetter& page, std::string_view name, const std::string& value) {
    constexpr std::size_t characters_max = 2000;
    if (!value.empty()) page.paragraph(std::string{name} + ": " + core::first_words(value, characters_max), style(9));
}

std::string part_names(const ocr::Mail& mail) {
    std::string names;
    for (const auto& part : mail.parts)
        names += (names.empty() ? "" : ", ") + (part.file_name.empty() ? part.media_type : part.file_name);
    return names;
}

/// How much of the text is laid out at once: to the next empty line, and of a long paragraph a piece that ends with a
/// line, else a word, else a letter. Laying out one that is all of a message takes far more than its length.
std::size_t piece_of(std::string_view text) {
    constexpr std::size_t bytes_max = 4000;
    constexpr int lines_max = 100;
    const auto paragraph = text.substr(0, text.find("\n\n"));
    std::size_t line_end = 0;
    int lines = 0;
    for (auto at = paragraph.find('\n'); at < std::min(bytes_max, paragraph.size());
         at = paragraph.find('\n', at + 1)) {
        line_end = at;
        if (++lines == lines_max) return line_end;
    }
    if (paragraph.size() <= bytes_max) return paragraph.size();
    if (line_end > 0) return line_end;
    if (const auto blank = paragraph.rfind(' ', bytes_max); blank != std::string_view::npos && blank > 0) return blank;
    auto end = bytes_max;
    while (end > 1 && (static_cast<unsigned char>(paragraph[end]) & 0xC0U) == 0x80U) --end;  // within a letter
    return end;
}

/// False where there was too much.
bool set_text(Typesetter& page, std::string_view text) {
    while (!text.empty()) {
        if (page.page_count() >= mail_pages_max) return false;
        const auto end = piece_of(text);
        if (end > 0) page.paragraph(text.substr(0, end), style(text_size));
        text.remove_prefix(end);
        if (text.empty() || text.starts_with("\n\n")) {
            page.space(text_size * 0.7);
            while (text.starts_with('\n')) text.remove_prefix(1);
        } else if (text.front() == '\n' || text.front() == ' ') {
            text.remove_prefix(1);
        }
    }
    return true;
}

}  // namespace

std::string shown_addresses(const std::vector<ocr::MailAddress>& addresses, std::size_t count_max) {
    std::string shown;
    std::size_t count = 0;
    for (const auto& one : addresses) {
        if (!shown.empty()) shown += ", ";
        if (count++ == count_max) return shown + "...";
        if (one.name.empty())
            shown += one.address;
        else
            shown += one.address.empty() ? one.name : one.name + " <" + one.address + ">";
    }
    return shown;
}

std::string shown_sender(const ocr::Mail& mail) {
    if (mail.from.empty()) return {};
    return mail.from.front().name.empty() ? mail.from.front().address : mail.from.front().name;
}

DrawnMail draw_mail(const ocr::Mail& mail, core::Date made) {
    const auto date = mail.sent_at ? core::danish_date(*mail.sent_at) : made;
    const auto title = mail.subject.empty() ? std::string{"(uden emne)"} : mail.subject;
    Typesetter page{Margins{}};
    page.paragraph(title, style(14, true, "H1"));
    page.space(6);
    set_field(page, "Fra", shown_addresses(mail.from));
    set_field(page, "Til", shown_addresses(mail.to));
    set_field(page, "Kopi til", shown_addresses(mail.cc));
    set_field(page, "Sendt", mail.sent_at ? exact_time(Language::danish, *mail.sent_at) : std::string{});
    set_field(page, "Vedhæftet", part_names(mail));
    page.rule(page.cursor() + 6);
    page.space(16);
    const bool is_cut = !set_text(page, mail.text);
    if (is_cut)
        page.paragraph(
            "Mailen er længere, end der vises her. Hele mailen ligger i originalen.", style(text_size, true)
        );

    PdfSurface pdf{a4_width_pt, a4_height_pt, title, date};
    for (std::size_t number = 0; number < page.page_count(); ++number) {
        page.paint(pdf.context(), number);
        if (number > 0) {
            Typesetter foot{Margins{}};
            auto small = style(8.5);
            small.align = TextAlign::right;
            foot.place(std::to_string(number + 1), small, right, a4_height_pt - 50);
            foot.paint(pdf.context(), 0);
        }
        pdf.end_page();
    }
    return {accessible_pdf(pdf.finish(), "da-DK"), is_cut};
}

}  // namespace services
