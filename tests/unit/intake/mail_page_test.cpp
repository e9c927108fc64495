// What a mail looks like on paper, and how much of it.
#include "services/intake/mail_page.hpp"

#include <catch2/catch.hpp>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

namespace {

services::DrawnMail drawn(const std::string& text) {
    ocr::Mail mail;
    mail.from = {{"Karen Blåbjerg", "karen@eksempel.example"}};
    mail.subject = "Hegn";
    mail.text = text;
    return services::draw_mail(mail, core::Date{std::chrono::year{2026} / 11 / 3});
}

std::size_t pages_in(const services::DrawnMail& mail) {
    QPDF pdf;
    pdf.processMemoryFile("mail.pdf", mail.pdf.data(), mail.pdf.size());
    return QPDFPageDocumentHelper{pdf}.getAllPages().size();
}

}  // namespace

TEST_CASE("a mail of a few lines is one page, and nothing of it is left out", "[intake][mail]") {
    const auto mail = drawn("Hegnet står skævt.\n\nVenlig hilsen\nKaren\n");
    CHECK_FALSE(mail.is_cut);
    CHECK(pages_in(mail) == 1);
}

TEST_CASE("a long paragraph flows over the pages as a whole", "[intake][mail]") {
    std::string text;
    for (int n = 0; n < 3000; ++n) text += "blåbærgrød ";
    const auto mail = drawn(text);
    CHECK_FALSE(mail.is_cut);
    // Some 85 letters a line and 53 lines a page.
    CHECK(pages_in(mail) >= 7);
    CHECK(pages_in(mail) <= 12);
}

TEST_CASE("of a mail as long as a book the beginning is drawn", "[intake][mail]") {
    const auto text = GENERATE(
        std::string(400'000, '\n'),
        [] {
            std::string lines;
            for (int n = 0; n < 100'000; ++n) lines += "x\n";
            return lines;
        }(),
        [] {
            std::string apart;
            for (int n = 0; n < 100'000; ++n) apart += "x\n\n";
            return apart;
        }()
    );
    const auto mail = drawn(text);
    const auto pages = pages_in(mail);
    if (text.front() == '\n') {
        CHECK(pages == 1);  // empty lines are no text
    } else {
        CHECK(mail.is_cut);
        CHECK(pages >= services::mail_pages_max);
        CHECK(pages <= services::mail_pages_max + 3);
    }
}

TEST_CASE("a field that is as long as a book is shortened", "[intake][mail]") {
    ocr::Mail mail;
    for (int n = 0; n < 50; ++n) mail.to.push_back({std::string(1000, 'a'), std::string(1000, 'b')});
    CHECK(pages_in(services::draw_mail(mail, core::Date{std::chrono::year{2026} / 11 / 3})) == 1);
}
